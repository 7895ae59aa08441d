package org.jwtfilter.key;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks after the keys of an application once they were loaded: reads files again when they have
 * changed, on one daemon thread, and tells who wants to know. Keys are added at start, by one
 * thread.
 */
public final class KeyWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(KeyWatch.class.getName());

  /** By then nobody is still writing. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final Duration interval;
  private final KeyListener listener;
  private final Clock clock;
  private final List<Reloading<?>> watched = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * A watch that has not begun yet.
   *
   * @param interval between two looks; zero: files are read at start alone
   * @param listener hears what happens to keys
   */
  public KeyWatch(Duration interval, KeyListener listener, Clock clock) {
    this.interval = interval;
    this.listener = listener;
    this.clock = clock;
  }

  /** Of keys that never change. */
  static KeyWatch none() {
    return new KeyWatch(Duration.ZERO, KeyListener.NONE, Clock.systemUTC());
  }

  KeyListener listener() {
    return listener;
  }

  Clock clock() {
    return clock;
  }

  /**
   * Keys that this watch looks after; a new key signs two intervals after it was read, when every
   * node has read it.
   */
  <T> Reloading<T> reloading(String option, KeyReader reader, Reloading.Kind<T> kind) {
    return new Reloading<>(option, reader, kind, interval.multipliedBy(2), listener, clock);
  }

  /** Adds keys that were read; false where nothing of them can change. */
  boolean watches(Reloading<?> keys) {
    boolean mayChange = !interval.isZero() && keys.hasFiles();
    if (mayChange) {
      watched.add(keys);
    }
    return mayChange;
  }

  /** Begins to look, where there is something to look at. */
  public void begin() {
    if (!watched.isEmpty()) {
      KeyThread.start("jwt-filter key files", this::lookOn);
    }
  }

  private void lookOn() {
    Duration pause = interval;
    try {
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = look() && MOMENT.compareTo(interval) < 0 ? MOMENT : interval;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // somebody wants this thread to end
    }
  }

  /**
   * Looks once; not for use while the thread does.
   *
   * @return whether to look again in a moment
   */
  public boolean look() {
    boolean again = false;
    for (Reloading<?> keys : watched) {
      again |= look(keys);
    }
    return again;
  }

  private static boolean look(Reloading<?> keys) {
    try {
      return keys.look();
    } catch (RuntimeException | LinkageError e) {
      // No message, which may hold what was read.
      LOG.log(Level.WARNING, "key files could not be looked at: " + e.getClass().getName());
      return false;
    }
  }

  /** Ends the thread; does not wait for a look that is under way. */
  @Override
  public void close() {
    closed.countDown();
  }
}
