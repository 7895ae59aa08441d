package org.jwtfilter.http;

import org.jwtfilter.Jwt;

/**
 * A verified token with the place where it was presented.
 *
 * @param jwt the token; it passed every {@link Check}
 * @param transport where it came from, and where its successor goes
 */
public record PresentedToken(Jwt jwt, TokenTransport transport) {

  /** The login that it belongs to; tokens of others may name none, then it is the user. */
  public String login() {
    return login(jwt);
  }

  static String login(Jwt jwt) {
    return jwt.grant()
        .orElseGet(() -> "user:" + jwt.issuer().orElse("") + '|' + jwt.principalName());
  }
}
