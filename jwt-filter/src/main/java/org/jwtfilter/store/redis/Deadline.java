package org.jwtfilter.store.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When a call must be over, whatever it has to wait for: a connection, a name server, a handshake,
 * an answer. Measured by the JVM's steady time. Immutable.
 */
record Deadline(long nanoTime) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** How much is left; not more than zero: it is over. */
  long nanosLeft() {
    return nanoTime - System.nanoTime();
  }

  boolean over() {
    return nanosLeft() <= 0;
  }

  /** What is left in milliseconds, at least one, since zero is "for ever" to sockets. */
  int millisLeft() {
    return (int) Math.min(Math.max(TimeUnit.NANOSECONDS.toMillis(nanosLeft()), 1), 3_600_000);
  }

  /** The end of the next of so many attempts that share what is left. */
  Deadline share(int attempts) {
    return new Deadline(System.nanoTime() + nanosLeft() / attempts);
  }
}
