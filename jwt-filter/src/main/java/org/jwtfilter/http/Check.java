package org.jwtfilter.http;

import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;

/** A rule that a verified token must pass in the request that presents it. Thread-safe. */
@FunctionalInterface
public interface Check {
  /**
   * Lets the token pass by returning.
   *
   * @throws JwtRejected with the reason where it must not
   */
  void check(Exchange exchange, Jwt jwt, TokenTransport transport) throws JwtRejected;
}
