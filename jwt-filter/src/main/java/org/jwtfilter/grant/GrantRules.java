package org.jwtfilter.grant;

import java.time.Duration;

/**
 * How long what is said about logins takes and lasts.
 *
 * @param revocationDelay within which every node knows what was revoked on another
 * @param clockSkew by how much the clocks of nodes and issuers may differ
 * @param refreshLifetime of a login that is refreshed: none of its tokens passes {@code auth_time}
 *     plus this
 * @param refreshGrace for how long a refresh token that was used gives the same successor again;
 *     later it is taken for stolen
 * @param refresh whether logins get refresh tokens
 * @param shared whether other nodes use the same store, so that it must be asked for news
 */
public record GrantRules(
    Duration revocationDelay,
    Duration clockSkew,
    Duration refreshLifetime,
    Duration refreshGrace,
    boolean refresh,
    boolean shared) {
  public GrantRules {
    require(revocationDelay.toMillis() > 0, "revocationDelay is shorter than a millisecond");
    require(!clockSkew.isNegative(), "clockSkew is negative");
    require(refreshLifetime.toSeconds() > 0, "refreshLifetime is shorter than a second");
    require(!refreshGrace.isNegative(), "refreshGrace is negative");
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
