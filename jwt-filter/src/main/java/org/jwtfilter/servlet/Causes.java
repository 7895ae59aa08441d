package org.jwtfilter.servlet;

import java.util.Objects;
import java.util.stream.Stream;

/** Why something was thrown: frameworks wrap what they let through. */
final class Causes {
  /** A chain of causes may be a ring. */
  private static final int MOST = 16;

  private Causes() {}

  /** What was thrown, and what that was because of, one after the other. */
  static Stream<Throwable> of(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(MOST);
  }
}
