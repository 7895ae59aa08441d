package org.jwtfilter.servlet;

import java.util.Optional;
import java.util.stream.Stream;
import org.jwtfilter.Account;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.http.LoginThrottled;
import org.jwtfilter.http.Logins;
import org.jwtfilter.http.Refusal;

/**
 * The built-in ends of a login: the legacy form's {@code j_security_check}, and the endpoints
 * {@code login} and {@code logout}. All are POST only.
 */
final class LoginEndpoints {
  /** The parameter of the error page that says how many seconds to wait. */
  private static final String WAIT = "wait=";

  private final FilterPlan plan;

  LoginEndpoints(FilterPlan plan) {
    this.plan = plan;
  }

  /** Answers a request to one of them; false where it goes to the application. */
  boolean handled(RequestState state) {
    try {
      return tried(state);
    } catch (LoginThrottled e) {
      tooMany(state, e);
      return true;
    }
  }

  private boolean tried(RequestState state) throws LoginThrottled {
    String path = state.exchange().path();
    LoginPaths paths = plan.logins();
    if (paths.isForm(path) && plan.runtime().issues()) {
      return posted(state) && formLogin(state);
    }
    if (paths.isLogin(path)) {
      return posted(state) ? login(state) : !paths.isPage(path) && postOnly(state);
    }
    if (paths.isLogout(path)) {
      return posted(state) ? logout(state) : postOnly(state);
    }
    return false;
  }

  private static boolean posted(RequestState state) {
    return state.exchange().method().equals("POST");
  }

  private static boolean postOnly(RequestState state) {
    state.exchange().setHeader("Allow", "POST");
    state.exchange().answer(405, "text/plain", "Send a POST here.\n");
    return true;
  }

  private boolean formLogin(RequestState state) throws LoginThrottled {
    ServletExchange exchange = state.exchange();
    if (state.refusedAsForeign()) {
      return true;
    }
    Optional<Logins.Begun> begun = account(state).flatMap(state::begin);
    String home = exchange.contextPath() + "/";
    answered(
        state,
        begun.isEmpty()
            ? exchange.contextPath() + failurePage()
            : plan.runtime().target().take(exchange, begun.get().token().jwt()).orElse(home));
    return true;
  }

  private String failurePage() {
    return plan.logins().errorPage().or(plan.logins()::page).orElse("/");
  }

  private void tooMany(RequestState state, LoginThrottled throttled) {
    ServletExchange exchange = state.exchange();
    if (plan.logins().isForm(exchange.path())
        || (Refusal.takesPage(exchange) && plan.logins().page().isPresent())) {
      answered(state, exchange.contextPath() + waiting(failurePage(), throttled));
    } else {
      Refusal.tooManyLogins(exchange, throttled);
    }
  }

  /** The page can tell how long to wait; it sees nothing else of the request that failed. */
  private static String waiting(String page, LoginThrottled throttled) {
    return page + (page.indexOf('?') < 0 ? '?' : '&') + WAIT + throttled.retryAfter().toSeconds();
  }

  private static void answered(RequestState state, String target) {
    state.save();
    Refusal.redirect(state.exchange(), target);
  }

  private boolean login(RequestState state) throws LoginThrottled {
    ServletExchange exchange = state.exchange();
    if (state.refusedAsForeign()) {
      return true;
    }
    if (Refusal.takesPage(exchange)
        && plan.logins().page().isPresent()
        && !plan.runtime().dpop().proves(exchange)) {
      return formLogin(state);
    }
    exchange.setHeader("Cache-Control", "no-store");
    Optional<Account> account = account(state);
    if (account.isEmpty()) {
      problem(exchange, 401, "Unknown user or wrong password");
      return true;
    }
    try {
      begin(state, account.get(), plan.runtime().dpop().keyOfLogin(exchange));
    } catch (JwtRejected e) {
      plan.runtime().events().rejected(e.reason());
      TokenResponse.refuse(state, e.reason());
    }
    return true;
  }

  private static void begin(RequestState state, Account account, Optional<String> key) {
    ServletExchange exchange = state.exchange();
    Optional<Logins.Begun> begun = state.begin(account, key);
    if (begun.isEmpty()) {
      problem(exchange, 403, "The login has more roles than a token can carry");
    } else {
      state.save();
      // Scripts may see a refresh token that is of no use without a key.
      boolean shown = key.isPresent() || !TokenResponse.toScript(exchange);
      TokenResponse.send(
          state, begun.get().token().jwt(), begun.get().refreshToken().filter(one -> shown));
    }
  }

  private static void problem(ServletExchange exchange, int status, String detail) {
    exchange.answer(status, "application/problem+json", Refusal.problem(status, detail));
  }

  private boolean logout(RequestState state) {
    ServletExchange exchange = state.exchange();
    state.logOutAndInvalidate();
    plan.runtime().logins().forgetRefreshToken(exchange);
    state.save();
    if (Refusal.takesPage(exchange)) {
      Refusal.redirect(exchange, exchange.contextPath() + "/");
    } else {
      exchange.setHeader("Cache-Control", "no-store");
      exchange.answer(204, "text/plain", "");
    }
    return true;
  }

  /** Credentials are taken from the body alone: URLs end up in logs. */
  private static Optional<Account> account(RequestState state) throws LoginThrottled {
    Optional<String> name = posted(state, "j_username", "username");
    Optional<String> password = posted(state, "j_password", "password");
    return name.isEmpty() || password.isEmpty()
        ? Optional.empty()
        : state.check(name.get(), password.get());
  }

  private static Optional<String> posted(RequestState state, String one, String other) {
    return Stream.of(one, other)
        .flatMap(name -> state.exchange().formValues(name).stream())
        .findFirst();
  }
}
