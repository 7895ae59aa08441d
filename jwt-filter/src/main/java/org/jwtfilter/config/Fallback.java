package org.jwtfilter.config;

import java.util.Optional;

/** The value of an option that is not set; empty where there is none to be had. */
interface Fallback<T> {
  Optional<T> value(ParsedConfig others);

  static <T> Fallback<T> of(T value) {
    return others -> Optional.of(value);
  }
}
