package org.jwtfilter.http;

import java.util.List;
import java.util.Optional;

/** The refresh token's cookie, which browsers send to the refresh endpoint alone. Immutable. */
final class RefreshCookie {
  private static final String SUFFIX = "-refresh";

  private final CookieRules rules;
  private final String path;

  /**
   * @param path of the endpoint, as the browser sees it
   */
  RefreshCookie(CookieRules rules, String path) {
    this.rules = rules;
    this.path = path;
  }

  /** What was presented; empty where there is none, or more than one. */
  Optional<String> read(Exchange exchange) {
    List<String> values = rules.scopedValues(exchange, SUFFIX, path);
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  /** Hands it out, as long as the browser keeps a cookie of its length. */
  void write(Exchange exchange, String token) {
    SetCookie cookie = rules.scoped(SUFFIX, Optional.of(token), path, exchange.secure());
    if (cookie.length() <= CookieRules.MOST_LINE_BYTES) {
      exchange.setCookie(cookie);
    }
  }

  void clear(Exchange exchange) {
    exchange.setCookie(rules.scoped(SUFFIX, Optional.empty(), path, exchange.secure()));
  }
}
