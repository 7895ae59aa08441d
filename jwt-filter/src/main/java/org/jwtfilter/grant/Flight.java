package org.jwtfilter.grant;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.store.StoreException;

/**
 * A task that one thread at a time runs; who comes meanwhile waits for it and shares the outcome.
 */
final class Flight {
  private final Runnable task;
  private final AtomicReference<@Nullable CompletableFuture<Boolean>> underWay =
      new AtomicReference<>();

  Flight(Runnable task) {
    this.task = task;
  }

  /**
   * Runs the task, or waits for the thread that does. Throws what it throws.
   *
   * @return whether this thread ran it, so that it began after this method was called
   */
  boolean join() {
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    CompletableFuture<Boolean> other = underWay.compareAndExchange(null, mine);
    return other == null ? run(mine) : await(other);
  }

  /** Lets the next one in before it tells the outcome: nobody joins a flight that is over. */
  private boolean run(CompletableFuture<Boolean> mine) {
    try {
      task.run();
      underWay.set(null);
      return mine.complete(true);
    } catch (RuntimeException | Error e) {
      underWay.set(null);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private static boolean await(CompletableFuture<Boolean> other) {
    try {
      other.join();
      return false;
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException cause) {
        throw new StoreException(String.valueOf(cause.getMessage()), cause);
      }
      throw e;
    }
  }
}
