package org.jwtfilter.grant;

import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;

/** Whether a client may use a refresh token. */
@FunctionalInterface
public interface RefreshRule {
  /**
   * Lets it be used by returning.
   *
   * @param login the refresh token, verified
   * @throws JwtRejected with the reason where it must not
   */
  void check(Jwt login) throws JwtRejected;
}
