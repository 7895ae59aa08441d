package org.jwtfilter.grant;

import org.jwtfilter.Jwt;
import org.jwtfilter.Reason;

/** What comes of presenting a refresh token. */
public sealed interface RefreshAnswer {
  /**
   * The login goes on with these tokens. Who presents the same refresh token again within its grace
   * period gets the very same ones.
   *
   * @param access the new access token, a credential
   * @param refresh the new refresh token, a credential
   * @param jwt the access token, verified
   */
  record Refreshed(String access, String refresh, Jwt jwt) implements RefreshAnswer {
    /** Names the caller, not the tokens. */
    @Override
    public String toString() {
      return "Refreshed[" + jwt + "]";
    }
  }

  /**
   * The token was used before and its grace period is over: somebody has a copy. The whole login
   * has ended.
   */
  record Reused() implements RefreshAnswer {}

  /**
   * The token is refused and nothing has changed.
   *
   * @param reason what is wrong with it; {@link Reason#LOGGED_OUT} if its login has ended
   */
  record Refused(Reason reason) implements RefreshAnswer {}
}
