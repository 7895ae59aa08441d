package org.jwtfilter.grant;

import java.util.Optional;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;

/** Whether a client may use a refresh token. */
@FunctionalInterface
public interface RefreshRule {
  /**
   * Lets it be used by returning. A token that is bound to a key is used only where that key is
   * returned.
   *
   * @param login the refresh token, verified
   * @return the thumbprint of the key that the client has proved to have, to which the new tokens
   *     are bound (RFC 9449); empty where it has proved none
   * @throws JwtRejected with the reason where it must not
   */
  Optional<String> check(Jwt login) throws JwtRejected;
}
