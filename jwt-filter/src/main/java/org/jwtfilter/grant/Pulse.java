package org.jwtfilter.grant;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jwtfilter.store.StoreException;

/** Does something again and again on a daemon thread, until it is closed. */
final class Pulse implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Pulse.class.getName());

  private final CountDownLatch closed = new CountDownLatch(1);
  private final long micros;
  private final Runnable task;

  private Pulse(Duration pause, Runnable task) {
    this.micros = Math.max(1000, TimeUnit.NANOSECONDS.toMicros(pause.toNanos()));
    this.task = task;
  }

  /**
   * Begins.
   *
   * @param pause between two times, give or take a fifth, so that nodes spread
   */
  static Pulse begin(String thread, Duration pause, Runnable task) {
    Pulse pulse = new Pulse(pause, task);
    Thread beating = new Thread(pulse::beat, thread);
    beating.setDaemon(true);
    beating.start();
    return pulse;
  }

  private void beat() {
    try {
      while (!closed.await(pause(), TimeUnit.MICROSECONDS)) {
        once();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // somebody wants this thread to end
    }
  }

  private void once() {
    try {
      task.run();
    } catch (StoreException e) {
      LOG.log(Level.DEBUG, "revocations were not read: {0}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "revocations were not read", e);
    }
  }

  private long pause() {
    return micros * ThreadLocalRandom.current().nextLong(800, 1201) / 1000;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
