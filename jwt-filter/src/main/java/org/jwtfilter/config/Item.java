package org.jwtfilter.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one item of a value; what is wrong with it, it says to the value, and gives empty. */
@FunctionalInterface
interface Item<T> {
  /** No name, path or pattern is longer; keeps the matching of hostile texts cheap. */
  int LONGEST = 1024;

  Optional<T> read(String item, Written value);

  /** Text that matches; anything else is refused with these words after its quotation. */
  static Item<String> matching(Pattern pattern, String refusal) {
    return (item, value) ->
        item.length() <= LONGEST && pattern.matcher(item).matches()
            ? Optional.of(item)
            : value.refuse(item, refusal);
  }
}
