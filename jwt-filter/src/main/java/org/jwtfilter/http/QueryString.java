package org.jwtfilter.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading and trimming a query string without disturbing what does not concern us. */
public final class QueryString {
  private QueryString() {}

  /** All decoded values of a parameter, in order; the name is compared exactly. */
  public static List<String> values(@Nullable String query, String parameter) {
    if (query == null || !mayContain(query, parameter)) {
      return List.of();
    }
    List<String> values = new ArrayList<>(1);
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (decoded(equals < 0 ? pair : pair.substring(0, equals)).equals(parameter)) {
        values.add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  /** The query string without a parameter; null where nothing is left. */
  public static @Nullable String without(@Nullable String query, String parameter) {
    if (query == null || !mayContain(query, parameter)) {
      return query;
    }
    List<String> kept = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!decoded(equals < 0 ? pair : pair.substring(0, equals)).equals(parameter)) {
        kept.add(pair);
      }
    }
    return kept.isEmpty() ? null : String.join("&", kept);
  }

  /** A cheap no: only an encoded name can hide a parameter from a plain search. */
  private static boolean mayContain(String query, String parameter) {
    return query.contains(parameter) || query.indexOf('%') >= 0 || query.indexOf('+') >= 0;
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // the container decides what a broken escape means to the application
    }
  }
}
