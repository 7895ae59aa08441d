package org.jwtfilter.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Account;
import org.jwtfilter.Caller;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.http.LoginThrottled;
import org.jwtfilter.http.Logins;
import org.jwtfilter.http.PresentedToken;
import org.jwtfilter.session.SessionTooLarge;
import org.jwtfilter.store.StoreException;

/**
 * Who makes this request, and with which session: one object for all its dispatches. Confined to
 * the request.
 */
final class RequestState {
  private static final String ATTRIBUTE = "org.jwtfilter.request";

  private final FilterPlan plan;
  private final ServletExchange exchange;
  private final @Nullable SessionTracker sessions;
  private @Nullable PresentedToken token;
  private @Nullable Caller caller;
  private boolean unsavedReported;

  RequestState(FilterPlan plan, ServletExchange exchange, @Nullable PresentedToken token) {
    this.plan = plan;
    this.exchange = exchange;
    this.token = token;
    this.caller = token == null ? null : plan.runtime().caller(token.jwt());
    exchange.beforeErrorPage(this::leaveForErrorPage);
    this.sessions =
        plan.sessions()
            .map(
                all ->
                    new SessionTracker(
                        all, exchange, Optional.ofNullable(token).map(one -> owner(one.jwt()))))
            .orElse(null);
  }

  /** The login that a session belongs to; tokens of others may name none, then it is the user. */
  private static String owner(Jwt jwt) {
    return jwt.grant()
        .orElseGet(() -> "user:" + jwt.issuer().orElse("") + '|' + jwt.principalName());
  }

  /**
   * The state that an earlier dispatch of this request left for its error page, whose request the
   * container does not wrap. It is left only then: an attribute of ours would be seen by the
   * application's listeners.
   */
  static @Nullable RequestState leftFor(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof RequestState state ? state : null;
  }

  /** Leaves this state for the error page. */
  void leaveForErrorPage() {
    exchange.request().setAttribute(ATTRIBUTE, this);
  }

  ServletExchange exchange() {
    return exchange;
  }

  FilterPlan plan() {
    return plan;
  }

  @Nullable Caller caller() {
    return caller;
  }

  /** The session's tracker; null where sessions stay with the container. */
  @Nullable SessionTracker sessions() {
    return sessions;
  }

  void logIn(String name, String password) throws ServletException {
    if (caller != null) {
      throw new ServletException("a caller is already logged in: log out first");
    }
    if (!plan.runtime().issues()) {
      throw new ServletException("keys has no key that can sign, so no login can begin here");
    }
    Optional<Account> account = checked(name, password);
    if (account.isEmpty()) {
      throw new ServletException("the login failed: unknown user or wrong password");
    }
    if (begin(account.get()).isEmpty()) {
      throw new ServletException("the login has too many roles for a token, see the log");
    }
  }

  /** Refuses a request about logins that another site made the browser send; true if so. */
  boolean refusedAsForeign() {
    try {
      runtime().checkLogin(exchange);
      return false;
    } catch (JwtRejected e) {
      runtime().events().rejected(e.reason());
      runtime().refusal().refuse(exchange, e.reason());
      return true;
    }
  }

  private Optional<Account> checked(String name, String password) throws ServletException {
    try {
      return check(name, password);
    } catch (LoginThrottled e) {
      throw new ServletException(
          "the login was not tried: too many have failed; try again in "
              + e.retryAfter().toSeconds()
              + " s");
    }
  }

  /**
   * The account, where name and password are right; what fails is reported as an event.
   *
   * @throws LoginThrottled if nobody looked, since too many were wrong
   */
  Optional<Account> check(String name, String password) throws LoginThrottled {
    Optional<Account> account =
        runtime()
            .guard()
            .check(
                exchange,
                name,
                () -> plan.accounts(exchange.request()).authenticate(name, password.toCharArray()));
    if (account.isEmpty()) {
      plan.runtime().events().loginFailed(name);
    }
    return account;
  }

