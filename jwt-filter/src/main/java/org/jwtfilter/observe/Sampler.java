package org.jwtfilter.observe;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Chooses the requests that are looked at closely: one in so many, and few in a second, unless all
 * are asked for. Thread-safe; nobody waits.
 */
final class Sampler {
  private static final int MOST_PER_SECOND = 20;
  private static final int BITS = 8;

  private final int oneIn;
  private final Clock clock;

  /** The second, and how many were chosen in it. */
  private final AtomicLong chosen = new AtomicLong();

  Sampler(int oneIn, Clock clock) {
    this.oneIn = oneIn;
    this.clock = clock;
  }

  boolean takes() {
    return oneIn == 1 || (ThreadLocalRandom.current().nextInt(oneIn) == 0 && hasRoom());
  }

  /** Whether one more may be looked at in this second; then it is counted. */
  boolean hasRoom() {
    long second = clock.millis() / 1000;
    long before = chosen.get();
    long count = (before >> BITS) == second ? before & ((1 << BITS) - 1) : 0;
    // Who loses a race is not looked at: there will be others.
    return count < MOST_PER_SECOND && chosen.compareAndSet(before, (second << BITS) + count + 1);
  }
}
