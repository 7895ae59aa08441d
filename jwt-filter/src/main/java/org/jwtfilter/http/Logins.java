package org.jwtfilter.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Account;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.Reason;
import org.jwtfilter.TokenRules;
import org.jwtfilter.grant.GrantRegistry;
import org.jwtfilter.grant.RefreshAnswer;

/**
 * Begins, prolongs and ends logins: issues tokens, hands them out, and takes them back. What asks
 * the store throws {@link org.jwtfilter.store.StoreException} where it does not answer; nothing is
 * handed out or taken back then.
 */
public final class Logins {
  private static final Set<Reason> ONCE_GOOD =
      Set.of(
          Reason.EXPIRED,
          Reason.NOT_YET_VALID,
          Reason.REVOKED,
          Reason.LOGGED_OUT,
          Reason.OTHER_CLIENT);

  private static final Logger LOG = System.getLogger(Logins.class.getName());

  private final JwtIssuer issuer;
  private final JwtVerifier verifier;
  private final GrantRegistry grants;
  private final List<TokenTransport> transports;
  private final @Nullable RefreshCookie refreshCookie;
  private final LogoutMarks marks;
  private final ClientCheck client;
  private final CsrfTokens csrfTokens;
  private final Dpop dpop;
  private final JwtEvents events;
  private final Clock clock;

  /**
   * A login that has just begun.
   *
   * @param refreshToken a credential; empty where there are none
   */
  public record Begun(PresentedToken token, Optional<String> refreshToken) {
    /** Names the caller, not the tokens. */
    @Override
    public String toString() {
      return "Begun[" + token.jwt() + "]";
    }
  }

