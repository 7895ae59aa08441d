package org.jwtfilter.servlet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;
import org.jwtfilter.http.PathPattern;

/**
 * What the application declares about who may request what: {@code <security-constraint>} and
 * {@code @ServletSecurity}, which containers enforce, and {@code @RolesAllowed}, {@code @PermitAll}
 * and {@code @DenyAll} on servlets, which they do not. Combined as the Servlet specification says
 * (13.8.1). Immutable and thread-safe.
 */
final class Constraints {
  /** Any caller, whatever the roles, in place of a role's name. */
  static final String ANY_CALLER = "**";

  /** Any role that the application declares, in place of a role's name. */
  static final String ANY_ROLE = "*";

  private final Table container;
  private final Table own;

  private Constraints(Table container, Table own) {
    this.container = container;
    this.own = own;
  }

  /**
   * Combines constraints.
   *
   * @param container those that the container enforces
   * @param own those that the filter enforces
   * @param roles what {@code *} stands for; where the application declares none, any caller
   * @param denyUncovered whether methods that no constraint of a constrained pattern is about are
   *     denied
   */
  static Constraints of(
      List<Constraint> container, List<Constraint> own, Set<String> roles, boolean denyUncovered) {
    return new Constraints(
        Table.of(container, roles, denyUncovered), Table.of(own, roles, denyUncovered));
  }

  /** Nothing is constrained. */
  static Constraints none() {
    return of(List.of(), List.of(), Set.of(), false);
  }

  /**
   * The roles of which the container demands one for a request; empty where it is open to
   * everybody, an empty set where nobody may make it, {@link #ANY_CALLER} among them where every
   * caller may.
   *
   * @param path below the context path, decoded
   */
  Optional<Set<String>> rolesFor(String method, String path) {
    return container.rolesFor(method, path);
  }

  /** The same for what containers do not look at, so that the filter has to. */
  Optional<Set<String>> ownRolesFor(String method, String path) {
    return own.rolesFor(method, path);
  }

  /** Whether a request is for callers alone, or for nobody, whoever sees to that. */
  boolean needsCaller(String method, String path) {
    return rolesFor(method, path).isPresent() || ownRolesFor(method, path).isPresent();
  }

  /** Whether somebody may make a request, by all that is declared; null is nobody in particular. */
  boolean permits(String method, String path, @Nullable Caller caller) {
    return permits(rolesFor(method, path), caller) && permits(ownRolesFor(method, path), caller);
  }

  private static boolean permits(Optional<Set<String>> needed, @Nullable Caller caller) {
    return needed.isEmpty() || (caller != null && permits(needed.get(), caller));
  }

  /** Whether a caller has one of the roles that {@link #rolesFor} names. */
  static boolean permits(Set<String> needed, Caller caller) {
    return needed.contains(ANY_CALLER) || caller.roles().stream().anyMatch(needed::contains);
  }

  /** All roles that are asked for. */
  Set<String> roles() {
    return Stream.of(container, own)
        .flatMap(table -> table.lines.stream())
        .flatMap(line -> line.constraints.stream())
        .flatMap(one -> one.roles().stream())
        .flatMap(Set::stream)
        .filter(role -> !role.equals(ANY_ROLE) && !role.equals(ANY_CALLER))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the container has anything to enforce. */
  boolean declared() {
    return !container.lines.isEmpty();
  }

  /** The constraints of one pattern. */
  private record Line(PathPattern pattern, List<Constraint> constraints) {}

  private record Table(List<Line> lines, Set<String> allRoles, boolean denyUncovered) {
    static Table of(List<Constraint> constraints, Set<String> roles, boolean denyUncovered) {
      Map<String, List<Constraint>> byPattern = new LinkedHashMap<>();
      for (Constraint one : constraints) {
        for (String pattern : one.patterns()) {
          byPattern.computeIfAbsent(pattern, key -> new ArrayList<>()).add(one);
        }
      }
      List<Line> lines =
          byPattern.entrySet().stream()
              .map(one -> new Line(PathPattern.of(one.getKey()), List.copyOf(one.getValue())))
              .sorted(Comparator.comparing(Line::pattern).reversed())
              .toList();
      return new Table(lines, roles.isEmpty() ? Set.of(ANY_CALLER) : roles, denyUncovered);
    }

    /** Only the best match among the patterns counts (13.8.3). */
    Optional<Set<String>> rolesFor(String method, String path) {
      for (Line line : lines) {
        if (line.pattern.matches(path)) {
          return rolesFor(method, line);
        }
      }
      return Optional.empty();
    }

    private Optional<Set<String>> rolesFor(String method, Line line) {
      List<Constraint> covering =
          line.constraints.stream().filter(one -> one.covers(method)).toList();
      if (covering.isEmpty()) {
        return denyUncovered ? Optional.of(Set.of()) : Optional.empty();
      }
      return combined(covering.stream().map(Constraint::roles).toList());
    }

    /** Nobody overrides everybody, which overrides roles; those add up (13.8.1). */
    private Optional<Set<String>> combined(List<Optional<Set<String>>> all) {
      Set<String> roles = new HashSet<>();
      boolean open = false;
      for (Optional<Set<String>> one : all) {
        if (one.isEmpty()) {
          open = true;
        } else if (one.get().isEmpty()) {
          return Optional.of(Set.of());
        } else {
          one.get().stream().flatMap(this::meant).forEach(roles::add);
        }
      }
      return open ? Optional.empty() : Optional.of(Set.copyOf(roles));
    }

    private Stream<String> meant(String role) {
      return role.equals(ANY_ROLE) ? allRoles.stream() : Stream.of(role);
    }
  }
}
