package org.jwtfilter.grant;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jwtfilter.Jwt;
import org.jwtfilter.grant.Change.GrantEnded;
import org.jwtfilter.grant.Change.RolesChanged;
import org.jwtfilter.grant.Change.TokenEnded;
import org.jwtfilter.grant.Change.UserEnded;

/**
 * What this node knows to be revoked or changed, in memory: asked with every request. Thread-safe;
 * asking takes no lock. Each entry goes within a minute of its end, when the next one comes or the
 * store is asked for news.
 */
final class Revocations {
  private static final long PURGE_MILLIS = 60_000;
  private static final int LONGEST_KEPT = 64;

  private final Clock clock;
  private final Map<String, Long> tokens = new ConcurrentHashMap<>();
  private final Map<String, Long> grants = new ConcurrentHashMap<>();
  private final Map<String, UserEnded> users = new ConcurrentHashMap<>();
  private final Map<String, RolesChanged> roles = new ConcurrentHashMap<>();
  private final AtomicLong purged = new AtomicLong();

  // Most of the time nothing is: then a request looks at this alone.
  private volatile boolean any;

  Revocations(Clock clock) {
    this.clock = clock;
  }

  /** Whether the token, its login, or the logins of its user are revoked. */
  boolean revoked(Jwt jwt) {
    return any && (tokenRevoked(jwt) || grantRevoked(jwt) || userRevoked(jwt));
  }

  /**
   * Whether a login is revoked, of which this is known.
   *
   * @param began in milliseconds since 1970
   */
  boolean revoked(String grant, String user, long began) {
    UserEnded ended = users.get(kept(user));
    return grants.containsKey(kept(grant)) || (ended != null && began / 1000 < ended.second());
  }

  /** The roles that a caller got after this login began. */
  Optional<Set<String>> roles(Jwt jwt) {
    RolesChanged changed = any && !roles.isEmpty() ? roles.get(kept(jwt.principalName())) : null;
    return changed != null && beganUpTo(changed.second(), jwt)
        ? Optional.of(changed.roles())
        : Optional.empty();
  }

  /** Knows a change from now on; what has reached its end is not kept. */
  void add(Change change) {
    purgeIfDue();
    if (change.end() > clock.millis()) {
      keep(change);
      any = true;
    }
  }

  /** Forgets what has reached its end, if a minute has passed since it last did so. */
  void purgeIfDue() {
    long now = clock.millis();
    long last = purged.get();
    if (Math.abs(now - last) >= PURGE_MILLIS && purged.compareAndSet(last, now)) {
      tokens.values().removeIf(end -> end <= now);
      grants.values().removeIf(end -> end <= now);
      users.values().removeIf(one -> one.end() <= now);
      roles.values().removeIf(one -> one.end() <= now);
    }
  }

  /** How many changes are known. */
  int size() {
    return tokens.size() + grants.size() + users.size() + roles.size();
  }

  private void keep(Change change) {
    if (change instanceof TokenEnded one) {
      tokens.merge(kept(one.id()), one.end(), Math::max);
    } else if (change instanceof GrantEnded one) {
      grants.merge(kept(one.grant()), one.end(), Math::max);
    } else if (change instanceof UserEnded one) {
      users.merge(kept(one.name()), one, (a, b) -> a.second() > b.second() ? a : b);
    } else if (change instanceof RolesChanged one) {
      roles.put(kept(one.name()), one);
    }
  }

  private boolean tokenRevoked(Jwt jwt) {
    return !tokens.isEmpty() && (has(tokens, jwt.id()) || has(tokens, jwt.exchangedFrom()));
  }

  private boolean grantRevoked(Jwt jwt) {
    return !grants.isEmpty() && has(grants, jwt.grant());
  }

  private static boolean has(Map<String, Long> ended, Optional<String> id) {
    return id.isPresent() && ended.containsKey(kept(id.get()));
  }

  /**
   * Times in tokens are whole seconds. A login of ours that began in the very second is known by
   * its grant if it was before, so one that is not is taken for a new one; of other tokens nothing
   * else is known, so the second counts as before.
   */
  private boolean userRevoked(Jwt jwt) {
    UserEnded ended = users.isEmpty() ? null : users.get(kept(jwt.principalName()));
    return ended != null && beganUpTo(isLogin(jwt) ? ended.second() - 1 : ended.second(), jwt);
  }

  private static boolean beganUpTo(long second, Jwt jwt) {
    Optional<Instant> began = isLogin(jwt) ? jwt.authenticatedAt() : jwt.issuedAt();
    return began.isEmpty() || began.get().getEpochSecond() <= second;
  }

  /** Whether it comes from a login here and keeps the time of that login when it is renewed. */
  private static boolean isLogin(Jwt jwt) {
    return jwt.grant().isPresent() && jwt.authenticatedAt().isPresent();
  }

  /** The text, or where it is long a hash: others choose how long the ids in their tokens are. */
  private static String kept(String text) {
    return text.length() <= LONGEST_KEPT ? text : Hashes.text("kept", text);
  }
}
