package org.jwtfilter.servlet;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is demanded of requests to some URL patterns with some methods: one {@code
 * <web-resource-collection>} of a {@code <security-constraint>}, or its like in an annotation.
 *
 * @param patterns as they were written
 * @param methods the HTTP methods that it is about; with {@code omits}, those that it is not about
 * @param roles of which a caller needs one; an empty set: nobody may come in; absent: everybody may
 */
record Constraint(
    List<String> patterns, Set<String> methods, boolean omits, Optional<Set<String>> roles) {
  Constraint {
    patterns = List.copyOf(patterns);
    methods = Set.copyOf(methods);
    roles = roles.map(Set::copyOf);
  }

  /** About every method. */
  static Constraint of(List<String> patterns, Optional<Set<String>> roles) {
    return new Constraint(patterns, Set.of(), true, roles);
  }

  boolean covers(String method) {
    return methods.contains(method) != omits;
  }
}
