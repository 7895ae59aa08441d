package org.jwtfilter.servlet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The cookies of one browser that visits several hosts of one site, by RFC 6265bis, 5.7: what a
 * page of a neighbouring host plants, and where. The public suffix is {@code example}. Times are
 * not looked at, but for deletions.
 */
final class SitesJar {
  private final List<Cookie> cookies = new ArrayList<>();

  private record Cookie(
      String name,
      String value,
      String domain,
      boolean hostOnly,
      String path,
      boolean partitioned) {
    boolean isSame(Cookie other) {
      return name.equals(other.name)
          && domain.equals(other.domain)
          && hostOnly == other.hostOnly
          && path.equals(other.path)
          && partitioned == other.partitioned;
    }

    boolean isFor(String host, String requestPath) {
      boolean inDomain = host.equals(domain) || (!hostOnly && host.endsWith("." + domain));
      return inDomain
          && (requestPath.equals(path)
              || (requestPath.startsWith(path)
                  && (path.endsWith("/") || requestPath.charAt(path.length()) == '/')));
    }
  }

  /** Takes a line that came over TLS from a host; false where a browser would not take it. */
  boolean takes(String line, String host) {
    String[] parts = line.split(";", -1);
    int equals = parts[0].indexOf('=');
    String name = equals < 0 ? "" : parts[0].substring(0, equals).strip();
    String value = parts[0].substring(equals + 1).strip();
    Optional<String> domain = attribute(parts, "domain").filter(one -> !one.isEmpty());
    String path = attribute(parts, "path").filter(one -> one.startsWith("/")).orElse("/");
    boolean secure = attribute(parts, "secure").isPresent();
    boolean partitioned = attribute(parts, "partitioned").isPresent();
    if (!mayBeFor(domain, host)
        || (partitioned && !secure)
        || !keepsItsPrefix(name.isEmpty() ? value : name, secure, domain, path, name.isEmpty())) {
      return false;
    }
    Cookie cookie =
        new Cookie(name, value, domain.orElse(host), domain.isEmpty(), path, partitioned);
    store(cookie, attribute(parts, "max-age").filter("0"::equals).isPresent());
    return true;
  }

  private static boolean mayBeFor(Optional<String> domain, String host) {
    return domain
        .map(one -> one.contains(".") && (host.equals(one) || host.endsWith("." + one)))
        .orElse(true);
  }

  private static boolean keepsItsPrefix(
      String text, boolean secure, Optional<String> domain, String path, boolean nameless) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean host = lower.startsWith("__host-");
    boolean prefixed = host || lower.startsWith("__secure-");
    return !prefixed || (!nameless && secure && (!host || (domain.isEmpty() && path.equals("/"))));
  }

  private void store(Cookie cookie, boolean deleted) {
    for (int i = 0; i < cookies.size(); i++) {
      if (cookies.get(i).isSame(cookie)) {
        cookies.set(i, cookie); // keeps its place
        cookies.removeIf(one -> deleted && one.equals(cookie));
        return;
      }
    }
    if (!deleted) {
      cookies.add(cookie);
    }
  }

  private static Optional<String> attribute(String[] parts, String name) {
    return Arrays.stream(parts)
        .skip(1)
        .map(String::strip)
        .filter(
            one ->
                one.equalsIgnoreCase(name) || one.toLowerCase(Locale.ROOT).startsWith(name + "="))
        .map(one -> one.substring(Math.min(one.length(), name.length() + 1)))
        .reduce((first, last) -> last);
  }

  /** What the browser sends with a request, longer paths first; empty for nothing. */
  String header(String host, String requestPath) {
    return String.join(
        "; ",
        cookies.stream()
            .filter(one -> one.isFor(host, requestPath))
            .sorted(Comparator.comparing((Cookie one) -> -one.path().length()))
            .map(one -> one.name().isEmpty() ? one.value() : one.name() + "=" + one.value())
            .toList());
  }

  /** How many cookies of a name are kept, whoever set them. */
  long count(String name) {
    return cookies.stream().filter(one -> one.name().equals(name)).count();
  }
}
