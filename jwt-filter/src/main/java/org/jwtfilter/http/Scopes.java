package org.jwtfilter.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The parameter and claim {@code scope}: names with one space between them (RFC 6749, 3.3). */
final class Scopes {
  private Scopes() {}

  /** The names of a scope, in their order; empty where it is not written as it must be. */
  static Optional<Set<String>> of(String scope) {
    List<String> names = List.of(scope.split(" ", -1));
    return names.stream().allMatch(Scopes::sound)
        ? Optional.of(new LinkedHashSet<>(names))
        : Optional.empty();
  }

  /** Whether a name can be part of a scope. */
  static boolean sound(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(one -> one > ' ' && one < 0x7f && one != '"' && one != '\\');
  }
}
