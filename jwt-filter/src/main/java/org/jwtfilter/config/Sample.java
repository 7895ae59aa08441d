package org.jwtfilter.config;

import java.util.Optional;

/**
 * How many of the requests are looked at.
 *
 * @param oneIn so many
 */
public record Sample(int oneIn) {
  private static final int LARGEST = 1_000_000;

  static Item<Sample> item() {
    return (item, value) ->
        item.matches("[1-9]\\d{0,6}") && Integer.parseInt(item) <= LARGEST
            ? Optional.of(new Sample(Integer.parseInt(item)))
            : value.refuse(item, "is not a number from 1 to " + LARGEST);
  }

  @Override
  public String toString() {
    return Integer.toString(oneIn);
  }
}
