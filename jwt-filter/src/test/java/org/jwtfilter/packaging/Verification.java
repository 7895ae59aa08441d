package org.jwtfilter.packaging;

import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.TokenRules;
import org.jwtfilter.key.JwsAlgorithm;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.KeyRing;

/** A program that has nothing to do with servlets: from a token to the name of its caller. */
public final class Verification implements UnaryOperator<String> {
  @Override
  public String apply(String token) {
    try {
      byte[] secret = Base64.getDecoder().decode(Server.KEY);
      KeyRing ring = KeyRing.of(List.of(JwtKey.hmac(JwsAlgorithm.HS256, secret)));
      return new JwtVerifier(() -> ring, TokenRules.of(Ann.ISSUER), Clock.systemUTC())
          .verify(token)
          .principalName();
    } catch (JwtRejected | KeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
