package org.jwtfilter.servlet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Account;
import org.jwtfilter.Caller;
import org.jwtfilter.CsrfToken;
import org.jwtfilter.Downstream;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;
import org.jwtfilter.TokenForwarding;
import org.jwtfilter.http.Handover;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.http.LoginThrottled;
import org.jwtfilter.http.Logins;
import org.jwtfilter.http.PostedForm;
import org.jwtfilter.http.PresentedToken;
import org.jwtfilter.session.SessionTooLarge;
import org.jwtfilter.store.StoreException;

/**
 * Who makes this request, and with which session: one object for all its dispatches. Confined to
 * the request.
 */
final class RequestState {
  /** Where it waits for the error page; no page sees it. */
  static final String ATTRIBUTE = "org.jwtfilter.request";

  /** What {@code getAuthType} says of a caller with a token that no page of a login has given. */
  private static final String BEARER = "Bearer";

  private final FilterPlan plan;
  private final ServletExchange exchange;
  private final @Nullable ObservedRequest observed;
  private @Nullable SessionTracker sessions;
  private @Nullable PresentedToken token;
  private @Nullable HttpSession ofLogin;
  private @Nullable Caller caller;
  private @Nullable CsrfToken csrfToken;
  private @Nullable PostedForm form;
  private boolean byPassword;
  private boolean knownToContainer;
  private boolean carried;
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
                        all, exchange, Optional.ofNullable(token).map(PresentedToken::login)))
            .orElse(null);
    this.observed =
        plan.observing().map(observing -> new ObservedRequest(observing, exchange)).orElse(null);
  }

  /**
   * The state that an earlier dispatch of this request left for its error page, whose request the
   * container does not wrap. It is left only then: an attribute of ours would be seen by the
   * application's listeners.
   */
  static @Nullable RequestState leftFor(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof RequestState state ? state : null;
  }

  /** From here on the request is the form that was posted before the login. */
  void resume(PostedForm posted) {
    form = posted;
    exchange.keepUncached();
    if (sessions != null) {
      sessions.resumed();
    }
  }

  /** The container's request, or the form that it stands for. */
  HttpServletRequest asked() {
    return form == null ? exchange.whole() : new ResumedRequest(exchange.request(), form);
  }

  /** Leaves this state for the error page. */
  void leaveForErrorPage() {
    if (!carried) {
      exchange.request().setAttribute(ATTRIBUTE, this);
    }
  }

  /** The container hands on a request that carries this state, also for an error page. */
  void carried() {
    carried = true;
  }

  /** Another application has dispatched to this one, whose cookies could not hold a session. */
  void leaveSessionToContainer() {
    sessions = null;
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

  /** Goes on to the application, which meanwhile may call others in the name of its caller. */
  void follow(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<TokenForwarding> forwarding = plan.runtime().forwarding();
    if (forwarding.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    Downstream.Scope scope = Downstream.enter(forwarding.get(), () -> Optional.ofNullable(caller));
    try {
      chain.doFilter(request, response);
    } finally {
      scope.close();
    }
  }

  /** Until the scope is closed, beans that live in sessions live in that of {@code ours}. */
  BeanScopes.Scope enterBeans(HttpServletRequest ours) {
    BeanScopes beans = plan.sessions().map(SessionPlan::beans).orElse(BeanScopes.NONE);
    return beans.enter(exchange.request(), ours);
  }

  /** The token of the caller; null where there is none. */
  @Nullable PresentedToken token() {
    return token;
  }

  /** What a page of this caller puts into its forms; null where none is needed. */
  @Nullable CsrfToken csrfToken() {
    if (csrfToken == null && token != null) {
      csrfToken = runtime().csrfTokens().forPage(token).orElse(null);
      if (csrfToken != null) {
        exchange.keepPersonal();
      }
    }
    return csrfToken;
  }

  /** How the caller came, in the words of {@code getAuthType}. */
  String authType() {
    if (byPassword) {
      return HttpServletRequest.BASIC_AUTH;
    }
    boolean form = plan.formLogin() && token != null && token.transport().ambient();
    return form ? HttpServletRequest.FORM_AUTH : BEARER;
  }

  /** The container has checked a password itself, and will say who the caller is. */
  void leaveToContainer() {
    knownToContainer = true;
  }

  boolean knownToContainer() {
    return knownToContainer;
  }

  /** Takes over a caller whom the container knows by now; true if there was one to take over. */
  boolean adopted() {
    if (!knownToContainer) {
      return false;
    }
    knownToContainer = false;
    adopt();
    return true;
  }

  private void adopt() {
    Principal principal = exchange.request().getUserPrincipal();
    if (principal != null && Account.isName(principal.getName())) {
      caller = new Caller(principal.getName(), plan.rolesHeld(exchange.request()));
      byPassword = true;
    }
  }

  /**
   * The caller of this request alone, who gets no token; nobody where the password is wrong.
   *
   * @throws LoginThrottled if nobody looked, since too many were wrong
   */
  void logInForThisRequest(BasicCredentials given) throws LoginThrottled {
    adopt();
    if (caller == null) {
      check(given.name(), given.password())
          .ifPresent(
              account -> {
                caller = new Caller(account.name(), account.roles());
                byPassword = true;
              });
    }
  }

  /** Whether the request brings name and password, where the application logs in so. */
  boolean loggedInByPassword() {
    if (plan.basicRealm().isPresent() && caller == null) {
      BasicCredentials.of(exchange).ifPresent(this::tryToLogIn);
    }
    return byPassword;
  }

  private void tryToLogIn(BasicCredentials given) {
    try {
      logInForThisRequest(given);
    } catch (LoginThrottled e) {
      // It was reported; whoever has to wait is nobody here.
    }
  }

  /** Refuses the request, and tells who hears of that. */
  void refuse(Reason reason) {
    runtime().events().rejected(reason);
    runtime().refusal().refuse(exchange, reason);
  }

  /** Answers with each way to log in that the application knows. */
  void askForLogin() {
    plan.basicRealm()
        .ifPresent(
            realm -> exchange.addHeader("WWW-Authenticate", "Basic realm=\"" + realm + "\""));
    runtime().refusal().askForLogin(exchange);
  }

  /** The session's tracker; null where sessions stay with the container. */
  @Nullable SessionTracker sessions() {
    return sessions;
  }

  /** What the application gets for a session of the container's. */
  @Nullable HttpSession ofContainer(@Nullable HttpSession session) {
    if (session != null && observed != null) {
      return observed.session(session);
    }
    ofLogin = ofLogin == null ? session : ofLogin;
    return session;
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
      refuse(e.reason());
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
    return begin(account, Optional.empty());
  }

  /**
   * The same, for a client that keeps its tokens itself.
   *
   * @param key the thumbprint of the key that they are bound to; empty: none
   */
  Optional<Logins.Begun> begin(Account account, Optional<String> key) {
    return begin(account, () -> plan.runtime().logins().begin(exchange, account, key));
  }

  /**
   * Begins a login in this request that another domain has handed over.
   *
   * @return empty where the client could not keep its token
   */
  Optional<Logins.Begun> begin(Handover.Arrival arrival) {
    Account account = arrival.account();
    return begin(
        account,
        () ->
            plan.runtime()
                .logins()
                .begin(exchange, account, arrival.authenticatedAt(), arrival.end()));
  }

  private Optional<Logins.Begun> begin(
      Account account, Supplier<Optional<Logins.Begun>> beginning) {
    boolean same = caller != null && caller.getName().equals(account.name());
    endLogin();
    Optional<Logins.Begun> issued = beginning.get();
    issued.ifPresent(one -> begun(one.token(), same));
    return issued;
  }

  private void begun(PresentedToken issued, boolean same) {
    token = issued;
    csrfToken = null;
    byPassword = false;
    caller = plan.runtime().caller(issued.jwt());
    if (sessions != null) {
      sessions.loggedIn(issued.login(), same);
    } else if (exchange.request().getSession(false) != null) {
      exchange.request().changeSessionId();
    }
    ofLogin = null;
    if (observed != null) {
      observed.loggedIn();
    }
  }

  /** Ends the login of this request, if there is one; the session goes on as a visitor's. */
  void logOut() {
    plan.runtime().target().forget(exchange);
    endLogin();
    if (sessions != null) {
      sessions.loggedOut();
    }
  }

  /** Ends login and session. */
  void logOutAndInvalidate() {
    plan.runtime().target().forget(exchange);
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
    } else if (plan.runtime().logins().presented(exchange)) {
      plan.runtime().logins().forget(exchange); // no good, or one of two: it must not come back
    }
    token = null;
    csrfToken = null;
    caller = null;
    byPassword = false;
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
      endLoginOfEndedSession();
      if (observed != null) {
        observed.committing();
      }
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
      endLoginWithSession(tracker.loginEnded());
      if (tracker.refused().isEmpty()) {
        tracker.save(goesOn);
      }
      return tracker.refused();
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

  private void endLoginWithSession(boolean sessionEnded) {
    if (sessionEnded && token != null && token.transport().ambient()) {
      plan.runtime().logins().end(exchange, token.jwt());
      token = null;
    }
  }

  /**
   * A session of the container's tells that it has ended, not who has ended it: perhaps another
   * request, after which the browser has logged in anew.
   */
  private void endLoginOfEndedSession() {
    boolean ended =
        observed == null
            ? ofLogin != null && ObservedSessions.hasEnded(ofLogin)
            : observed.loginEnded();
    if (ended && token != null && token.transport().ambient()) {
      plan.runtime().logins().endLate(exchange, token.jwt());
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

  /**
   * A dispatch has ended and nothing goes on but, perhaps, an error page.
   *
   * @param shown whether what the application has answered was
   */
  void finish(boolean shown) {
    if (sessions != null) {
      if (shown && !unsavedReported && exchange.response().isCommitted()) {
        sessions.saveLateChanges();
      }
      sessions.over();
    }
    if (observed != null) {
      observed.end();
    }
  }

  JwtRuntime runtime() {
    return plan.runtime();
  }
}
