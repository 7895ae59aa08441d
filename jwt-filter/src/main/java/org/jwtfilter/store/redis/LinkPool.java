package org.jwtfilter.store.redis;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The connections to one server. Thread-safe, without a lock and without a thread of its own.
 *
 * <p>A connection that was at rest for more than a second is asked whether it lives before it is
 * used, and where one has died, those at rest are closed with it: so a server that was restarted
 * costs at most the calls that were under way, and firewalls that forget connections cost nothing.
 */
final class LinkPool {
  private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Function<Deadline, Link> dial;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Link> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  LinkPool(Function<Deadline, Link> dial, int size) {
    this.dial = dial;
    this.permits = new Semaphore(size);
  }

  /** What is done with a connection. */
  interface Job<T extends @Nullable Object> {
    T on(Link link);
  }

  /** Does it once. */
  <T extends @Nullable Object> T once(Deadline deadline, Job<T> job) {
    return use(deadline, job, false);
  }

  /** Does it a second time if the connection was one that may have died at rest. */
  <T extends @Nullable Object> T repeatable(Deadline deadline, Job<T> job) {
    return use(deadline, job, true);
  }

  private <T extends @Nullable Object> T use(Deadline deadline, Job<T> job, boolean repeatable) {
    acquire(deadline);
    try {
      Link link = take(deadline);
      try {
        return use(link, job);
      } catch (JedisConnectionException died) {
        if (!repeatable || !link.used() || deadline.over()) {
          throw died;
        }
        return use(dial.apply(deadline), job);
      }
    } finally {
      permits.release();
    }
  }

  private void acquire(Deadline deadline) {
    try {
      if (permits.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JedisConnectionException("interrupted");
    }
    throw new JedisConnectionException("all connections are in use (parameter pool)");
  }

  private <T extends @Nullable Object> T use(Link link, Job<T> job) {
    boolean fine = false;
    try {
      T answer = job.on(link);
      fine = true;
      return answer;
    } catch (JedisDataException refused) {
      // A demoted master: whoever is master now must be looked for by a new connection.
      fine = !String.valueOf(refused.getMessage()).startsWith("READONLY");
      throw refused;
    } finally {
      giveBack(link, fine);
    }
  }

  private Link take(Deadline deadline) {
    Link link = rested(deadline);
    Link ready = link == null ? dial.apply(deadline) : link;
    ready.until(deadline);
    return ready;
  }

  private @Nullable Link rested(Deadline deadline) {
    Link link = idle.pollFirst();
    if (link == null || link.nanosAtRest() < TRUSTED_NANOS || lives(link, deadline)) {
      return link;
    }
    link.abort();
    forget();
    return null;
  }

  /** Half of the time is kept for a new connection. */
  private static boolean lives(Link link, Deadline deadline) {
    try {
      link.until(deadline.share(2));
      return link.ping();
    } catch (JedisDataException mayNotAsk) {
      return true;
    } catch (RuntimeException dead) {
      return false;
    }
  }

  private void giveBack(Link link, boolean fine) {
    if (!fine) {
      link.abort();
      forget();
      return;
    }
    link.rest();
    idle.addFirst(link);
    if (closed) {
      forget();
    }
  }

  /** Closes all connections at rest. */
  private void forget() {
    for (Link link = idle.pollFirst(); link != null; link = idle.pollFirst()) {
      link.abort();
    }
  }

  void close() {
    closed = true;
    forget();
  }
}