  Logins(
      JwtIssuer issuer,
      JwtVerifier verifier,
      GrantRegistry grants,
      List<TokenTransport> transports,
      @Nullable RefreshCookie refreshCookie,
      LogoutMarks marks,
      ClientCheck client,
      CsrfTokens csrfTokens,
      Dpop dpop,
      JwtEvents events,
      Clock clock) {
    this.issuer = issuer;
    this.verifier = verifier;
    this.grants = grants;
    this.transports = List.copyOf(transports);
    this.refreshCookie = refreshCookie;
    this.marks = marks;
    this.client = client;
    this.csrfTokens = csrfTokens;
    this.dpop = dpop;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Begins a login, a new grant, and hands its tokens to the client.
   *
   * @return empty where the token is too large for the client to keep, which is logged: a login
   *     that is lost with the next request would lead back to the login page for ever
   * @throws IllegalStateException where no key can sign
   */
  public Optional<Begun> begin(Exchange exchange, Account account) {
    return begin(exchange, account, Optional.empty());
  }

  /**
   * The same, where the client has proved to have a private key: its tokens are bound to that, and
   * it keeps them itself, since no cookie brings a proof.
   *
   * @param key its thumbprint, from {@link Dpop#keyOfLogin}; empty: none
   */
  public Optional<Begun> begin(Exchange exchange, Account account, Optional<String> key) {
    ClientCheck.Bond bond = client.begin(exchange);
    String token = issuer.logIn(account.name(), account.roles(), bond::claims, key);
    return begun(exchange, account, token, bond);
  }

  /**
   * The same for somebody who has logged in earlier, elsewhere.
   *
   * @param authenticatedAt when that was
   * @param end of the login
   * @return empty where the token is too large for the client to keep
   * @throws IllegalStateException where no key can sign
   */
  public Optional<Begun> begin(
      Exchange exchange, Account account, Instant authenticatedAt, Instant end) {
    ClientCheck.Bond bond = client.begin(exchange);
    String token =
        issuer.logIn(account.name(), account.roles(), authenticatedAt, end, bond::claims);
    return begun(exchange, account, token, bond);
  }

  private Optional<Begun> begun(
      Exchange exchange, Account account, String token, ClientCheck.Bond bond) {
    Jwt jwt = verified(token);
    boolean bound = jwt.keyThumbprint().isPresent();
    TokenTransport carrier = bound ? dpop.transport() : carrier();
    if (token.length() > TokenRules.DEFAULT_MAX_TOKEN_LENGTH || !carrier.fits(exchange, token)) {
      LOG.log(
          Level.ERROR,
          "a login with {0} roles does not fit into a token that clients keep: it has {1}"
              + " characters, and browsers keep cookies of 4096 bytes; name in the option roles"
              + " only those that the application asks for",
          account.roles().size(),
          token.length());
      return Optional.empty();
    }
    Optional<String> refresh = grants.begin(jwt, device(exchange), exchange.address());
    carrier.write(exchange, token);
    bond.keep();
    refresh.filter(one -> !bound).ifPresent(one -> keep(exchange, one));
    PresentedToken begun = new PresentedToken(jwt, carrier);
    csrfTokens.keep(exchange, begun);
    events.loggedIn(account.name());
    return Optional.of(new Begun(begun, refresh));
  }

  private static String device(Exchange exchange) {
    String agent = exchange.header("User-Agent");
    return agent == null ? "" : agent;
  }

  private void keep(Exchange exchange, String refreshToken) {
    if (refreshCookie != null) {
      refreshCookie.write(exchange, refreshToken);
    }
  }

  /**
   * Prolongs a login that is in use: hands out the successor of its token where one is due, with
   * the roles that the caller has now. Not while nobody knows whether the login has ended.
   */
  public void renewIfDue(Exchange exchange, PresentedToken presented) {
    Jwt jwt = presented.jwt();
    if (presented.transport().ambient()
        && issuer.renewable(jwt, clock.instant())
        && grants.fresh()) {
      Optional<String> successor = issuer.renew(jwt, grants.changedRoles(jwt));
      successor.ifPresent(token -> renewed(exchange, presented, token));
    }
  }

  private void renewed(Exchange exchange, PresentedToken presented, String successor) {
    presented.transport().write(exchange, successor);
    grants.renewed(verified(successor), device(exchange), exchange.address());
    events.renewed(presented.jwt().principalName());
  }

  /** The refresh token in the cookie of this request; empty where there is none. */
  public Optional<String> presentedRefreshToken(Exchange exchange) {
    return refreshCookie == null ? Optional.empty() : refreshCookie.read(exchange);
  }

  /**
   * New tokens for a refresh token, handed out where the client's cookies keep such.
   *
   * @param refreshToken from the body or the cookie
   */
  public RefreshAnswer refresh(Exchange exchange, String refreshToken) {
    boolean byCookie = presentedRefreshToken(exchange).filter(refreshToken::equals).isPresent();
    RefreshAnswer answer =
        grants.refresh(
            refreshToken,
            device(exchange),
            exchange.address(),
            login -> keyOfSuccessors(exchange, login, byCookie));
    if (byCookie && answer instanceof RefreshAnswer.Refreshed next) {
      carrier().write(exchange, next.access());
      keep(exchange, next.refresh());
    } else if (byCookie) {
      forget(exchange);
      forgetRefreshToken(exchange);
    }
    return answer;
  }

  /** A cookie is bound to no key: a script could else take its login out of the browser. */
  private Optional<String> keyOfSuccessors(Exchange exchange, Jwt login, boolean byCookie)
      throws JwtRejected {
    client.check(exchange, login);
    return byCookie ? Optional.empty() : dpop.keyOfSuccessors(exchange, login);
  }

  /**
   * Ends a login: revokes it on all nodes, takes its tokens back, and leaves a mark that outlives
   * late responses.
   */
  public void end(Exchange exchange, Jwt jwt) {
    grants.ended(jwt);
    forget(exchange);
    forgetRefreshToken(exchange);
    client.forget(exchange);
    csrfTokens.forget(exchange);
    jwt.grant().ifPresent(grant -> marks.end(exchange, Set.of(grant)));
    events.loggedOut(jwt.principalName());
  }

  /**
   * Ends a login of which somebody else has taken away what it needs, perhaps long ago: as {@link
   * #end}, but the tokens are not taken back, since the browser may have those of the next login by
   * the time this answer arrives. The mark keeps the former ones from being used.
   */
  public void endLate(Exchange exchange, Jwt jwt) {
    jwt.grant().ifPresent(grant -> marks.end(exchange, Set.of(grant)));
    if (!revoked(jwt)) {
      grants.ended(jwt);
      events.loggedOut(jwt.principalName());
    }
  }

  private boolean revoked(Jwt jwt) {
    try {
      grants.check(jwt);
      return false;
    } catch (JwtRejected e) {
      return true;
    }
  }

  /** Whether a browser has sent a token, or several, whatever it is worth. */
  public boolean presented(Exchange exchange) {
    return transports.stream().anyMatch(one -> one.ambient() && one.presented(exchange));
  }

  /** Takes back a token that is of no use, without ending anything. */
  public void forget(Exchange exchange) {
    transports.forEach(one -> one.clear(exchange));
  }

  /**
   * The same for one that was refused. What was never a good token of ours somebody else has put
   * there, and would be met again beside the token of the next login.
   */
  public void forget(Exchange exchange, Reason refused) {
    forget(exchange);
    if (!ONCE_GOOD.contains(refused)) {
      transports.forEach(one -> one.clearOthers(exchange));
    }
  }

  /** Takes back the refresh token, for a logout of whoever has only that. */
  public void forgetRefreshToken(Exchange exchange) {
    if (refreshCookie != null) {
      refreshCookie.clear(exchange);
    }
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
