package org.jwtfilter.config;

import java.util.Optional;

/**
 * How often somebody may try.
 *
 * @param most times; zero where nobody counts
 */
public record AttemptLimit(int most) {
  private static final int LARGEST = 1000;

  /** Whether nobody counts. */
  public boolean off() {
    return most == 0;
  }

  static Item<AttemptLimit> item() {
    return (item, value) -> {
      if (item.equals("off")) {
        return Optional.of(new AttemptLimit(0));
      }
      return item.matches("[1-9]\\d{0,3}") && Integer.parseInt(item) <= LARGEST
          ? Optional.of(new AttemptLimit(Integer.parseInt(item)))
          : value.refuse(item, "is neither a number from 1 to " + LARGEST + " nor off");
    };
  }

  @Override
  public String toString() {
    return off() ? "off" : Integer.toString(most);
  }
}
