package org.jwtfilter.servlet;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Tokens as somebody else would issue them, with the key of the tests. */
final class Tokens {
  static final String SECRET = "aGVyZSBhcmUgc29tZSByYW5kb20gYnl0ZXMgb2YgYSBrZXkgMTIzNDU2Nzg5MA==";
  static final String KEYS = "hmac:base64:" + SECRET;
  static final String ISSUER = "https://issuer.example";

  private Tokens() {}

  /** A token of a user that is good for ten minutes. */
  static String of(String user, String... roles) {
    return of(Map.of("sub", user, "groups", List.of(roles)));
  }

  /** A token with these claims, besides issuer and times. */
  static String of(Map<String, ?> claims) {
    return with(SECRET, claims);
  }

  /** A token that somebody else has signed. */
  static String forged(String user) {
    return with(Base64.getEncoder().encodeToString(new byte[40]), Map.of("sub", user));
  }

  private static String with(String secret, Map<String, ?> claims) {
    Instant now = Instant.now();
    return JWT.create()
        .withHeader(Map.of("typ", "at+jwt"))
        .withIssuer(ISSUER)
        .withIssuedAt(now)
        .withExpiresAt(now.plusSeconds(600))
        .withPayload(claims)
        .sign(Algorithm.HMAC256(Base64.getDecoder().decode(secret)));
  }
}
