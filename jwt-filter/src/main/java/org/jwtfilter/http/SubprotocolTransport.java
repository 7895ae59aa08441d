package org.jwtfilter.http;

import java.util.List;
import java.util.Optional;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;
import org.jwtfilter.TokenRules;

/**
 * The token among the sub-protocols that a handshake offers, as {@code new WebSocket(url,
 * ["bearer", token])} sends it: scripts in browsers cannot set {@code Authorization} there.
 */
final class SubprotocolTransport implements TokenTransport {
  @Override
  public Optional<String> read(Exchange exchange) throws JwtRejected {
    List<Handshake.Offer> offers = Handshake.is(exchange) ? Handshake.offers(exchange) : List.of();
    if (offers.isEmpty()) {
      return Optional.empty();
    }
    if (offers.size() > 1) {
      throw JwtRejected.because(Reason.TWO_TOKENS);
    }
    String token = offers.get(0).token().orElseThrow(() -> JwtRejected.because(Reason.BAD_REQUEST));
    if (token.length() > TokenRules.DEFAULT_MAX_TOKEN_LENGTH) {
      throw JwtRejected.because(Reason.TOO_LONG);
    }
    return Optional.of(token);
  }

  @Override
  public boolean ambient() {
    return false;
  }

  /**
   * Chooses the marker, unless the application chooses one of its own sub-protocols later: browsers
   * drop a socket whose server has chosen none of those that were offered.
   */
  @Override
  public void accepted(Exchange exchange) {
    Handshake.offers(exchange).stream()
        .findFirst()
        .ifPresent(offer -> exchange.setHeader(Handshake.PROTOCOLS, offer.marker()));
  }
}
