package org.jwtfilter.websocket;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jwtfilter.Grant;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;
import org.jwtfilter.grant.GrantRegistry;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.store.StoreException;

/**
 * How long a socket may stay open that began with a token: until the token is revoked, or until it
 * and whatever its login got after it have ended. Thread-safe.
 */
final class SocketLife {
  /** {@code iat} is in whole seconds, and the list is written a little later. */
  private static final int SAME_SECONDS = 2;

  private final JwtRuntime runtime;
  private final Duration skew;
  private final Duration afterRenewal;
  private final Duration longest;
  private final Map<String, Instant> goingOn = new ConcurrentHashMap<>();

  enum State {
    GOOD,
    REVOKED,
    /** Over, unless its login got another: {@link #goesOn} tells. */
    ENDED
  }

  SocketLife(JwtRuntime runtime) {
    JwtConfig config = runtime.config();
    this.runtime = runtime;
    this.skew = config.get(Options.CLOCK_SKEW);
    Duration unlisted = GrantRegistry.LISTED_EVERY.minus(config.get(Options.RENEW_AFTER));
    this.afterRenewal =
        config
            .get(Options.LIFETIME)
            .plus(skew)
            .plus(unlisted.isNegative() ? Duration.ZERO : unlisted);
    this.longest = runtime.grants().longestLogin().plus(skew);
  }

  /** Looks into memory only. */
  State state(Jwt jwt) {
    try {
      runtime.grants().check(jwt);
    } catch (JwtRejected e) {
      return State.REVOKED;
    }
    Instant now = runtime.clock().instant();
    return now.isBefore(jwt.expiresAt().plus(skew)) || knownToGoOn(jwt, now)
        ? State.GOOD
        : State.ENDED;
  }

  private boolean knownToGoOn(Jwt jwt, Instant now) {
    return !goingOn.isEmpty() && jwt.grant().map(goingOn::get).filter(now::isBefore).isPresent();
  }

  /**
   * Whether the login of a token that has ended got another one. Asks the store; while that does
   * not answer nobody can say so.
   */
  boolean goesOn(Jwt jwt) {
    Instant now = runtime.clock().instant();
    if (knownToGoOn(jwt, now)) {
      return true;
    }
    Optional<Instant> end = end(jwt).filter(now::isBefore);
    end.ifPresent(one -> goingOn.put(jwt.grant().orElseThrow(), one));
    return end.isPresent();
  }

  private Optional<Instant> end(Jwt jwt) {
    if (jwt.grant().isEmpty() || jwt.authenticatedAt().isEmpty() || jwt.issuedAt().isEmpty()) {
      return Optional.empty();
    }
    Instant last = jwt.authenticatedAt().get().plus(longest);
    Instant same = jwt.issuedAt().get().plusSeconds(SAME_SECONDS);
    try {
      return runtime.grants().of(jwt.principalName()).stream()
          .filter(one -> one.id().equals(jwt.grant().get()))
          .map(Grant::lastRenewed)
          .filter(renewed -> renewed.isAfter(same))
          .map(renewed -> renewed.plus(afterRenewal))
          .map(end -> end.isBefore(last) ? end : last)
          .findFirst();
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  /** Forgets what is over. */
  void purge() {
    Instant now = runtime.clock().instant();
    goingOn.values().removeIf(end -> !now.isBefore(end));
  }

  /** How many logins are known to go on. */
  int size() {
    return goingOn.size();
  }
}
