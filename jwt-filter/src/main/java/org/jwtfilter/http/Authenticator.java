package org.jwtfilter.http;

import java.util.List;
import java.util.Optional;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.Reason;

/**
 * The straight line from a request to a caller: exactly one token presented, verified, and passed
 * by every check. Thread-safe; per request it only walks what was laid out at start.
 */
public final class Authenticator {
  // Arrays, since this is walked by every request: no iterators.
  private final TokenTransport[] transports;
  private final JwtVerifier verifier;
  private final Check[] checks;

  Authenticator(List<TokenTransport> transports, JwtVerifier verifier, List<Check> checks) {
    this.transports = transports.toArray(TokenTransport[]::new);
    this.verifier = verifier;
    this.checks = checks.toArray(Check[]::new);
  }

  /**
   * The caller's token; empty where nobody presented one.
   *
   * @throws Refused where a token was presented that is not to be trusted
   * @throws org.jwtfilter.key.KeysUnavailableException where nobody can say, since an owner of keys
   *     does not answer
   * @throws org.jwtfilter.store.StoreException where nobody can say, since the store does not
   *     answer
   */
  public Optional<PresentedToken> authenticate(Exchange exchange) throws Refused {
    TokenTransport from = null;
    try {
      String token = null;
      for (TokenTransport transport : transports) {
        TokenTransport before = from;
        from = before == null ? transport : before;
        Optional<String> read = transport.read(exchange);
        if (read.isEmpty()) {
          from = before;
        } else if (token != null) {
          throw new Refused(Reason.TWO_TOKENS, false);
        } else {
          token = read.get();
        }
      }
      return token == null || from == null
          ? Optional.empty()
          : Optional.of(new PresentedToken(checked(exchange, token, from), from));
    } catch (JwtRejected rejected) {
      throw new Refused(rejected.reason(), from != null && from.ambient());
    }
  }

  private Jwt checked(Exchange exchange, String token, TokenTransport from) throws JwtRejected {
    Jwt jwt = verifier.verify(token);
    for (Check check : checks) {
      check.check(exchange, jwt, from);
    }
    return jwt;
  }
}
