package org.jwtfilter;

import java.time.Duration;
import java.util.List;

/**
 * What the tokens that we issue look like.
 *
 * @param issuer their {@code iss}
 * @param audience their {@code aud}; empty: none
 * @param lifetime from {@code iat} to {@code exp}
 * @param renewAfter the age from which on a token is renewed
 * @param absoluteLifetime of a login: no renewal passes {@code auth_time} plus this
 */
public record IssueRules(
    String issuer,
    List<String> audience,
    Duration lifetime,
    Duration renewAfter,
    Duration absoluteLifetime) {
  public IssueRules {
    audience = List.copyOf(audience);
    require(lifetime.toSeconds() > 0, "lifetime is shorter than a second");
    require(!renewAfter.isNegative(), "renewAfter is negative");
    require(renewAfter.compareTo(lifetime) <= 0, "renewAfter is longer than lifetime");
    require(lifetime.compareTo(absoluteLifetime) <= 0, "lifetime is longer than absoluteLifetime");
  }

  /** The {@code aud} of refresh tokens: nobody but us, and nowhere but where they are refreshed. */
  String refreshAudience() {
    return issuer + "#refresh";
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
