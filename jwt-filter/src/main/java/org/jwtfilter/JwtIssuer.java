package org.jwtfilter;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeySource;

/** Signs access tokens (RFC 9068) with the first key of the ring that can sign. Thread-safe. */
public final class JwtIssuer {
  private static final int RANDOM_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeySource keys;
  private final IssueRules rules;
  private final Clock clock;

  /** An issuer that takes its key and the time anew for every token. */
  public JwtIssuer(KeySource keys, IssueRules rules, Clock clock) {
    this.keys = keys;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * A token for a caller who has just proved who they are; begins a grant of its own.
   *
   * @param subject not blank, free of control characters
   * @throws IllegalArgumentException if the subject is not so
   * @throws IllegalStateException if no key can sign
   */
  public String logIn(String subject, Set<String> roles) {
    if (!Names.sound(subject)) {
      throw new IllegalArgumentException(
          "The name of the caller is blank or has control characters");
    }
    JwtKey signer =
        keys.current()
            .signer()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "None of the keys can sign: add a secret or a private key"));
    long now = clock.instant().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", rules.issuer());
    claims.put("sub", subject);
    addAudience(claims);
    claims.put("auth_time", now);
    claims.put("grant", random());
    claims.put("groups", roles.stream().sorted().toList());
    return signed(signer, claims, now, now + rules.lifetime().toSeconds());
  }

  /**
   * The successor of a token of ours: same caller, roles, own claims and grant, a new {@code jti},
   * {@code iat} and {@code exp}. Empty if it is not ours, its login has reached the absolute
   * lifetime, or nothing would be gained.
   */
  public Optional<String> renew(Jwt jwt) {
    Instant now = clock.instant();
    Optional<JwtKey> signer = keys.current().signer();
    if (signer.isEmpty() || !gains(jwt, now)) {
      return Optional.empty();
    }
    Map<String, Object> claims = new HashMap<>(jwt.claims());
    claims.remove("nbf");
    long expires = successorExpiry(jwt, now).getEpochSecond();
    return Optional.of(signed(signer.get(), claims, now.getEpochSecond(), expires));
  }

  /** Whether {@link #renew} would give a successor and the token is old enough to deserve one. */
  public boolean renewable(Jwt jwt, Instant now) {
    return jwt.issuedAt().filter(at -> !now.isBefore(at.plus(rules.renewAfter()))).isPresent()
        && gains(jwt, now)
        && keys.current().signer().isPresent();
  }

  private boolean gains(Jwt jwt, Instant now) {
    return isOurs(jwt)
        && successorExpiry(jwt, now).isAfter(jwt.expiresAt())
        && successorExpiry(jwt, now).isAfter(now);
  }

  private boolean isOurs(Jwt jwt) {
    return jwt.issuer().filter(rules.issuer()::equals).isPresent()
        && jwt.grant().isPresent()
        && jwt.authenticatedAt().isPresent();
  }

  /** Never later than the login may last. */
  private Instant successorExpiry(Jwt jwt, Instant now) {
    Instant last = jwt.authenticatedAt().orElseThrow().plus(rules.absoluteLifetime());
    Instant usual = Instant.ofEpochSecond(now.getEpochSecond()).plus(rules.lifetime());
    return usual.isBefore(last) ? usual : last;
  }

  private void addAudience(Map<String, Object> claims) {
    if (rules.audience().size() == 1) {
      claims.put("aud", rules.audience().get(0));
    } else if (!rules.audience().isEmpty()) {
      claims.put("aud", rules.audience());
    }
  }

  private static String signed(JwtKey signer, Map<String, Object> claims, long now, long expires) {
    claims.put("iat", now);
    claims.put("exp", expires);
    claims.put("jti", random());
    return TokenWriter.accessToken(signer, claims);
  }

  /** 128 bits: never twice, never guessed. */
  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64Url.encode(bytes);
  }
}
