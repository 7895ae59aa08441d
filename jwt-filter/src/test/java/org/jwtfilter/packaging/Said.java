package org.jwtfilter.packaging;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a failure tells the one who reads it in a log. */
final class Said {
  private Said() {}

  static String by(Throwable failure) {
    return Stream.iterate(failure, one -> one != null, Throwable::getCause)
        .map(Throwable::toString)
        .collect(Collectors.joining("\n"));
  }
}
