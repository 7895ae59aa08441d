package org.jwtfilter.http;

import java.util.List;
import java.util.Optional;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;

/** The token in a cookie, which a browser sends by itself. */
final class CookieTransport implements TokenTransport {
  private final CookieRules rules;
  private final String plainName;
  private final String secureName;

  CookieTransport(CookieRules rules) {
    this.rules = rules;
    this.plainName = rules.name("", false);
    this.secureName = rules.name("", true);
  }

  @Override
  public Optional<String> read(Exchange exchange) throws JwtRejected {
    List<String> values = rules.namedValues(exchange, exchange.secure() ? secureName : plainName);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      throw JwtRejected.because(Reason.TWO_TOKENS);
    }
    return Optional.of(values.get(0)).filter(value -> !value.isEmpty());
  }

  @Override
  public boolean ambient() {
    return true;
  }

  @Override
  public boolean fits(Exchange exchange, String token) {
    return cookie(exchange, token).length() <= CookieRules.MOST_LINE_BYTES;
  }

  @Override
  public void write(Exchange exchange, String token) {
    SetCookie cookie = cookie(exchange, token);
    if (cookie.length() <= CookieRules.MOST_LINE_BYTES) {
      exchange.setCookie(cookie);
    }
  }

  @Override
  public boolean presented(Exchange exchange) {
    return !exchange.cookies(exchange.secure() ? secureName : plainName).isEmpty();
  }

  private SetCookie cookie(Exchange exchange, String token) {
    return rules.set("", token, exchange.secure());
  }

  @Override
  public void clear(Exchange exchange) {
    exchange.setCookie(rules.delete("", exchange.secure()));
  }

  @Override
  public void clearOthers(Exchange exchange) {
    exchange.planted().delete(exchange, rules.delete("", exchange.secure()));
  }
}
