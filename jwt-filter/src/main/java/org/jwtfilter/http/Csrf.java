package org.jwtfilter.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;

/**
 * Refuses what another site made a browser send: an unsafe request with a token that browsers send
 * by themselves, or one that opens a WebSocket, must show that it comes from here or from an
 * allowed origin. Every current browser says so in {@code Sec-Fetch-Site} or {@code Origin}; no
 * form needs to change. Where a browser says nothing, or no more than that it will not say ({@code
 * Origin: null}), a token of ours that comes back says it; where it names another site, nothing
 * helps. Immutable.
 */
final class Csrf implements Check {
  private final Set<String> allowedOrigins;
  private final boolean anyOrigin;
  private final boolean mayBeMissing;
  private final CsrfTokens tokens;

  /** Takes no tokens. */
  Csrf(Set<String> allowedOrigins, boolean mayBeMissing) {
    this(allowedOrigins, mayBeMissing, CsrfTokens.NONE);
  }

  Csrf(Set<String> allowedOrigins, boolean mayBeMissing, CsrfTokens tokens) {
    this.allowedOrigins = Set.copyOf(allowedOrigins);
    this.anyOrigin = allowedOrigins.contains("*");
    this.mayBeMissing = mayBeMissing;
    this.tokens = tokens;
  }

  @Override
  public void check(Exchange exchange, Jwt jwt, TokenTransport transport) throws JwtRejected {
    if (!transport.ambient()) {
      return;
    }
    if (Handshake.is(exchange)) {
      require(passes(handshakeVerdict(exchange)));
    } else if (!exchange.safe()) {
      Verdict verdict = verdict(exchange);
      require(passes(verdict) || (verdict != Verdict.FOREIGN && tokens.sentBack(exchange, jwt)));
    }
  }

  private boolean passes(Verdict verdict) {
    return verdict == Verdict.OURS || (verdict == Verdict.UNKNOWN && mayBeMissing);
  }

  private static void require(boolean holds) throws JwtRejected {
    if (!holds) {
      throw JwtRejected.because(Reason.CSRF);
    }
  }

  /**
   * A login carries no token yet; it is refused only where a browser says it comes from elsewhere.
   */
  void checkLogin(Exchange exchange) throws JwtRejected {
    require(!foreign(exchange));
  }

  /** Whether an unsafe request comes from our own pages, or those of an origin that is named. */
  boolean fromHere(Exchange exchange) {
    return !anyOrigin && passes(verdict(exchange));
  }

  /** Whether a browser says that another site has led here, or will not say which one has. */
  boolean foreign(Exchange exchange) {
    Verdict verdict = verdict(exchange);
    return verdict == Verdict.FOREIGN || verdict == Verdict.HIDDEN;
  }

  /**
   * The path with query of the page of ours that a request comes from, as far as the browser tells.
   */
  Optional<String> page(Exchange exchange) {
    String referer = exchange.header("Referer");
    URI uri = parsed(referer);
    if (uri == null || uri.getRawPath() == null || ours(exchange, referer) != Verdict.OURS) {
      return Optional.empty();
    }
    String query = uri.getRawQuery();
    return Optional.of(query == null ? uri.getRawPath() : uri.getRawPath() + '?' + query);
  }

  private enum Verdict {
    OURS,
    FOREIGN,
    /** A page may keep its origin to itself: one of ours with {@code no-referrer}, or any frame. */
    HIDDEN,
    UNKNOWN
  }

  /**
   * A WebSocket is a GET, yet through it a page can say and hear anything, and no rule of the
   * browser keeps pages of other sites from opening one. All browsers name the origin then, and not
   * all of them the site.
   */
  private Verdict handshakeVerdict(Exchange exchange) {
    String origin = exchange.header("Origin");
    if (allowed(origin)) {
      return Verdict.OURS;
    }
    return exchange.headers("Origin").isEmpty() ? Verdict.UNKNOWN : ours(exchange, origin);
  }

  private boolean allowed(@Nullable String origin) {
    return anyOrigin || (origin != null && allowedOrigins.contains(origin));
  }

  private Verdict verdict(Exchange exchange) {
    String site = exchange.header("Sec-Fetch-Site");
    String origin = exchange.header("Origin");
    if (allowed(origin)) {
      return Verdict.OURS;
    }
    if (site != null) {
      return site.equals("same-origin") || site.equals("none") ? Verdict.OURS : Verdict.FOREIGN;
    }
    if (!exchange.headers("Origin").isEmpty()) {
      return "null".equals(origin) ? Verdict.HIDDEN : ours(exchange, origin);
    }
    return exchange.headers("Referer").isEmpty()
        ? Verdict.UNKNOWN
        : ours(exchange, exchange.header("Referer"));
  }

  /**
   * The host that the browser names must be the host that it asked. The scheme is compared only
   * where we know it to be https, since TLS may end in front of us.
   */
  private static Verdict ours(Exchange exchange, @Nullable String url) {
    String host = exchange.host();
    URI uri = parsed(url);
    if (host == null || uri == null || uri.getRawAuthority() == null || uri.getScheme() == null) {
      return Verdict.FOREIGN;
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    boolean same =
        bare(uri.getRawAuthority(), scheme).equals(bare(host, scheme))
            && (scheme.equals("https") || (scheme.equals("http") && !exchange.secure()));
    return same ? Verdict.OURS : Verdict.FOREIGN;
  }

  private static @Nullable URI parsed(@Nullable String url) {
    try {
      return url == null ? null : URI.create(url);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String bare(String authority, String scheme) {
    String lower = authority.toLowerCase(Locale.ROOT);
    String port = scheme.equals("https") ? ":443" : ":80";
    return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
  }
}
