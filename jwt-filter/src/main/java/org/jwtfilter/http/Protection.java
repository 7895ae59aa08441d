package org.jwtfilter.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which paths need a caller, and with which roles. Decided on the path that the container decoded,
 * never on the request URI; a path that still could be read in two ways is refused where anything
 * is protected at all. Immutable.
 */
public final class Protection {
  /** Any logged-in caller, in place of a role's name. */
  public static final String ANY_CALLER = "*";

  /** What a second decoding, by whoever comes after us, would turn into something else. */
  private static final List<String> RESIDUES =
      List.of("//", "/./", "/../", "%2f", "%5c", "%2e", "%00", "%3b");

  private final Set<String> open;
  private final List<Rule> rules;

  private record Rule(PathPattern pattern, Set<String> roles) {}

  private Protection(Set<String> open, List<Rule> rules) {
    this.open = open;
    this.rules = rules;
  }

  /**
   * The protection of an application.
   *
   * @param protect patterns that need any caller
   * @param roles patterns that need one of some roles
   * @param open pages that are never protected: of the login, and endpoints; not patterns, and with
   *     their queries if they have any
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
    return new Protection(
        open.stream().map(Protection::withoutQuery).collect(Collectors.toUnmodifiableSet()),
        List.copyOf(rules));
  }

  private static String withoutQuery(String page) {
    int query = page.indexOf('?');
    return query < 0 ? page : page.substring(0, query);
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
        && (path.endsWith("/.")
            || path.endsWith("/..")
            || path.chars().anyMatch(Protection::strange)
            || residue(path));
  }

  private static boolean strange(int character) {
    return character < ' ' || character == 0x7f || character == ';' || character == '\\';
  }

  private static boolean residue(String path) {
    if (path.indexOf('%') < 0 && !path.contains("//") && !path.contains("/.")) {
      return false;
    }
    String lower = path.toLowerCase(Locale.ROOT);
    return RESIDUES.stream().anyMatch(lower::contains);
  }

  /** Whether any of the caller's roles is among those needed. */
  public static boolean permits(Set<String> needed, Set<String> held) {
    return needed.contains(ANY_CALLER) || held.stream().anyMatch(needed::contains);
  }
}
