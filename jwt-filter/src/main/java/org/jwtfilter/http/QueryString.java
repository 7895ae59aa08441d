package org.jwtfilter.http;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * Parameters with those of a form behind them, in their order (Servlet 6.0, 3.1).
   *
   * @param inQuery decoded
   * @param body of the form, each character one byte of it
   */
  public static Map<String, String[]> joined(
      Map<String, String[]> inQuery, String body, Charset charset) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    inQuery.forEach((name, values) -> all.put(name, new ArrayList<>(List.of(values))));
    String text = new String(body.getBytes(StandardCharsets.ISO_8859_1), charset);
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals), charset);
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), charset);
        all.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
      }
    }
    Map<String, String[]> joined = new LinkedHashMap<>();
    all.forEach((name, values) -> joined.put(name, values.toArray(String[]::new)));
    return joined;
  }

  /** A cheap no: only an encoded name can hide a parameter from a plain search. */
  private static boolean mayContain(String query, String parameter) {
    return query.contains(parameter) || query.indexOf('%') >= 0 || query.indexOf('+') >= 0;
  }

  private static String decoded(String text) {
    return decoded(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String text, Charset charset) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, charset);
    } catch (IllegalArgumentException e) {
      return text; // the container decides what a broken escape means to the application
    }
  }
}
