package org.jwtfilter.jaxrs;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.SealingKeys;

/** Tokens as somebody else would issue them, with the key of the tests. */
final class RestTokens {
  private static final String SECRET =
      "aGVyZSBhcmUgc29tZSByYW5kb20gYnl0ZXMgb2YgYSBrZXkgMTIzNDU2Nzg5MA==";
  static final String KEYS = "hmac:base64:" + SECRET;
  static final String ISSUER = "https://issuer.example";

  private RestTokens() {}

  static String of(String user, String... roles) {
    return signed(SECRET, Map.of("sub", user, "groups", List.of(roles)), 600);
  }

  static String scoped(String scope) {
    return signed(SECRET, Map.of("sub", "ann", "scope", scope), 600);
  }

  /** Of a login that began two hours ago. */
  static String ofLogin() {
    return signed(
        SECRET,
        Map.of(
            "sub",
            "ann",
            "groups",
            List.of("clerk"),
            "grant",
            "g-1",
            "jti",
            "j-1",
            "auth_time",
            Instant.now().getEpochSecond() - 7200),
        60);
  }

  static String expired() {
    return signed(SECRET, Map.of("sub", "ann"), -3600);
  }

  static String forged() {
    return signed(Base64.getEncoder().encodeToString(new byte[40]), Map.of("sub", "ann"), 600);
  }

  /** What a page of a user sends back where its browser tells no origin. */
  static String csrf(String user) {
    try {
      String random = "A".repeat(22);
      return random
          + SealingKeys.of(List.of(Base64.getDecoder().decode(SECRET)))
              .hash("csrf")
              .of(random + "user:" + ISSUER + '|' + user, 32);
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  /** Of a provider, with a signature that nobody looks at. */
  static String rs256() {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString("{\"alg\":\"RS256\",\"kid\":\"a\"}".getBytes())
        + ".e30."
        + "A".repeat(342);
  }

  private static String signed(String secret, Map<String, ?> claims, long seconds) {
    Map<String, Object> all = new HashMap<>(claims);
    Instant now = Instant.now();
    return JWT.create()
        .withHeader(Map.of("typ", "at+jwt"))
        .withIssuer(ISSUER)
        .withIssuedAt(now.minusSeconds(7200))
        .withExpiresAt(now.plusSeconds(seconds))
        .withPayload(all)
        .sign(Algorithm.HMAC256(Base64.getDecoder().decode(secret)));
  }
}
