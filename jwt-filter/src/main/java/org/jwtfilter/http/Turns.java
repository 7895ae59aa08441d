package org.jwtfilter.http;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Lets some at a time do something under a key, or one alone; the others wait, not for long. Keys
 * share a fixed number of places, so no key takes memory. Thread-safe.
 */
final class Turns {
  private static final int PLACES = 256;
  private static final long MOST_MILLIS = 2000;

  private final int width;
  private final List<Semaphore> places;

  /**
   * @param width how many at a time
   */
  Turns(int width) {
    this.width = width;
    this.places = Stream.generate(() -> new Semaphore(width, true)).limit(PLACES).toList();
  }

  /** How many at a time. */
  int width() {
    return width;
  }

  /** What is taken and given back. */
  @FunctionalInterface
  interface Turn extends AutoCloseable {
    Turn NONE = () -> {};

    @Override
    void close();
  }

  /** It did not come to that. */
  static final class Busy extends Exception {
    private static final long serialVersionUID = 1L;

    private Busy() {
      super("too many at once", null, false, false);
    }
  }

  /**
   * Waits for a turn; give it back on the same thread or another.
   *
   * @param alone whether nobody else may have one meanwhile
   */
  Turn take(String key, boolean alone) throws Busy {
    Semaphore place = places.get(Math.floorMod(key.hashCode(), PLACES));
    int permits = alone ? width : 1;
    try {
      if (!place.tryAcquire(permits, MOST_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new Busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Busy();
    }
    return () -> place.release(permits);
  }
}