  /**
   * Begins a login in this request; a session of the visitor goes on as the caller's.
   *
   * @return empty where the client could not keep its token
   */
  Optional<Logins.Begun> begin(Account account) {
    boolean same = caller != null && caller.getName().equals(account.name());
    endLogin();
    Optional<Logins.Begun> issued = plan.runtime().logins().begin(exchange, account);
    issued.ifPresent(one -> begun(one.token(), same));
    return issued;
  }

  private void begun(PresentedToken issued, boolean same) {
    token = issued;
    caller = plan.runtime().caller(issued.jwt());
    if (sessions != null) {
      sessions.loggedIn(owner(issued.jwt()), same);
    } else if (exchange.request().getSession(false) != null) {
      exchange.request().changeSessionId();
    }
  }

  /** Ends the login of this request, if there is one; the session goes on as a visitor's. */
  void logOut() {
    endLogin();
    if (sessions != null) {
      sessions.loggedOut();
    }
  }

  /** Ends login and session. */
  void logOutAndInvalidate() {
    JwtSession session = sessions == null ? null : sessions.session(false);
    if (session != null) {
      session.invalidate();
    } else if (sessions == null) {
      HttpSession own = exchange.request().getSession(false);
      if (own != null) {
        own.invalidate();
      }
    }
    endLogin();
  }

  private void endLogin() {
    if (token != null) {
      plan.runtime().logins().end(exchange, token.jwt());
    }
    token = null;
    caller = null;
  }

  /**
   * Brings cookies up to date before the response leaves. In a container a login lives in the
   * session, so who invalidates the session logs out: the same holds here.
   *
   * @param goesOn whether the request goes on after that, and may change its session again
   * @return what is to be said instead of the response, where the session could not be saved
   */
  Optional<Unsaved> save(boolean goesOn) {
    exchange.ensureHeaders();
    if (sessions == null) {
      exchange.ensureCookies();
      return Optional.empty();
    }
    try {
      return saved(sessions, goesOn);
    } catch (StoreException e) {
      return unreachable(e, sessions);
    }
  }

  private Optional<Unsaved> saved(SessionTracker tracker, boolean goesOn) {
    try {
      endLoginWithSession(tracker);
      tracker.save(goesOn);
      return Optional.empty();
    } catch (SessionTooLarge e) {
      return overflowed(e, tracker);
    }
  }

  /**
   * As the other, for an answer of ours.
   *
   * @throws StoreException if the store does not answer
   */
  void save() {
    exchange.ensureHeaders();
    if (sessions == null) {
      exchange.ensureCookies();
    } else {
      saved(sessions, false);
    }
  }

  private void endLoginWithSession(SessionTracker tracker) {
    if (token != null && token.transport().ambient() && tracker.loginEnded()) {
      plan.runtime().logins().end(exchange, token.jwt());
      token = null;
    }
  }

  private Optional<Unsaved> overflowed(SessionTooLarge overflow, SessionTracker tracker) {
    boolean fails = plan.sessions().map(SessionPlan::failsOnOverflow).orElse(false);
    if (!unsavedReported) {
      unsavedReported = true;
      plan.sessions().ifPresent(all -> all.overflow(overflow, exchange.path()));
    }
    if (fails) {
      tracker.takeBack();
    }
    return fails ? Optional.of(Unsaved.TOO_LARGE) : Optional.empty();
  }

  private Optional<Unsaved> unreachable(StoreException failure, SessionTracker tracker) {
    unsavedReported = true;
    plan.sessions().ifPresent(all -> all.unsaved(failure, exchange.path()));
    tracker.takeBack();
    return Optional.of(Unsaved.STORE_DOWN);
  }

  /** Whether this application changes sessions after pages that look finished. */
  boolean expectsLateChanges() {
    return plan.sessions().map(SessionPlan::expectsLateChanges).orElse(false);
  }

  /** Whether the application has used its session since this was asked last. */
  boolean sessionUsed() {
    return sessions != null && sessions.used();
  }

  /** A dispatch has ended and nothing goes on but, perhaps, an error page. */
  void finish() {
    if (sessions != null && !unsavedReported && exchange.response().isCommitted()) {
      sessions.saveLateChanges();
    }
  }

  JwtRuntime runtime() {
    return plan.runtime();
  }
}
