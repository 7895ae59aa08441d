package org.jwtfilter.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;

/** A parameter of the URL's query (RFC 6750, 2.3) or of a posted form (RFC 6750, 2.2). */
final class ParameterTransport implements TokenTransport {
  private final Function<Exchange, List<String>> values;

  private ParameterTransport(Function<Exchange, List<String>> values) {
    this.values = values;
  }

  static TokenTransport query(String parameter) {
    return new ParameterTransport(exchange -> QueryString.values(exchange.query(), parameter));
  }

  static TokenTransport form(String parameter) {
    return new ParameterTransport(exchange -> exchange.formValues(parameter));
  }

  @Override
  public Optional<String> read(Exchange exchange) throws JwtRejected {
    List<String> found = values.apply(exchange);
    if (found.size() > 1) {
      throw JwtRejected.because(Reason.TWO_TOKENS);
    }
    return found.stream().findFirst();
  }

  @Override
  public boolean ambient() {
    return false;
  }
}
