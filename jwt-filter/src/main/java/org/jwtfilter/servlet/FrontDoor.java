package org.jwtfilter.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;
import org.jwtfilter.Reason;
import org.jwtfilter.http.Handover;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.http.LoginThrottled;
import org.jwtfilter.http.PresentedToken;
import org.jwtfilter.http.Protection;
import org.jwtfilter.http.Refusal;
import org.jwtfilter.http.Refused;
import org.jwtfilter.key.KeysUnavailableException;
import org.jwtfilter.store.StoreException;

/**
 * The straight line from a request to somebody who may come in: the same for the filter and for the
 * auth module, of which the one that comes first walks it. Immutable and thread-safe.
 */
final class FrontDoor {
  private final FilterPlan plan;
  private final LoginEndpoints logins;
  private final GrantEndpoints grants;
  private final @Nullable HandoverEndpoint handover;
  private final @Nullable ObserveEndpoint observe;

  FrontDoor(FilterPlan plan) {
    this.plan = plan;
    this.logins = new LoginEndpoints(plan);
    this.grants = new GrantEndpoints(plan);
    this.handover = HandoverEndpoint.of(plan).orElse(null);
    this.observe = plan.observing().map(ObserveEndpoint::new).orElse(null);
  }

  /**
   * Checks name and password of a request, and remembers the caller in its state if right; throws
   * where nobody looked, since too many were wrong.
   */
  @FunctionalInterface
  interface BasicLogin {
    void logIn(RequestState state, BasicCredentials credentials) throws LoginThrottled;
  }

  FilterPlan plan() {
    return plan;
  }

  ServletExchange exchange(HttpServletRequest request, HttpServletResponse response) {
    return plan.exchange(request, response);
  }

  /**
   * Lets a request in.
   *
   * @param mandatory whether the container lets nobody in without a caller
   * @param basic asked where a caller is needed and the application logs in by BASIC
   * @return null where the request was refused, or is one of ours, and so has its answer
   */
  @Nullable RequestState enter(ServletExchange exchange, boolean mandatory, BasicLogin basic) {
    if (answered(exchange)) {
      return null;
    }
    RequestState state = identified(exchange, true, mandatory);
    return state != null && goesOn(state, mandatory, basic) ? state : null;
  }

  /** Only finds out who it is, for a dispatch that no client has asked for. */
  @Nullable RequestState recognized(ServletExchange exchange) {
    RequestState state = identified(exchange, false, false);
    if (state != null && plan.looksAtBasicEverywhere()) {
      state.loggedInByPassword();
    }
    return state;
  }

  private boolean goesOn(RequestState state, boolean mandatory, BasicLogin basic) {
    if (handled(state)) {
      return false;
    }
    if (state.caller() == null
        && plan.basicRealm().isPresent()
        && mustWait(state, mandatory, basic)) {
      return false;
    }
    return admitted(state, state.exchange().path(), mandatory) && !SavedForms.refused(state);
  }

  /**
   * Looks at name and password where that is due; true where a caller is needed, and nobody looked
   * since too many were wrong: that is the answer then.
   */
  private boolean mustWait(RequestState state, boolean mandatory, BasicLogin basic) {
    boolean needed = needsCaller(state.exchange(), mandatory);
    Optional<BasicCredentials> given = BasicCredentials.of(state.exchange());
    if (given.isEmpty() || !(needed || plan.looksAtBasicEverywhere())) {
      return false;
    }
    try {
      basic.logIn(state, given.get());
      return false;
    } catch (LoginThrottled e) {
      if (needed) {
        Refusal.tooManyLogins(state.exchange(), e);
      }
      return needed;
    }
  }

  /** Whether it was a request to one of our own endpoints, which has its answer then. */
  private boolean handled(RequestState state) {
    return logins.handled(state)
        || grants.handled(state)
        || (handover != null && handover.handled(state))
        || (observe != null && observe.handled(state));
  }

  /**
   * A request for our public keys, a preflight, or a path that cannot be told apart from a
   * protected one.
   */
  private boolean answered(ServletExchange exchange) {
    JwtRuntime runtime = plan.runtime();
    if (runtime.keySet().handled(exchange) || runtime.cors().handled(exchange)) {
      return true;
    }
    if (runtime.protection().ambiguous(exchange.path())) {
      runtime.refusal().refuse(exchange, Reason.BAD_REQUEST);
      return true;
    }
    return false;
  }

