package org.jwtfilter.grant;

import java.time.Duration;
import java.time.Instant;
import org.jwtfilter.IssueRules;
import org.jwtfilter.Jwt;

/** Until when something must be known, in milliseconds since 1970. */
final class Lives {
  /** For a request that takes its time. */
  private static final Duration SLACK = GrantRegistry.LISTED_EVERY.plusMinutes(1);

  private static final long LATEST_SECOND = 253_402_300_799L; // the year 9999

  private final IssueRules issued;
  private final GrantRules rules;

  Lives(IssueRules issued, GrantRules rules) {
    this.issued = issued;
    this.rules = rules;
  }

  /** A revoked token: until nobody accepts it. */
  long tokenEnd(Instant expires) {
    long seconds = Math.min(expires.getEpochSecond(), LATEST_SECOND);
    return seconds * 1000 + rules.clockSkew().toMillis();
  }

  /**
   * A login whose refresh token is gone: until the last token has expired that another node gives
   * before it knows.
   */
  long grantEnd(Instant now) {
    return now.plus(issued.lifetime()).plus(margin()).toEpochMilli();
  }

  /** All logins of a user: until the youngest of them cannot go on, even if it is refreshed. */
  long userEnd(Instant now) {
    return now.plus(longest()).plus(margin()).toEpochMilli();
  }

  /** A login in the list. */
  long loginEnd(Jwt jwt) {
    Instant began = jwt.authenticatedAt().orElseThrow();
    if (rules.refresh()) {
      return began.plus(rules.refreshLifetime()).toEpochMilli();
    }
    Instant last = began.plus(issued.absoluteLifetime());
    Instant next = jwt.expiresAt().plus(GrantRegistry.LISTED_EVERY);
    return (next.isBefore(last) ? next : last).plus(rules.clockSkew()).toEpochMilli();
  }

  /** The longest that a login can go on, from its beginning. */
  Duration longest() {
    Duration renewed = issued.absoluteLifetime();
    Duration refreshed = rules.refreshLifetime();
    return rules.refresh() && refreshed.compareTo(renewed) > 0 ? refreshed : renewed;
  }

  private Duration margin() {
    return rules.clockSkew().multipliedBy(2).plus(rules.revocationDelay()).plus(SLACK);
  }
}
