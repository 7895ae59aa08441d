package org.jwtfilter.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.Account;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.TokenRules;

/** Begins, prolongs and ends logins: issues tokens, hands them out, and takes them back. */
public final class Logins {
  private static final Logger LOG = System.getLogger(Logins.class.getName());

  private final JwtIssuer issuer;
  private final JwtVerifier verifier;
  private final List<TokenTransport> transports;
  private final LogoutMarks marks;
  private final JwtEvents events;
  private final Clock clock;

  Logins(
      JwtIssuer issuer,
      JwtVerifier verifier,
      List<TokenTransport> transports,
      LogoutMarks marks,
      JwtEvents events,
      Clock clock) {
    this.issuer = issuer;
    this.verifier = verifier;
    this.transports = List.copyOf(transports);
    this.marks = marks;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Begins a login, a new grant, and hands its token to the client.
   *
   * @return empty where the token is too large for the client to keep, which is logged: a login
   *     that is lost with the next request would lead back to the login page for ever
   * @throws IllegalStateException where no key can sign
   */
  public Optional<PresentedToken> begin(Exchange exchange, Account account) {
    String token = issuer.logIn(account.name(), account.roles());
    TokenTransport carrier = carrier();
    if (token.length() > TokenRules.DEFAULT_MAX_TOKEN_LENGTH || !carrier.write(exchange, token)) {
      LOG.log(
          Level.ERROR,
          "a login with {0} roles does not fit into a token that clients keep: it has {1}"
              + " characters, and browsers keep cookies of 4096 bytes; name in the option roles"
              + " only those that the application asks for",
          account.roles().size(),
          token.length());
      return Optional.empty();
    }
    events.loggedIn(account.name());
    return Optional.of(new PresentedToken(verified(token), carrier));
  }

  /** Prolongs a login that is in use: hands out the successor of its token where one is due. */
  public void renewIfDue(Exchange exchange, PresentedToken presented) {
    Jwt jwt = presented.jwt();
    if (presented.transport().ambient() && issuer.renewable(jwt, clock.instant())) {
      Optional<String> successor = issuer.renew(jwt);
      successor.ifPresent(
          token -> {
            presented.transport().write(exchange, token);
            events.renewed(jwt.principalName());
          });
    }
  }

  /** Ends a login: takes the token back and leaves a mark that outlives late responses. */
  public void end(Exchange exchange, Jwt jwt) {
    forget(exchange);
    jwt.grant().ifPresent(grant -> marks.end(exchange, Set.of(grant)));
    events.loggedOut(jwt.principalName());
  }

  /** Takes back a token that is of no use, without ending anything. */
  public void forget(Exchange exchange) {
    transports.forEach(one -> one.clear(exchange));
  }

  private TokenTransport carrier() {
    return transports.stream()
        .filter(TokenTransport::ambient)
        .findFirst()
        .orElseGet(() -> transports.get(0));
  }

  private Jwt verified(String token) {
    try {
      return verifier.verify(token);
    } catch (JwtRejected e) {
      throw new IllegalStateException(
          "The token that was just issued is refused ("
              + e.reason()
              + "): issuer, audience and principal-claim must accept what this application issues",
          e);
    }
  }
}
