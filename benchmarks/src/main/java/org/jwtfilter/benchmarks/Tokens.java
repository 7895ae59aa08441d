package org.jwtfilter.benchmarks;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jwtfilter.Grants;

/**
 * Tokens of one fresh key, and who accepts them. A token names issuer, subject, audience, times, an
 * id, three roles, and a name beyond ASCII: some 430 characters with HS256.
 */
final class Tokens {
  private static final String ISSUER = "https://issuer.example.com/realms/shop";
  private static final String AUDIENCE = "shop";

  private final Algorithm signer;
  private final String keyUri;
  private final String keyFile;

  private Tokens(Algorithm signer, String keyUri, String keyFile) {
    this.signer = signer;
    this.keyUri = keyUri;
    this.keyFile = keyFile;
  }

  /** Tokens of a new key for HS256, RS256 (2048 bits) or ES256. */
  static Tokens of(String algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case "HS256" -> secret();
      case "RS256" -> {
        KeyPair pair = pair("RSA", 2048);
        yield published(
            Algorithm.RSA256((RSAPublicKey) pair.getPublic(), (RSAPrivateKey) pair.getPrivate()),
            pair);
      }
      case "ES256" -> {
        KeyPair pair = pair("EC", 256);
        yield published(
            Algorithm.ECDSA256((ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate()),
            pair);
      }
      default -> throw new IllegalArgumentException(algorithm);
    };
  }

  private static Tokens secret() {
    byte[] secret = new byte[48];
    new SecureRandom().nextBytes(secret);
    return new Tokens(
        Algorithm.HMAC256(secret), "hmac:base64:" + Base64.getEncoder().encodeToString(secret), "");
  }

  private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static Tokens published(Algorithm signer, KeyPair pair) {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    return new Tokens(signer, "pem:" + Container.KEY_FILE, pem);
  }

  /** A good token; each number gives another one. */
  String token(int number) {
    return token(number, Instant.now().plusSeconds(7200));
  }

  /** A token that was good until an hour ago. */
  String expired(int number) {
    return token(number, Instant.now().minusSeconds(3600));
  }

  private String token(int number, Instant expires) {
    return JWT.create()
        .withKeyId("2026-11")
        .withIssuer(ISSUER)
        .withSubject(subject(number))
        .withAudience(AUDIENCE)
        .withExpiresAt(expires)
        .withIssuedAt(expires.minusSeconds(10800))
        .withJWTId(id(number))
        .withClaim("roles", List.of("customer", AskingChain.ROLE, "report-reader"))
        .withClaim("name", "Zoë Müller " + number)
        .sign(signer);
  }

  /** The {@code jti} of the token of this number. */
  static String id(int number) {
    return "4b1c9a2e-0d4f-4f6e-9d5e-" + (100000000000L + number);
  }

  static String subject(int number) {
    return "user-" + number + "@example.com";
  }

  /** The filter, started with the key and the rules of these tokens. */
  Filter filter() throws ServletException {
    return filter(grants -> {});
  }

  /** As above; what can end logins is handed over. */
  Filter filter(Consumer<Grants> grants) throws ServletException {
    return Container.start(
        Map.of("keys", keyUri, "issuer", ISSUER, "audience", AUDIENCE, "roles-claim", "roles"),
        keyFile,
        grants);
  }

  /** java-jwt with the same key and rules. */
  JWTVerifier verifier() {
    return JWT.require(signer).withIssuer(ISSUER).withAudience(AUDIENCE).build();
  }
}
