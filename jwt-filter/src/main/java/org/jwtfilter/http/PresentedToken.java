package org.jwtfilter.http;

import org.jwtfilter.Jwt;

/**
 * A verified token with the place where it was presented.
 *
 * @param jwt the token; it passed every {@link Check}
 * @param transport where it came from, and where its successor goes
 */
public record PresentedToken(Jwt jwt, TokenTransport transport) {}
