package org.jwtfilter.http;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jwtfilter.Reason;
import org.jwtfilter.config.DpopMode;
import org.jwtfilter.key.JwsAlgorithm;

/**
 * What a client is told of the ways to present a token (RFC 6750, 3; RFC 9449, 7.1 and 7.2). What
 * is wrong stands with the scheme that was used. Immutable.
 */
final class Challenges {
  private static final int UNAUTHORIZED = 401;
  private static final String BEARER = "Bearer realm=\"token\"";
  private static final String DPOP =
      Arrays.stream(JwsAlgorithm.values())
          .filter(one -> !one.symmetric())
          .map(JwsAlgorithm::name)
          .collect(Collectors.joining(" ", "DPoP algs=\"", "\""));

  private final DpopMode mode;

  Challenges(DpopMode mode) {
    this.mode = mode;
  }

  /** Nobody presented a token. */
  void add(Exchange exchange) {
    add(exchange, UNAUTHORIZED, "");
  }

  /** What was presented is refused. */
  void add(Exchange exchange, Reason reason) {
    String error = ", error=\"" + reason.error() + '"';
    String description = ", error_description=\"" + reason.description() + '"';
    add(exchange, reason.status(), error + description);
  }

  /** Added, since there may be other ways to log in. */
  private void add(Exchange exchange, int status, String error) {
    boolean dpop = mode == DpopMode.REQUIRE || (mode == DpopMode.ACCEPT && usesDpop(exchange));
    exchange.addHeader("WWW-Authenticate", (dpop ? DPOP : BEARER) + error);
    if (mode == DpopMode.ACCEPT && status == UNAUTHORIZED) {
      exchange.addHeader("WWW-Authenticate", dpop ? BEARER : DPOP);
    }
  }

  private static boolean usesDpop(Exchange exchange) {
    return Optional.ofNullable(exchange.header("Authorization"))
        .filter(one -> one.regionMatches(true, 0, "DPoP ", 0, 5))
        .isPresent();
  }
}
