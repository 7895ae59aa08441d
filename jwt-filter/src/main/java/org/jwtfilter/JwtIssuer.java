package org.jwtfilter;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.key.KeySource;

/** Signs access tokens (RFC 9068) with the first key of the ring that can sign. Thread-safe. */
public final class JwtIssuer {
  /** An issuer that takes its key and the time anew for every token. */
  public JwtIssuer(KeySource keys, IssueRules rules, Clock clock) {}

  /**
   * A token for a caller who has just proved who they are; begins a grant of its own.
   *
   * @param subject not blank, free of control characters
   * @throws IllegalStateException if no key can sign
   */
  public String logIn(String subject, Set<String> roles) {
    return subject;
  }

  /**
   * The successor of a token of ours: same caller, roles, own claims and grant, a new {@code jti},
   * {@code iat} and {@code exp}. Empty if it is not ours, its login has reached the absolute
   * lifetime, or nothing would be gained.
   */
  public Optional<String> renew(Jwt jwt) {
    return Optional.empty();
  }

  /** Whether {@link #renew} would give a successor and the token is old enough to deserve one. */
  public boolean renewable(Jwt jwt, Instant now) {
    return false;
  }
}
