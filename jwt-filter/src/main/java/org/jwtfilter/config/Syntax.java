package org.jwtfilter.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * How the values of an option are written: one parser from text, one printer back.
 *
 * @param form the form in words, for the documentation
 */
record Syntax<T>(String form, Parser<T> parser, Function<T, String> printer) {
  /** Reads text; what it cannot read it says to the text and gives empty. */
  interface Parser<T> {
    Optional<T> parse(Written text);
  }
}
