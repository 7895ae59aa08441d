package org.jwtfilter.benchmarks;

import com.auth0.jwt.interfaces.DecodedJWT;
import java.util.Set;

/** What a cache keeps of a verified token. */
record CallerFacts(String name, Set<String> roles, long expiresMillis) {
  static CallerFacts of(DecodedJWT jwt) {
    return new CallerFacts(
        jwt.getSubject(),
        Set.copyOf(jwt.getClaim("roles").asList(String.class)),
        jwt.getExpiresAtAsInstant().toEpochMilli());
  }
}
