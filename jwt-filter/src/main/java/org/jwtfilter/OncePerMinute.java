package org.jwtfilter;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Lets one line a minute into a log, however often clients give a reason for it. Thread-safe. */
final class OncePerMinute {
  private static final long MINUTE = 60_000;

  private final Clock clock;
  private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);

  OncePerMinute(Clock clock) {
    this.clock = clock;
  }

  /** Whether the line is due; then the next one is due in a minute. */
  boolean due() {
    long now = clock.millis();
    long when = next.get();
    return now >= when && next.compareAndSet(when, now + MINUTE);
  }
}
