package org.jwtfilter.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Did you mean: the known name that is nearest to a mistyped one, if any is near. */
final class Suggestion {
  private static final int LONGEST = 64;

  private Suggestion() {}

  static Optional<String> of(String given, Collection<String> known) {
    return nearest(inOurStyle(given), known);
  }

  /** The same for names that have another style than ours. */
  static Optional<String> ofTheirs(String given, Collection<String> known) {
    return nearest(given, known);
  }

  private static Optional<String> nearest(String name, Collection<String> known) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(one -> distance(name, one) <= Math.max(1, one.length() / 3))
        .min(Comparator.comparingInt(one -> distance(name, one)));
  }

  /** {@code jwt.cookieName} and {@code COOKIE_NAME} are both meant to be {@code cookie-name}. */
  private static String inOurStyle(String given) {
    return given
        .replaceFirst("^jwt\\.", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])|[_.\\s]+", "-")
        .toLowerCase(Locale.ROOT);
  }

  /** Edits between two words: insert, delete, replace, or swap neighbours. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(int[][] d, String a, String b, int i, int j) {
    int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int edit = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(edit, d[i - 2][j - 2] + 1) : edit;
  }
}
