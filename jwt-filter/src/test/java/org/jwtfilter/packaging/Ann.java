package org.jwtfilter.packaging;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Request;

/** A caller with a token that somebody else has issued. */
final class Ann {
  static final String ISSUER = "https://issuer.example";

  private Ann() {}

  /** A token that is good for ten minutes. */
  static String token() {
    Instant now = Instant.now();
    return JWT.create()
        .withHeader(Map.of("typ", "at+jwt"))
        .withIssuer(ISSUER)
        .withSubject("ann")
        .withClaim("groups", List.of("customer"))
        .withIssuedAt(now)
        .withExpiresAt(now.plusSeconds(600))
        .sign(Algorithm.HMAC256(Base64.getDecoder().decode(Server.KEY)));
  }

  /** The page, or all of the answer where it is none. */
  static String asks(Client client, String path) {
    Answer answer = client.send(Request.get(path).header("Authorization", "Bearer " + token()));
    return answer.status() == 200 ? answer.text() : answer.toString();
  }
}