  /** The state of a request of somebody or nobody; null where it was refused and answered. */
  private @Nullable RequestState identified(
      ServletExchange exchange, boolean entering, boolean mandatory) {
    if (plan.readsQueries()) {
      keepUrlTokenSecret(exchange);
    }
    if (entering && plan.logins().bringsItsProof(exchange.path())) {
      return new RequestState(plan, exchange, null);
    }
    JwtRuntime runtime = plan.runtime();
    try {
      Optional<PresentedToken> token = runtime.authenticator().authenticate(exchange);
      token.ifPresent(one -> present(exchange, one));
      return new RequestState(plan, exchange, token.orElse(null));
    } catch (Refused refused) {
      runtime.events().rejected(refused.reason());
      RequestState nobody = new RequestState(plan, exchange, null);
      return refuse(exchange, refused, entering, mandatory) ? null : nobody;
    } catch (StoreException | KeysUnavailableException e) {
      if (entering) {
        throw e;
      }
      return new RequestState(
          plan, exchange, null); // an error page is shown to nobody in particular
    }
  }

  private void present(ServletExchange exchange, PresentedToken token) {
    plan.runtime().events().accepted(token.jwt());
    token.transport().accepted(exchange);
    if (exchange.opensSocket()) {
      plan.sockets().opening();
    }
    Optional<SessionPlan> sessions = plan.sessions();
    if (sessions.isEmpty() || !sessions.get().ignores(exchange.path())) {
      plan.runtime().logins().renewIfDue(exchange, token);
      plan.runtime().csrfTokens().keep(exchange, token);
    }
  }

  /** What was asked for with a token in its URL must not stay in caches or leave as a referrer. */
  private static void keepUrlTokenSecret(ServletExchange exchange) {
    String query = exchange.query();
    if (query != null && !query.equals(exchange.visible(query))) {
      exchange.keepUrlSecret();
    }
  }

  /**
   * Refuses, unless what is refused was sent by a browser by itself to a page that needs no caller:
   * then the visitor is nobody, and the cookie is forgotten.
   */
  private boolean refuse(
      ServletExchange exchange, Refused refused, boolean entering, boolean mandatory) {
    JwtRuntime runtime = plan.runtime();
    if (refused.ambient() && refused.reason() != Reason.CSRF) {
      if (!refused.reason().sparesToken()) {
        runtime.logins().forget(exchange, refused.reason());
      }
      if (entering
          && refused.reason() == Reason.EXPIRED
          && !Handover.bringsToken(exchange)
          && runtime.refusal().ledToRefresh(exchange)) {
        return true;
      }
      if (!needsCaller(exchange, mandatory)) {
        return false;
      }
      if (entering
          && refused.reason() == Reason.EXPIRED
          && runtime.refusal().formLedToRefresh(exchange)) {
        return true;
      }
    }
    if (entering) {
      runtime.refusal().refuse(exchange, refused);
    }
    return entering;
  }

  private boolean needsCaller(ServletExchange exchange, boolean mandatory) {
    String path = exchange.path();
    LoginPaths logins = plan.logins();
    return !logins.isOpen(path)
        && !logins.isForm(path) // also below a protected path, where a bad cookie must not stop it
        && (mandatory
            || plan.runtime().protection().rolesFor(path).isPresent()
            || plan.constraints().ownRolesFor(exchange.method(), path).isPresent());
  }

  /** Whether the container will let in nobody but callers, by all that is declared. */
  boolean asksForCaller(ServletExchange exchange) {
    return plan.constraints()
        .rolesFor(exchange.method(), exchange.path())
        .filter(roles -> !roles.isEmpty())
        .isPresent();
  }

  /** Whether the caller may see a page; where not, the answer is given. */
  boolean admitted(RequestState state, String path) {
    return admitted(state, path, false);
  }

  private boolean admitted(RequestState state, String path, boolean mandatory) {
    if (plan.logins().isOpen(path)) {
      return true;
    }
    Optional<Set<String>> needed = plan.runtime().protection().rolesFor(path);
    Optional<Set<String>> declared =
        plan.constraints().ownRolesFor(state.exchange().method(), path);
    if (needed.isEmpty() && declared.isEmpty() && !mandatory) {
      return true;
    }
    if (state.knownToContainer()) {
      return true; // asked again when the container says which roles this caller has
    }
    Caller caller = state.caller();
    if (caller == null) {
      state.askForLogin();
      return false;
    }
    if (needed.filter(roles -> !Protection.permits(roles, caller.roles())).isPresent()
        || declared.filter(roles -> !Constraints.permits(roles, caller)).isPresent()) {
      forbid(state);
      return false;
    }
    if (!state.exchange().response().containsHeader("Cache-Control")) {
      state.exchange().setHeader("Cache-Control", "private");
    }
    return true;
  }

  private void forbid(RequestState state) {
    state.refuse(Reason.MISSING_ROLE);
  }

  /**
   * Says that the store, or an owner of keys, does not answer; the response must not be committed.
   */
  void unavailable(ServletExchange exchange) {
    exchange.response().reset();
    plan.runtime().refusal().unavailable(exchange);
  }
}
