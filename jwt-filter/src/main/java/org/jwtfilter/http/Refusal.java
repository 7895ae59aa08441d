package org.jwtfilter.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jwtfilter.Reason;

/**
 * The one place that refuses: a browser that opens a page is led to the login page or shown the
 * application's error page, every other client gets {@link Challenges} and a problem document (RFC
 * 9457). Immutable.
 */
public final class Refusal {
  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;
  private static final String RETRY_SECONDS = "5";

  private final Optional<String> loginPage;
  private final Optional<String> refresh;
  private final SavedTarget target;
  private final Challenges challenges;

  /**
   * @param refresh the refresh endpoint, where browsers have a cookie for it
   */
  Refusal(
      Optional<String> loginPage,
      Optional<String> refresh,
      SavedTarget target,
      Challenges challenges) {
    this.loginPage = loginPage;
    this.refresh = refresh;
    this.target = target;
    this.challenges = challenges;
  }

  /** Nobody presented a token where a caller is needed. */
  public void askForLogin(Exchange exchange) {
    if (!ledToLogin(exchange)) {
      challenges.add(exchange);
      refuse(exchange, UNAUTHORIZED, "A token is needed here");
    }
  }

  /**
   * What was presented is not trusted. Who presented it without a browser's doing is shown a login
   * page only where a page is what was asked for.
   */
  public void refuse(Exchange exchange, Refused refused) {
    boolean page = refused.ambient() || wantsPage(exchange);
    if (!page || refused.reason().status() != UNAUTHORIZED || !ledToLogin(exchange)) {
      refuse(exchange, refused.reason());
    }
  }

  /** The request is not one to be answered, whoever sent it. */
  public void refuse(Exchange exchange, Reason reason) {
    challenges.add(exchange, reason);
    refuse(exchange, reason.status(), reason.description());
  }

  /** A store or an issuer of keys does not answer, so nobody can say what this request may have. */
  public void unavailable(Exchange exchange) {
    exchange.setHeader("Retry-After", RETRY_SECONDS);
    refuse(
        exchange, UNAVAILABLE, "Logins and sessions cannot be looked at just now; try again later");
  }

  /**
   * An answer of ours to somebody who looks at it.
   *
   * @param detail has nothing in it that needs escaping
   */
  public static void explain(Exchange exchange, int status, String detail) {
    exchange.setHeader("Cache-Control", "no-store");
    if (takesPage(exchange)) {
      exchange.answer(status, "text/plain", detail + ".\n");
    } else {
      exchange.answer(status, "application/problem+json", problem(status, detail));
    }
  }

  /** Too many passwords were wrong (RFC 6585, 4). */
  public static void tooManyLogins(Exchange exchange, LoginThrottled throttled) {
    exchange.setHeader("Retry-After", Long.toString(throttled.retryAfter().toSeconds()));
    exchange.setHeader("Cache-Control", "no-store");
    exchange.answer(
        429, "application/problem+json", problem(429, "Too many failed logins; try again later"));
  }

  private static void refuse(Exchange exchange, int status, String detail) {
    exchange.setHeader("Cache-Control", "no-store");
    if (wantsPage(exchange)) {
      exchange.error(status);
    } else {
      exchange.answer(status, "application/problem+json", problem(status, detail));
    }
  }

  /** A problem document (RFC 9457); {@code detail} has nothing in it that needs escaping. */
  public static String problem(int status, String detail) {
    return "{\"type\":\"about:blank\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}";
  }

  /**
   * A browser that opens a page with a token that has ended may have a refresh token, which it
   * sends to the refresh endpoint alone: it is led there and from there back. It cannot go round in
   * circles, since the token that has ended is taken back here.
   */
  public boolean ledToRefresh(Exchange exchange) {
    if (refresh.isEmpty()
        || refresh.get().equals(exchange.path())
        || !exchange.method().equals("GET")
        || !takesPage(exchange)) {
      return false;
    }
    target.save(exchange, exchange.target());
    redirect(exchange, exchange.contextPath() + refresh.get());
    return true;
  }

  private boolean ledToLogin(Exchange exchange) {
    if (loginPage.isEmpty() || !takesPage(exchange)) {
      return false;
    }
    target.keep(exchange);
    redirect(exchange, exchange.contextPath() + loginPage.get());
    return true;
  }

  /**
   * The same for a form that was posted where a caller is needed: with new tokens it goes on. Where
   * it cannot be kept, nothing has happened but that the body was read.
   */
  public boolean formLedToRefresh(Exchange exchange) {
    if (refresh.isEmpty()
        || !exchange.method().equals("POST")
        || !takesPage(exchange)
        || !target.keepForm(exchange)) {
      return false;
    }
    redirect(exchange, exchange.contextPath() + refresh.get());
    return true;
  }

  /** Sends the client to a path on this server with a GET (RFC 9110, 15.4.4). */
  public static void redirect(Exchange exchange, String path) {
    exchange.setHeader("Cache-Control", "no-store");
    exchange.redirect(path);
  }

  /**
   * Whether a page may be the answer: a login page goes to whoever does not ask for something else
   * in the first place, as containers send it, and never to a script, an image, a WebSocket or who
   * presented a token.
   */
  public static boolean takesPage(Exchange exchange) {
    String mode = exchange.header("Sec-Fetch-Mode");
    List<String> accept = exchange.headers("Accept");
    return (accept.isEmpty() || names(accept, "text/html") || accept.get(0).startsWith("*/*"))
        && !names(accept, "json")
        && exchange.headers("Authorization").isEmpty()
        && !"XMLHttpRequest".equals(exchange.header("X-Requested-With"))
        && (mode == null || mode.equals("navigate") || mode.equals("nested-navigate"))
        && !Handshake.is(exchange);
  }

  /** Whether a person is looking at the answer and sees the application's error page. */
  private static boolean wantsPage(Exchange exchange) {
    return takesPage(exchange) && names(exchange.headers("Accept"), "text/html");
  }

  private static boolean names(List<String> accept, String type) {
    return accept.stream().anyMatch(one -> one.toLowerCase(Locale.ROOT).contains(type));
  }
}
