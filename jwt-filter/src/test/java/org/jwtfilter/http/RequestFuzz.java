package org.jwtfilter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.JwtRejected;

/**
 * Requests: whatever their headers, cookies, queries and forms are, they are read or refused, and
 * nobody is led to another site.
 */
public final class RequestFuzz {
  private static final String PARAMETER = "access_token";
  private static final Set<String> OURS = Set.of("https://spa.example");
  private static final CookieRules COOKIES = Fixture.cookies();
  private static final SavedTarget TARGETS = new SavedTarget(COOKIES);
  private static final LogoutMarks MARKS = new LogoutMarks(COOKIES, Duration.ofHours(1));
  private static final Csrf CSRF = new Csrf(OURS, false);
  private static final Cors CORS = new Cors(OURS, true, false);
  private static final Protection PROTECTION =
      Protection.of(List.of("/account/*", "*.jsp"), Map.of("/admin/*", Set.of("admin")), List.of());
  private static final List<TokenTransport> TRANSPORTS =
      List.of(
          new HeaderTransport(),
          new CookieTransport(COOKIES),
          ParameterTransport.query(PARAMETER),
          ParameterTransport.form(PARAMETER));

  private RequestFuzz() {}

  /**
   * Method and path in the first line, with a query perhaps; then lines of {@code name: value}.
   * {@code Cookie} and {@code Form} lines hold {@code name=value}, {@code Tls} says that it is.
   */
  public static void request(byte[] input) {
    FakeExchange exchange = exchange(new String(input, UTF_8).split("\n"));
    TRANSPORTS.forEach(one -> read(one, exchange));
    query(exchange);
    target(exchange);
    marks(exchange);
    protection(exchange.path());
    origins(exchange);
  }

  private static FakeExchange exchange(String[] lines) {
    String[] first = lines.length == 0 ? new String[] {""} : lines[0].split(" ", 2);
    String target = first.length < 2 ? "/" : first[1];
    int question = target.indexOf('?');
    FakeExchange exchange =
        FakeExchange.of(first[0], question < 0 ? target : target.substring(0, question));
    if (question >= 0) {
      exchange.query(target.substring(question + 1));
    }
    for (int i = 1; i < lines.length; i++) {
      add(exchange, lines[i]);
    }
    return exchange;
  }

  private static void add(FakeExchange exchange, String line) {
    int colon = line.indexOf(": ");
    String name = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 2);
    int equals = value.indexOf('=');
    String inner = value.substring(0, Math.max(equals, 0));
    switch (name) {
      case "Tls" -> exchange.overTls();
      case "Cookie" -> exchange.cookie(inner, value.substring(equals + 1));
      case "Form" -> exchange.form(inner, value.substring(equals + 1));
      default -> exchange.header(name, value);
    }
  }

  private static void read(TokenTransport transport, FakeExchange exchange) {
    try {
      transport.read(exchange).ifPresent(token -> transport.fits(exchange, token));
    } catch (JwtRejected e) {
      require(!e.reason().name().isEmpty(), "a refusal has a reason");
    }
  }

  /** The parameter is read as the container would, and taken away without touching others. */
  private static void query(FakeExchange exchange) {
    String query = exchange.query();
    String rest = QueryString.without(query, PARAMETER);
    require(QueryString.values(rest, PARAMETER).isEmpty(), "it is gone");
    List<String> values = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      String[] sides = pair.split("=", 2);
      if (decoded(sides[0]).equals(PARAMETER)) {
        values.add(sides.length < 2 ? "" : decoded(sides[1]));
      } else {
        others.add(pair);
      }
    }
    require(QueryString.values(query, PARAMETER).equals(values), "every value in its order");
    require(others.isEmpty() || String.join("&", others).equals(rest), "others stay as they are");
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static void target(FakeExchange exchange) {
    TARGETS.take(exchange).ifPresent(RequestFuzz::requireOnThisServer);
    String wanted = exchange.target();
    TARGETS.save(exchange, wanted);
    Optional<String> kept = TARGETS.take(exchange.next(FakeExchange.get("/")));
    if (exchange.cookies(COOKIES.name("-target", exchange.secure())).isEmpty()
        && !exchange.secure()) {
      require(kept.equals(Optional.of(wanted).filter(SavedTarget::safe)), "kept as it was, or not");
    }
    kept.ifPresent(RequestFuzz::requireOnThisServer);
  }

  /** As a browser resolves it, which takes a backslash for a slash and leaves out white space. */
  private static void requireOnThisServer(String target) {
    String seen = target.replace('\\', '/').replaceAll("[\\x00-\\x20]", "");
    int query = seen.indexOf('?');
    String path = query < 0 ? seen : seen.substring(0, query);
    URI resolved = URI.create("https://shop.example/login").resolve(path);
    require("shop.example".equals(resolved.getHost()), "on this server");
    require(seen.startsWith("/") && !seen.startsWith("//"), "a path");
    require(!decoded(path.replace("+", "%2B")).replace('\\', '/').startsWith("//"), "once more");
    require(target.equals(seen) && target.length() <= 2048, "nothing to leave out");
  }

  private static void marks(FakeExchange exchange) {
    MARKS.ended(exchange, "grant");
    MARKS.end(exchange, Set.of("grant", "session"));
    FakeExchange next = exchange.next(FakeExchange.get("/"));
    if (!exchange.secure()) {
      require(MARKS.ended(next, "grant") && MARKS.ended(next, "session"), "ended for good");
    }
    SetCookie set = exchange.cookieSet(COOKIES.name("-out", exchange.secure()));
    require(set != null && set.value().length() <= 200, "a short cookie");
  }

  private static void protection(String path) {
    boolean ambiguous = PROTECTION.ambiguous(path);
    if (path.startsWith("/account/") && !ambiguous) {
      require(PROTECTION.rolesFor(path).isPresent(), "protected");
    }
    if (path.contains("/../") || path.contains(";") || path.contains("\\")) {
      require(ambiguous, "two readings are refused");
    }
  }

  private static void origins(FakeExchange exchange) {
    try {
      CSRF.check(exchange, Fixture.jwt(), TRANSPORTS.get(1));
    } catch (JwtRejected e) {
      require(!exchange.method().equals("GET"), "what changes nothing is let through");
    }
    CORS.handled(exchange);
    String allowed = exchange.answered.get("Access-Control-Allow-Origin");
    require(allowed == null || OURS.contains(allowed), "nobody else");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
