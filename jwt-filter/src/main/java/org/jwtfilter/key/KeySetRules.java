package org.jwtfilter.key;

import java.time.Duration;

/**
 * How key sets are fetched.
 *
 * @param maxAge how long keys are used without looking whether they are still published
 * @param coolDown the least time between two fetches that tokens with unknown keys cause
 * @param stale how long keys are used, counted from the last answer, while nobody answers; never
 *     shorter than {@code maxAge}
 */
public record KeySetRules(Duration maxAge, Duration coolDown, Duration stale) {
  // Before USUAL, which asks for it.
  private static final Duration LEAST_AGE = Duration.ofMinutes(1);

  /** The rules where nothing is said: 15 minutes, 30 seconds, a day. */
  public static final KeySetRules USUAL =
      new KeySetRules(Duration.ofMinutes(15), Duration.ofSeconds(30), Duration.ofHours(24));

  public KeySetRules {
    if (maxAge.compareTo(LEAST_AGE) < 0 || coolDown.isNegative() || coolDown.isZero()) {
      throw new IllegalArgumentException(
          "maxAge is less than a minute, or coolDown is not positive");
    }
  }

  /** What the owner of the keys asks for, but neither less than a minute nor more than maxAge. */
  Duration age(Duration asked) {
    Duration least = asked.compareTo(LEAST_AGE) < 0 ? LEAST_AGE : asked;
    return least.compareTo(maxAge) < 0 ? least : maxAge;
  }
}
