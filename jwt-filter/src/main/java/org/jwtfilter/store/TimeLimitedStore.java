package org.jwtfilter.store;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the time of each call to an engine that cannot do that reliably: the call runs on a thread
 * of ours, and the caller gives up after the timeout. A call that hangs keeps its thread until the
 * engine lets it go, so there are never more threads than were allowed; callers beyond them wait,
 * within the same timeout, and at most {@value #WAITING} at once: the next ones fail without
 * waiting. Own threads also keep the engine out of what is bound to the caller's thread, such as a
 * transaction of the application. Thread-safe.
 *
 * <p>A call that is given up is not interrupted: drivers answer that by breaking connections, and
 * H2 by closing its file. What it changes when it goes on at last, it changes late; an engine that
 * waits for something first asks {@link #givenUp} before it changes anything.
 */
public final class TimeLimitedStore implements Store {
  /** How many callers may wait for a thread at once. */
  public static final int WAITING = 256;

  private static final AtomicInteger THREADS = new AtomicInteger();

  /** What the thread runs; threads are ours, so nothing is left behind on those of others. */
  private static final ThreadLocal<@Nullable Future<?>> RUNNING = new ThreadLocal<>();

  private final Store engine;
  private final StoreSettings settings;
  private final Semaphore free;
  private final ExecutorService pool;

  /**
   * Bounds an engine by the timeout of the settings.
   *
   * @param threads how many calls may run at once
   */
  public TimeLimitedStore(Store engine, StoreSettings settings, int threads) {
    this.engine = engine;
    this.settings = settings;
    this.free = new Semaphore(threads);
    // The semaphore is the bound: a permit comes back a moment before its thread does.
    this.pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads(Thread.currentThread().getContextClassLoader()));
  }

  /** Threads that take nothing along from the request that happens to need one more. */
  private static ThreadFactory threads(@Nullable ClassLoader application) {
    return work -> {
      String name = "jwt-filter-store-" + THREADS.incrementAndGet();
      Thread thread = new Thread(null, work, name, 0, false);
      thread.setContextClassLoader(application);
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public Map<String, byte[]> read(Set<String> keys) {
    return within(() -> engine.read(keys));
  }

  @Override
  public void write(String key, byte[] value, Instant expires) {
    within(
        () -> {
          engine.write(key, value, expires);
          return true;
        });
  }

  @Override
  public boolean replace(String key, byte @Nullable [] expected, byte[] value, Instant expires) {
    return within(() -> engine.replace(key, expected, value, expires));
  }

  @Override
  public void delete(String key) {
    within(
        () -> {
          engine.delete(key);
          return true;
        });
  }

  private <T> T within(Callable<T> call) {
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    FutureTask<T> task = new FutureTask<>(call);
    try {
      acquire(deadline);
      start(task);
      return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      // If it has not begun, it shall not begin.
      task.cancel(false);
      throw new StoreException(
          settings.shown() + " has not answered within " + settings.timeout(), late);
    } catch (InterruptedException stopped) {
      task.cancel(false);
      Thread.currentThread().interrupt();
      throw new StoreException(settings.shown() + ": interrupted while it was asked", stopped);
    } catch (ExecutionException failed) {
      throw unwrapped(failed);
    }
  }

  private void acquire(long deadline) throws InterruptedException {
    if (free.getQueueLength() >= WAITING) {
      throw new StoreException(
          settings.shown()
              + ": "
              + WAITING
              + " calls wait for it already: it hangs, or is too slow");
    }
    if (!free.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new StoreException(
          settings.shown()
              + ": none of the calls before has ended within "
              + settings.timeout()
              + ": it hangs, or is too slow");
    }
  }

  /**
   * Whether the caller of the engine has given up what this thread runs; false on threads that are
   * not of a store like this.
   */
  public static boolean givenUp() {
    Future<?> task = RUNNING.get();
    return task != null && task.isCancelled();
  }

  private void start(FutureTask<?> task) {
    try {
      pool.execute(
          () -> {
            RUNNING.set(task);
            try {
              task.run();
            } finally {
              RUNNING.remove();
              free.release();
            }
          });
    } catch (RejectedExecutionException closed) {
      free.release();
      throw new StoreException(settings.shown() + " is closed", closed);
    }
  }

  private StoreException unwrapped(ExecutionException failed) {
    Throwable cause = Objects.requireNonNull(failed.getCause());
    if (cause instanceof StoreException known) {
      return known;
    }
    return new StoreException(settings.shown() + " failed: " + cause.getClass().getName(), failed);
  }

  /** Waits for calls under way, at most the timeout, and closes the engine. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(settings.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException stopped) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    } finally {
      engine.close();
    }
  }
}
