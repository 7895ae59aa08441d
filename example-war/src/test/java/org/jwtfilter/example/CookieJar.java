package org.jwtfilter.example;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The cookies of one visitor to one host, exactly as the {@code Set-Cookie} lines said. A line that
 * sets what the same answer has already set is an error. Thread-safe.
 */
final class CookieJar {

  private final Map<String, String> cookies = new LinkedHashMap<>();

  synchronized void take(List<String> setCookies) {
    Map<String, String> seen = new LinkedHashMap<>();
    for (String line : setCookies) {
      String name = line.substring(0, line.indexOf('='));
      if (seen.put(name, line) != null) {
        throw new AssertionError("Set twice in one answer: " + name);
      }
      take(name, line);
    }
  }

  private void take(String name, String line) {
    String[] parts = line.split(";");
    String attributes = line.substring(parts[0].length()).toLowerCase(Locale.ROOT);
    if (!attributes.contains("path=/;") && !attributes.endsWith("path=/")) {
      throw new AssertionError("Not for the whole shop: " + name + attributes);
    }
    if (attributes.contains("max-age=0") || attributes.contains("01 jan 1970")) {
      cookies.remove(name);
    } else {
      cookies.put(name, parts[0].substring(name.length() + 1));
    }
  }

  synchronized String header() {
    return cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  /** Forgets what is in it, and takes a copy of another's instead. */
  synchronized void set(Map<String, String> all) {
    cookies.clear();
    cookies.putAll(all);
  }

  synchronized Map<String, String> cookies() {
    return Map.copyOf(cookies);
  }
}
