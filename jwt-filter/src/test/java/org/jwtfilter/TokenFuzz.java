package org.jwtfilter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.JwsAlgorithm;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.KeyRing;
import org.jwtfilter.key.KeySource;

/**
 * Tokens: nothing but {@link JwtRejected} comes of one, and what is accepted was signed, is in its
 * time and of the right kind.
 */
public final class TokenFuzz {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final JwtKey KEY = key();
  private static final KeySource KEYS = KeySource.of(KeyRing.of(List.of(KEY)));
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final IssueRules ISSUED =
      new IssueRules(
          "/shop", List.of(), Duration.ofMinutes(15), Duration.ofMinutes(7), Duration.ofHours(24));
  private static final JwtIssuer ISSUER = new JwtIssuer(KEYS, ISSUED, CLOCK);
  private static final TokenRules ACCESS = TokenRules.of("/shop");
  private static final TokenRules REFRESH = TokenRules.refresh(ISSUED, SKEW);
  private static final JwtVerifier ACCESS_GATE = new JwtVerifier(KEYS, ACCESS, CLOCK);
  private static final JwtVerifier REFRESH_GATE = new JwtVerifier(KEYS, REFRESH, CLOCK);

  private TokenFuzz() {}

  static JwtKey key() {
    try {
      byte[] secret = "here are some random bytes of a key 1234567890".getBytes(UTF_8);
      return JwtKey.hmac(JwsAlgorithm.HS256, secret);
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  /** A text as it stands in a header, cookie or parameter. */
  public static void token(byte[] input) {
    accepted(ACCESS, new String(input, UTF_8));
  }

  /** The JSON of a header, a line feed, and that of a payload; signed as they are. */
  public static void claims(byte[] input) {
    accepted(ACCESS, signed(input))
        .ifPresent(
            jwt -> {
              ISSUER.renewable(jwt, NOW);
              ISSUER.renew(jwt).ifPresent(TokenFuzz::requireRenewed);
            });
  }

  /** The same for the tokens that are good for new ones. */
  public static void refresh(byte[] input) {
    accepted(REFRESH, signed(input)).ifPresent(TokenFuzz::requireSuccessors);
  }

  private static String signed(byte[] input) {
    int line = 0;
    while (line < input.length && input[line] != '\n') {
      line++;
    }
    byte[] payload = Arrays.copyOfRange(input, Math.min(line + 1, input.length), input.length);
    return Minted.token(KEY, Arrays.copyOf(input, line), payload);
  }

  private static Optional<Jwt> accepted(TokenRules rules, String token) {
    JwtVerifier verifier = rules == ACCESS ? ACCESS_GATE : REFRESH_GATE;
    try {
      Jwt jwt = verifier.verify(token);
      requireSigned(token);
      requireSound(rules, jwt);
      require(verifier.verify(token) == jwt, "it is remembered");
      return Optional.of(jwt);
    } catch (JwtRejected e) {
      requireRejectedAgain(verifier, token, e.reason());
      return Optional.empty();
    }
  }

  private static void requireRejectedAgain(JwtVerifier verifier, String token, Reason reason) {
    try {
      verifier.verify(token);
      throw new AssertionError("accepted the second time, refused the first: " + reason);
    } catch (JwtRejected e) {
      require(e.reason() == reason, "refused for the same reason twice");
    }
  }

  private static void requireSigned(String token) {
    String[] parts = token.split("\\.", -1);
    require(parts.length == 3, "three parts");
    require(KEY.sign(parts[0], parts[1]).equals(parts[2]), "the one signature that the key makes");
    for (String part : parts) {
      require(Base64Url.encode(Base64Url.decode(part).orElseThrow()).equals(part), "one spelling");
    }
  }

  private static void requireSound(TokenRules rules, Jwt jwt) {
    require(jwt.issuer().filter(rules.issuers()::contains).isPresent(), "issuer");
    require(NOW.isBefore(jwt.expiresAt().plus(SKEW)), "not expired");
    require(jwt.issuedAt().filter(at -> at.isAfter(NOW.plus(SKEW))).isEmpty(), "not of tomorrow");
    require(!jwt.principalName().isBlank(), "a name");
    require(jwt.principalName().chars().noneMatch(Character::isISOControl), "a name of one line");
    require(jwt.roles().stream().noneMatch(String::isBlank), "no blank role");
    require(
        rules.audiences().isEmpty()
            || jwt.audience().stream().anyMatch(rules.audiences()::contains),
        "audience");
    require(jwt.claim("cnf").isEmpty(), "not bound to somebody else's key");
    require(!jwt.toString().contains(jwt.token()), "does not show itself");
    jwt.claims();
    jwt.authenticatedAt();
  }

  private static void requireRenewed(String token) {
    Jwt renewed = accepted(ACCESS, token).orElseThrow(() -> new AssertionError("renewed"));
    require(!renewed.expiresAt().isBefore(NOW), "a successor lives");
  }

  private static void requireSuccessors(Jwt login) {
    if (login.grant().isEmpty() || login.authenticatedAt().isEmpty()) {
      return;
    }
    Instant end = NOW.plusSeconds(100);
    Optional<Set<String>> roles = Optional.empty();
    Optional<Jwt> access = accepted(ACCESS, ISSUER.accessToken(login, roles, end));
    require(access.isPresent(), "a successor is accepted");
    require(access.get().principalName().equals(login.principalName()), "of the same caller");
    require(access.get().roles().equals(login.roles()), "with the same roles");
    require(access.get().grant().equals(login.grant()), "of the same login");
    require(
        accepted(REFRESH, ISSUER.refreshToken(login, roles, end)).isPresent(), "refreshed again");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
