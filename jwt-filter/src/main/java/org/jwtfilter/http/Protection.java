package org.jwtfilter.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which paths need a caller, and with which roles. Decided on the path that the container decoded,
 * never on the request URI; a path that still could be read in two ways is refused where anything
 * is protected at all. Immutable.
 */
public final class Protection {
  /** Any logged-in caller, in place of a role's name. */
  public static final String ANY_CALLER = "*";

  private final Paths open;
  private final List<Rule> rules;

  private record Rule(PathPattern pattern, Set<String> roles) {}

  private Protection(Paths open, List<Rule> rules) {
    this.open = open;
    this.rules = rules;
  }

  /**
   * The protection of an application.
   *
   * @param protect patterns that need any caller
   * @param roles patterns that need one of some roles
   * @param open paths that are never protected: login page and endpoints
   */
  public static Protection of(
      List<String> protect, Map<String, Set<String>> roles, List<String> open) {
    List<Rule> rules = new ArrayList<>();
    protect.forEach(
        one -> {
          if (!roles.containsKey(one)) {
            rules.add(new Rule(PathPattern.of(one), Set.of(ANY_CALLER)));
          }
        });
    roles.forEach((one, names) -> rules.add(new Rule(PathPattern.of(one), Set.copyOf(names))));
    rules.sort(Comparator.comparing(Rule::pattern).reversed());
    return new Protection(Paths.of(open), List.copyOf(rules));
  }

  /** The roles of which a caller needs one; empty where the path is open to everybody. */
  public Optional<Set<String>> rolesFor(String path) {
    if (rules.isEmpty() || open.contains(path)) {
      return Optional.empty();
    }
    for (Rule rule : rules) {
      if (rule.pattern.matches(path)) {
        return Optional.of(rule.roles);
      }
    }
    return Optional.empty();
  }

  /** Whether servers might read the path in different ways, so that no rule can be trusted. */
  public boolean ambiguous(String path) {
    return !rules.isEmpty()
        && (path.contains("//")
            || path.contains("/./")
            || path.contains("/../")
            || path.endsWith("/.")
            || path.endsWith("/..")
            || path.chars().anyMatch(one -> one < ' ' || one == 0x7f || one == ';' || one == '\\'));
  }

  /** Whether any of the caller's roles is among those needed. */
  public static boolean permits(Set<String> needed, Set<String> held) {
    return needed.contains(ANY_CALLER) || held.stream().anyMatch(needed::contains);
  }
}
