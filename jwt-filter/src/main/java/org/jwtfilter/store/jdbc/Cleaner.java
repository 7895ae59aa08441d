package org.jwtfilter.store.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Removes rows past their end every now and then, on a daemon thread. Of several nodes, the one
 * that gets the lease (a row of the same table) does it; the others leave it alone for that time,
 * so cleaners do not meet.
 */
final class Cleaner implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofMinutes(5);

  /** Rows are left that long, so that a node whose clock is ahead takes nothing from the others. */
  static final Duration GRACE = Duration.ofMinutes(1);

  /** No key of anybody: {@code ~} is not allowed in keys. */
  static final String LEASE_KEY = "~cleaner";

  private static final Duration LEASE = Duration.ofMinutes(3);
  private static final int BATCHES = 1000;
  private static final Logger LOG = System.getLogger(Cleaner.class.getName());

  private final JdbcStore store;
  private final String name;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor thread;
  private boolean failing;

  Cleaner(JdbcStore store, String name, Clock clock) {
    this.store = store;
    this.name = name;
    this.clock = clock;
    this.thread = new ScheduledThreadPoolExecutor(1, Cleaner::daemon);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "jwt-filter-store-cleaner");
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    long delay = delay(ThreadLocalRandom.current()::nextDouble).toMillis();
    var unused = thread.schedule(this::runAndGoOn, delay, TimeUnit.MILLISECONDS);
  }

  private void runAndGoOn() {
    runOnce();
    if (!thread.isShutdown()) {
      start();
    }
  }

  /** The interval and up to a fifth more or less, so that nodes that start together part. */
  static Duration delay(DoubleSupplier random) {
    long fifth = INTERVAL.toMillis() / 5;
    return INTERVAL.plusMillis(Math.round((random.getAsDouble() * 2 - 1) * fifth));
  }

  /** Cleans if no other node does; a failure is logged the first time in a row. */
  void runOnce() {
    try {
      if (store.replace(LEASE_KEY, null, new byte[0], clock.instant().plus(LEASE))) {
        clean();
      }
      failing = false;
    } catch (RuntimeException failed) {
      if (!failing) {
        LOG.log(
            Level.WARNING,
            name + ": what is past its end could not be removed, and is tried again (said once)",
            failed);
      }
      failing = true;
    }
  }

  private void clean() {
    long before = clock.instant().minus(GRACE).toEpochMilli();
    for (int i = 0; i < BATCHES && !thread.isShutdown(); i++) {
      if (!store.clean(before)) {
        return;
      }
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
