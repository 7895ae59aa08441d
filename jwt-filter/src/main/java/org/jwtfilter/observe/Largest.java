package org.jwtfilter.observe;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jwtfilter.session.Examined;

/** The sizes of whole sessions. Thread-safe. */
final class Largest {
  private final AtomicReference<Whole> largest =
      new AtomicReference<>(new Whole(Examined.Sizes.NONE, 0));
  private final LongAdder examined = new LongAdder();
  private final LongAdder fitting = new LongAdder();

  /** A session's size, and that of its cookies. */
  record Whole(Examined.Sizes sizes, int cookieBytes) {}

  void add(Examined.Sizes sizes, int lettersOfNames) {
    int bytes = Budget.cookieBytes(sizes.stored() + lettersOfNames);
    examined.increment();
    if (bytes <= Budget.USUAL) {
      fitting.increment();
    }
    largest.accumulateAndGet(
        new Whole(sizes, bytes), (one, other) -> one.cookieBytes > other.cookieBytes ? one : other);
  }

  Whole whole() {
    return Objects.requireNonNull(largest.get());
  }

  long examined() {
    return examined.sum();
  }

  long fitting() {
    return fitting.sum();
  }
}
