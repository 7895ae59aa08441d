package org.jwtfilter;

import java.util.Set;

/**
 * Somebody whose password was right.
 *
 * @param name not blank; becomes the {@code sub} of their tokens
 * @param roles become the {@code groups}
 */
public record Account(String name, Set<String> roles) {
  public Account {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name is blank: an account needs a name");
    }
    roles = Set.copyOf(roles);
  }
}
