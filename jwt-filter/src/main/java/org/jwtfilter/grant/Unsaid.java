package org.jwtfilter.grant;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Consumer;

/**
 * Revocations that hold on this node, but that the store did not take: told to the others once it
 * answers again, whether or not the one who was told of the failure tries again. Thread-safe.
 */
final class Unsaid {
  private static final Logger LOG = System.getLogger(Unsaid.class.getName());
  private static final int MOST = 10_000;

  private final LinkedBlockingDeque<List<Change>> waiting = new LinkedBlockingDeque<>(MOST);

  void add(List<Change> changes) {
    if (!waiting.offerLast(changes)) {
      LOG.log(
          Level.WARNING,
          "the store has been away for so long that a revocation holds on this node only");
    }
  }

  /** Tells what is waiting, until that fails. */
  void tell(Consumer<List<Change>> teller) {
    for (List<Change> next = waiting.peekFirst(); next != null; next = waiting.peekFirst()) {
      teller.accept(next);
      waiting.removeFirstOccurrence(next);
    }
  }
}
