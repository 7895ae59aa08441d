package org.jwtfilter.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Deletes, in the answer to one request, the cookies that somebody else has put beside ours under
 * the same name: a page of a neighbouring domain with {@code Domain=}, our own of an earlier {@code
 * cookie-path}, {@code cookie-domain} or {@code cookie-partitioned}. A browser does not tell where
 * a cookie comes from, so every place is cleared that it could come from, but never our own: the
 * next request is fine again. Names that begin with {@code __Host-} nobody else can use. Bounded,
 * since servers and proxies refuse answers with long headers; what is deleted at one time makes
 * room for the next. Confined to its request.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis">RFC 6265bis,
 *     8.6 (weak integrity)</a>
 */
public final class PlantedCookies {
  /** Of all lines together; proxies often give 4 KB to all headers of an answer. */
  public static final int MOST_BYTES = 3 * 1024;

  private static final int MOST_PATHS = 24;
  private static final int LONGEST_PATH = 512;
  private static final int MOST_DOMAINS = 6;

  private static final Pattern HOST =
      Pattern.compile("(?=.{1,253}$)[a-z0-9_-]+(?:\\.[a-z0-9_-]+)+");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");
  private static final Pattern PATH = Pattern.compile("/[!-~&&[^;]]*");

  private final Set<String> names = new HashSet<>();
  private final List<String> lines = new ArrayList<>();
  private int bytes;

  /** Where a browser keeps a cookie of a name; a domain of none is the host alone. */
  private record Place(String path, Optional<String> domain, boolean partitioned) {
    static Place of(SetCookie own) {
      return new Place(
          own.attribute("Path").orElse("/"),
          own.attribute("Domain"),
          own.attribute("Partitioned").isPresent());
    }

    String deletion(SetCookie own) {
      boolean anywhere = own.attribute("SameSite").filter("None"::equals).isPresent();
      return own.name()
          + "=; Max-Age=0; Path="
          + path
          + domain.map("; Domain="::concat).orElse("")
          + (own.attribute("Secure").isPresent() ? "; Secure" : "")
          + (anywhere ? "; SameSite=None" : "")
          + (partitioned ? "; Partitioned" : "");
    }
  }

  /**
   * Deletes what was planted beside a cookie of ours; once for each name.
   *
   * @param own ours, as it is set or deleted
   */
  void delete(Exchange exchange, SetCookie own) {
    if (names.add(own.name())) {
      Place genuine = Place.of(own);
      places(exchange, own, genuine).stream()
          .filter(place -> !place.equals(genuine))
          .map(place -> place.deletion(own))
          .forEach(this::add);
    }
  }

  private void add(String line) {
    if (bytes + line.length() <= MOST_BYTES) {
      bytes += line.length();
      lines.add(line);
    }
  }

  /** Whether a line of the answer is one of these. */
  public boolean deletes(String line) {
    return lines.contains(line);
  }

  /** The whole lines of the answer, at most so many bytes. */
  public List<String> lines(int room) {
    List<String> fitting = new ArrayList<>(lines.size());
    int left = room;
    for (String line : lines) {
      left -= line.length();
      if (left >= 0) {
        fitting.add(line);
      }
    }
    return fitting;
  }

  /** Those that are most likely, and those that cover most pages, first. */
  private static Set<Place> places(Exchange exchange, SetCookie own, Place genuine) {
    boolean hostOnly = own.name().startsWith("__Host-");
    Set<String> paths = hostOnly ? Set.of("/") : paths(exchange, genuine);
    List<Optional<String>> domains = hostOnly ? List.of(Optional.empty()) : domains(exchange);
    Set<Place> places = new LinkedHashSet<>();
    for (boolean partitioned : partitions(own)) {
      for (String path : paths) {
        domains.forEach(domain -> places.add(new Place(path, domain, partitioned)));
      }
    }
    return places;
  }

  /** A partitioned cookie is a secure one. */
  private static List<Boolean> partitions(SetCookie own) {
    return own.attribute("Secure").isPresent() ? List.of(false, true) : List.of(false);
  }

  /** The site's and our own, and those on the way to the page that was asked for. */
  private static Set<String> paths(Exchange exchange, Place genuine) {
    Set<String> paths = new LinkedHashSet<>(List.of("/", genuine.path()));
    String target = exchange.target();
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    int slash = path.indexOf('/', 1);
    while (slash > 0 && slash < LONGEST_PATH && paths.size() < MOST_PATHS) {
      paths.add(path.substring(0, slash));
      paths.add(path.substring(0, slash + 1));
      slash = path.indexOf('/', slash + 1);
    }
    if (path.length() <= LONGEST_PATH) {
      paths.add(path);
    }
    paths.removeIf(one -> !PATH.matcher(one).matches());
    return paths;
  }

  /**
   * The parents of the host and itself, whose neighbours could plant one, but for the last label,
   * for which no browser takes cookies. More labels than that a browser may refuse too ({@code
   * co.uk}), which does no harm.
   */
  private static List<Optional<String>> domains(Exchange exchange) {
    List<Optional<String>> domains = new ArrayList<>();
    String host = host(exchange);
    while (HOST.matcher(host).matches() && !ADDRESS.matcher(host).matches()) {
      domains.add(0, Optional.of(host));
      host = host.substring(host.indexOf('.') + 1);
    }
    domains.subList(Math.min(MOST_DOMAINS, domains.size()), domains.size()).clear();
    domains.add(Optional.empty());
    return domains;
  }

  private static String host(Exchange exchange) {
    String host = exchange.host();
    return host == null ? "" : host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
  }
}
