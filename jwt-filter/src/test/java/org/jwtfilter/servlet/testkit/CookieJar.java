package org.jwtfilter.servlet.testkit;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The cookies of one browser, by the rules of RFC 6265bis, strict where browsers are: a cookie
 * whose line breaks a rule is not stored, and listed in {@link #refused()}. All nodes are the same
 * host, 127.0.0.1 on any port, and it counts as secure as browsers count loopback. Thread-safe.
 */
public final class CookieJar {
  private final List<Cookie> cookies = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final Clock clock;

  /** A jar whose cookies age by this clock. */
  public CookieJar(Clock clock) {
    this.clock = clock;
  }

  /** A cookie that is kept, with the whole line that set it. */
  public record Cookie(
      String name, String value, String path, Optional<Instant> expires, String line) {
    private boolean isSame(Cookie other) {
      return name.equals(other.name) && path.equals(other.path);
    }

    private boolean isFor(String requestPath) {
      return requestPath.equals(path)
          || (requestPath.startsWith(path)
              && (path.endsWith("/") || requestPath.charAt(path.length()) == '/'));
    }
  }

  /** The value of the Cookie header for a path, without a query; empty if there is none. */
  public synchronized String header(String requestPath) {
    dropExpired();
    List<String> pairs =
        cookies.stream()
            .filter(each -> each.isFor(requestPath))
            .sorted(Comparator.comparing((Cookie each) -> -each.path().length()))
            .map(each -> each.name() + "=" + each.value())
            .toList();
    return String.join("; ", pairs);
  }

  /** The cookies that are kept now. */
  public synchronized List<Cookie> cookies() {
    dropExpired();
    return List.copyOf(cookies);
  }

  /** The names of the cookies that are kept now. */
  public synchronized List<String> names() {
    return cookies().stream().map(Cookie::name).toList();
  }

  /** The value of the cookie. */
  public synchronized Optional<String> value(String name) {
    return cookies().stream()
        .filter(each -> each.name().equals(name))
        .map(Cookie::value)
        .findFirst();
  }

  /** Every Set-Cookie line that ever came. */
  public synchronized List<String> seen() {
    return List.copyOf(seen);
  }

  /** The lines that browsers would not take. */
  public synchronized List<String> refused() {
    return List.copyOf(refused);
  }

  /** Puts a cookie in by hand, as an attacker or an older version would have; path {@code /}. */
  public synchronized void put(String name, String value) {
    store(new Cookie(name, value, "/", Optional.empty(), name + "=" + value + "; Path=/"));
  }

  /** Forgets a cookie, whatever its path. */
  public synchronized void remove(String name) {
    cookies.removeIf(each -> each.name().equals(name));
  }

  /** Forgets all cookies, as somebody who closes the private window. */
  public synchronized void clear() {
    cookies.clear();
  }

  /** A jar with the same cookies that goes its own way from now on: a stolen or an older state. */
  public synchronized CookieJar copy() {
    CookieJar copy = new CookieJar(clock);
    copy.cookies.addAll(cookies());
    return copy;
  }

  /** Takes a Set-Cookie line that came in answer to a request for a path. */
  public synchronized void accept(String line, String requestPath) {
    seen.add(line);
    Attributes attributes = Attributes.of(line);
    if (breaksARule(attributes)) {
      refused.add(line);
      return;
    }
    String path = attributes.get("path").filter(p -> p.startsWith("/")).orElse(folder(requestPath));
    store(new Cookie(attributes.name(), attributes.value(), path, expires(attributes), line));
  }

  private void store(Cookie cookie) {
    for (int i = 0; i < cookies.size(); i++) {
      if (cookies.get(i).isSame(cookie)) {
        cookies.set(i, cookie); // keeps its place, as browsers keep the creation time
        return;
      }
    }
    cookies.add(cookie);
  }

  private void dropExpired() {
    Instant now = clock.instant();
    cookies.removeIf(each -> each.expires().filter(at -> !at.isAfter(now)).isPresent());
  }

  private static boolean breaksARule(Attributes cookie) {
    boolean secure = cookie.has("secure");
    return cookie.name().isEmpty()
        || cookie.name().length() + cookie.value().length() > 4096
        || cookie.get("domain").filter(domain -> !domain.equals("127.0.0.1")).isPresent()
        || (cookie.isPrefixed("__secure-") && !secure)
        || (cookie.isPrefixed("__host-")
            && !(secure
                && cookie.get("path").equals(Optional.of("/"))
                && cookie.get("domain").isEmpty()))
        || (cookie.get("samesite").filter("none"::equalsIgnoreCase).isPresent() && !secure)
        || (cookie.has("partitioned") && !secure);
  }

  private Optional<Instant> expires(Attributes cookie) {
    Optional<Instant> byAge =
        cookie
            .get("max-age")
            .filter(age -> age.matches("-?\\d{1,18}"))
            .map(Long::parseLong)
            .map(age -> age <= 0 ? Instant.MIN : clock.instant().plusSeconds(age));
    return byAge.or(() -> cookie.get("expires").flatMap(CookieJar::date));
  }

  private static Optional<Instant> date(String text) {
    try {
      String unified = text.replaceFirst("^(\\w+, \\d+)-(\\w+)-(\\d+)", "$1 $2 $3");
      DateTimeFormatter format =
          DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
              .withZone(ZoneOffset.UTC);
      return Optional.of(ZonedDateTime.parse(unified, format).toInstant());
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static String folder(String requestPath) {
    int slash = requestPath.lastIndexOf('/');
    return slash <= 0 ? "/" : requestPath.substring(0, slash);
  }

  /**
   * A Set-Cookie line taken apart; names of attributes in lower case, the last of several counts.
   */
  private record Attributes(String name, String value, List<Header> rest) {
    static Attributes of(String line) {
      String[] parts = line.split(";", -1);
      Header pair = pair(parts[0]);
      List<Header> rest = new ArrayList<>();
      for (int i = parts.length - 1; i > 0; i--) {
        rest.add(pair(parts[i]));
      }
      return new Attributes(pair.name(), pair.value(), rest);
    }

    private static Header pair(String text) {
      int equals = text.indexOf('=');
      return equals < 0
          ? new Header(text.trim(), "")
          : new Header(text.substring(0, equals).trim(), text.substring(equals + 1).trim());
    }

    Optional<String> get(String attribute) {
      return rest.stream()
          .filter(each -> each.name().equalsIgnoreCase(attribute))
          .map(Header::value)
          .findFirst();
    }

    boolean has(String attribute) {
      return get(attribute).isPresent();
    }

    boolean isPrefixed(String prefix) {
      return name.toLowerCase(Locale.ROOT).startsWith(prefix);
    }
  }
}
