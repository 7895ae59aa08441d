package org.jwtfilter;

import java.util.Set;

/**
 * Somebody whose password was right.
 *
 * @param name as {@link #isName} has it; becomes the {@code sub} of their tokens
 * @param roles become the {@code groups}
 */
public record Account(String name, Set<String> roles) {
  public Account {
    if (!isName(name)) {
      throw new IllegalArgumentException("name is blank or has control characters");
    }
    roles = Set.copyOf(roles);
  }

  /** Whether a name can be that of an account: not blank, and nothing in it that misleads. */
  public static boolean isName(String name) {
    return Names.sound(name);
  }
}
