package org.jwtfilter.session;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jwtfilter.store.StoreException;

/** How often a change is tried where others are faster, and how long it waits in between. */
final class Tries {
  private static final int MOST = 60;
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long SHORTEST_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private int failed;

  /**
   * One try has failed. The first repetition comes at once, the others after a short random time.
   *
   * @throws StoreException if that was one too often
   */
  void again() {
    failed++;
    if (failed == MOST) {
      throw new StoreException(
          "a session is being changed by so many requests at once that one of them could not write"
              + " in "
              + MOST
              + " tries");
    }
    if (failed > 1) {
      long most = Math.min(LONGEST_NANOS, SHORTEST_NANOS << Math.min(failed, 20));
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most));
    }
  }
}
