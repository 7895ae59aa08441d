package org.jwtfilter.session;

import java.time.Duration;
import java.time.Instant;

/**
 * When a session ends. A client's cookies tell the last access only to within a threshold, so that
 * not every answer sets one: a session found in them is given that much longer, and therefore never
 * ends before its time.
 */
final class SessionLifetime {
  private static final long MOST_THRESHOLD_MILLIS = 60_000;
  private static final int EXACT_SECONDS = 60;
  private static final Duration NEVER = Duration.ofDays(365);

  private SessionLifetime() {}

  /** Whether more than the allowed pause lies between the two: exactly the pause is too long. */
  static boolean idle(Instant lastAccess, int maxInactiveSeconds, Instant now) {
    return maxInactiveSeconds > 0
        && millis(lastAccess, now) >= Duration.ofSeconds(maxInactiveSeconds).toMillis();
  }

  /** As {@link #idle}, for a last access that is known to within the threshold. */
  static boolean surelyIdle(Instant toldAccess, int maxInactiveSeconds, Instant now) {
    return maxInactiveSeconds > 0
        && millis(toldAccess, now)
            >= Duration.ofSeconds(maxInactiveSeconds).toMillis() + threshold(maxInactiveSeconds);
  }

  /** Whether the told access is so old that this one must be told. */
  static boolean needsTouch(Instant toldAccess, int maxInactiveSeconds, Instant now) {
    return maxInactiveSeconds > 0 && millis(toldAccess, now) >= threshold(maxInactiveSeconds);
  }

  /** Whether the absolute end is reached; a timeout of zero: never. */
  static boolean over(Instant createdAt, Duration absoluteTimeout, Instant now) {
    return absoluteTimeout.compareTo(Duration.ZERO) > 0
        && Duration.between(createdAt, now).compareTo(absoluteTimeout) >= 0;
  }

  /** As the other, for the access that the session tells. */
  static boolean needsTouch(SessionSnapshot session, Instant now) {
    return needsTouch(session.lastAccessedAt(), session.maxInactiveSeconds(), now);
  }

  /** Whether a session that was found somewhere has ended. */
  static boolean ended(SessionSnapshot session, Duration absoluteTimeout, Instant now) {
    return over(session.createdAt(), absoluteTimeout, now)
        || surelyIdle(session.lastAccessedAt(), session.maxInactiveSeconds(), now);
  }

  /** When {@link #ended} becomes true; a year after the last access if never. */
  static Instant end(SessionSnapshot session, Duration absoluteTimeout) {
    Instant idle = idleEnd(session);
    boolean limited = absoluteTimeout.compareTo(Duration.ZERO) > 0;
    Instant over = limited ? session.createdAt().plus(absoluteTimeout) : idle;
    return over.isBefore(idle) ? over : idle;
  }

  private static Instant idleEnd(SessionSnapshot session) {
    int allowed = session.maxInactiveSeconds();
    Instant last = session.lastAccessedAt();
    return allowed <= 0
        ? last.plus(NEVER)
        : last.plusSeconds(allowed).plusMillis(threshold(allowed));
  }

  /**
   * A tenth of the allowed pause, a minute at most, in milliseconds; none where the pause is so
   * short that somebody means it to the second.
   */
  private static long threshold(int maxInactiveSeconds) {
    return maxInactiveSeconds <= EXACT_SECONDS
        ? 0
        : Math.min(MOST_THRESHOLD_MILLIS, maxInactiveSeconds * 100L);
  }

  private static long millis(Instant from, Instant to) {
    return to.toEpochMilli() - from.toEpochMilli();
  }
}
