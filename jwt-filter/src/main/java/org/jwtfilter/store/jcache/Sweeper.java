package org.jwtfilter.store.jcache;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The thread that sweeps: every five minutes or so, so that nodes do not do it at once. */
final class Sweeper implements Runnable {
  private static final Logger LOG = System.getLogger(Sweeper.class.getName());
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Duration TURN = Duration.ofSeconds(30);

  private final Sweep sweep;
  private final String store;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean warned;

  private Sweeper(Sweep sweep, String store) {
    this.sweep = sweep;
    this.store = store;
  }

  static Sweeper start(Sweep sweep, String store) {
    Sweeper sweeper = new Sweeper(sweep, store);
    Thread thread = new Thread(sweeper, "jwt-filter-jcache-sweeper");
    thread.setDaemon(true);
    thread.start();
    return sweeper;
  }

  /** A fifth more or less than the interval. */
  static long nextMillis() {
    long interval = INTERVAL.toMillis();
    return ThreadLocalRandom.current().nextLong(interval * 4 / 5, interval * 6 / 5 + 1);
  }

  @Override
  public void run() {
    try {
      while (!closed.await(nextMillis(), TimeUnit.MILLISECONDS)) {
        turn();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() {
    long end = System.nanoTime() + TURN.toNanos();
    try {
      sweep.turn(() -> System.nanoTime() < end && closed.getCount() > 0);
    } catch (RuntimeException failed) {
      warn(failed);
    }
  }

  private void warn(RuntimeException failed) {
    if (!warned && closed.getCount() > 0) {
      LOG.log(
          Level.WARNING,
          store + ": what is past its end could not be removed; tried again, not said again",
          failed);
      warned = true;
    }
  }

  void close() {
    closed.countDown();
  }
}
