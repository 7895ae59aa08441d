package org.jwtfilter.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Our cookies in the {@code Cookie} header, found as browsers have written it (RFC 6265, 5.4):
 * pairs with semicolons between them, and nothing else has a meaning. Servers also look for quoted
 * texts and {@code $Version}, so that a cookie which somebody else has planted, such as {@code
 * x="}, can hide the ones behind it.
 */
public final class CookieHeader {
  private CookieHeader() {}

  /**
   * All values under a name, in their order, without quotation marks around them.
   *
   * @param lines the headers of a request
   */
  public static List<String> values(List<String> lines, String name) {
    List<String> values = new ArrayList<>(1);
    for (String line : lines) {
      int start = 0;
      while (start < line.length()) {
        int semicolon = line.indexOf(';', start);
        int end = semicolon < 0 ? line.length() : semicolon;
        addIfNamed(values, name, line, start, end);
        start = end + 1;
      }
    }
    return values;
  }

  private static void addIfNamed(
      List<String> values, String name, String line, int start, int end) {
    int from = start;
    while (from < end && line.charAt(from) == ' ') {
      from++;
    }
    int equals = from + name.length();
    if (equals < end && line.charAt(equals) == '=' && line.startsWith(name, from)) {
      values.add(unquoted(line.substring(equals + 1, end).strip()));
    }
  }

  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }
}
