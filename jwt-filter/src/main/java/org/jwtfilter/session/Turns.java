package org.jwtfilter.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.store.StoreException;

/**
 * Lets requests of one node that change the same session do so one after the other, so that only
 * nodes contend, and hands on what the one before has written. A lock for each of a fixed number of
 * hashes: sessions that share one wait for each other, others do not. Thread-safe.
 */
final class Turns {
  private static final int STRIPES = 256;
  private static final int LONGEST_SECONDS = 10;

  private final Stripe[] stripes = new Stripe[STRIPES];

  Turns() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  private static final class Stripe extends ReentrantLock {
    private static final long serialVersionUID = 1;

    private transient @Nullable Held last;
  }

  /** One request's turn; ends with {@code close}. Confined to its thread. */
  static final class Turn implements AutoCloseable {
    private final Stripe stripe;

    private Turn(Stripe stripe) {
      this.stripe = stripe;
    }

    /** What this node has written there just now, or what the caller knows. */
    Held latest(Held known) {
      Held last = stripe.last;
      return last != null && last.key().equals(known.key()) ? last : known;
    }

    void wrote(Held held) {
      stripe.last = held;
    }

    /** Keeps what was written only for those who wait for it. */
    @Override
    public void close() {
      if (!stripe.hasQueuedThreads()) {
        stripe.last = null;
      }
      stripe.unlock();
    }
  }

  /**
   * Waits for the turn.
   *
   * @throws StoreException if it takes too long, since those before wait for the store
   */
  Turn take(RecordKey key) {
    int hash = key.hashCode();
    Stripe stripe = stripes[(hash ^ hash >>> 16) & (STRIPES - 1)];
    try {
      if (stripe.tryLock(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        return new Turn(stripe);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while other requests wrote the same session", e);
    }
    throw new StoreException("other requests take too long to write the same session");
  }
}
