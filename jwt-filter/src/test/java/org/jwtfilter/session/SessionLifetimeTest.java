package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionLifetimeTest {
  private static final Instant T = Instant.parse("2026-11-22T12:00:00Z");

  private static Instant after(long millis) {
    return T.plusMillis(millis);
  }

  @Test
  void a_session_is_idle_exactly_after_its_interval() {
    assertFalse(SessionLifetime.idle(T, 1800, after(1_799_999)));
    assertTrue(SessionLifetime.idle(T, 1800, after(1_800_000)));
  }

  @Test
  void a_told_access_gives_a_tenth_of_the_interval_more() {
    assertFalse(SessionLifetime.surelyIdle(T, 300, after(329_999)));
    assertTrue(SessionLifetime.surelyIdle(T, 300, after(330_000)));
  }

  @Test
  void a_told_access_gives_a_minute_more_at_most() {
    assertFalse(SessionLifetime.surelyIdle(T, 1800, after(1_859_999)));
    assertTrue(SessionLifetime.surelyIdle(T, 1800, after(1_860_000)));
  }

  @Test
  void a_touch_is_due_from_the_threshold_on() {
    assertFalse(SessionLifetime.needsTouch(T, 1800, after(59_999)));
    assertTrue(SessionLifetime.needsTouch(T, 1800, after(60_000)));
    assertFalse(SessionLifetime.needsTouch(T, 61, after(6_099)));
    assertTrue(SessionLifetime.needsTouch(T, 61, after(6_100)));
  }

  @Test
  void an_interval_of_a_minute_or_less_is_kept_to_the_millisecond() {
    for (int interval : new int[] {1, 10, 60}) {
      assertTrue(SessionLifetime.needsTouch(T, interval, after(0)));
      assertFalse(SessionLifetime.surelyIdle(T, interval, after(interval * 1000L - 1)));
      assertTrue(SessionLifetime.surelyIdle(T, interval, after(interval * 1000L)));
    }
  }

  /** Whenever the last untold access was, the session lives its whole interval after it. */
  @Test
  void a_session_never_ends_earlier_than_its_interval_after_the_last_request() {
    for (int interval : new int[] {1, 2, 7, 59, 300, 600, 601, 1800, 86_400}) {
      long untold = 0;
      while (!SessionLifetime.needsTouch(T, interval, after(untold + 1))) {
        untold++;
      }
      long lastMoment = untold + interval * 1000L - 1;
      assertFalse(
          SessionLifetime.surelyIdle(T, interval, after(lastMoment)), "interval " + interval);
    }
  }

  @Test
  void without_an_interval_a_session_is_never_idle_nor_touched() {
    for (int none : new int[] {0, -1}) {
      assertFalse(SessionLifetime.idle(T, none, T.plus(Duration.ofDays(36_500))));
      assertFalse(SessionLifetime.surelyIdle(T, none, T.plus(Duration.ofDays(36_500))));
      assertFalse(SessionLifetime.needsTouch(T, none, T.plus(Duration.ofDays(36_500))));
    }
  }

  @Test
  void the_longest_interval_does_not_overflow() {
    assertFalse(SessionLifetime.surelyIdle(T, Integer.MAX_VALUE, T.plus(Duration.ofDays(20_000))));
    assertFalse(SessionLifetime.needsTouch(T, Integer.MAX_VALUE, after(59_999)));
    assertFalse(SessionLifetime.over(T, Duration.ofSeconds(Long.MAX_VALUE), after(1)));
  }

  @Test
  void the_absolute_end_is_exact() {
    Duration day = Duration.ofDays(1);
    assertFalse(SessionLifetime.over(T, day, T.plus(day).minusMillis(1)));
    assertTrue(SessionLifetime.over(T, day, T.plus(day)));
    assertFalse(SessionLifetime.over(T, Duration.ZERO, T.plus(Duration.ofDays(36_500))));
  }

  @Test
  void a_clock_that_is_behind_ends_nothing() {
    assertFalse(SessionLifetime.idle(T, 1, after(-5_000)));
    assertFalse(SessionLifetime.needsTouch(T, 1, after(-5_000)));
    assertFalse(SessionLifetime.over(T, Duration.ofSeconds(1), after(-5_000)));
  }
}
