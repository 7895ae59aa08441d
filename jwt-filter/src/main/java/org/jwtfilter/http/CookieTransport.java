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
    List<String> values = exchange.cookies(exchange.secure() ? secureName : plainName);
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
  public boolean write(Exchange exchange, String token) {
    SetCookie cookie = rules.set("", token, exchange.secure());
    if (cookie.length() > CookieRules.MOST_LINE_BYTES) {
      return false;
    }
    exchange.setCookie(cookie);
    return true;
  }

  @Override
  public void clear(Exchange exchange) {
    exchange.setCookie(rules.delete("", exchange.secure()));
  }
}
