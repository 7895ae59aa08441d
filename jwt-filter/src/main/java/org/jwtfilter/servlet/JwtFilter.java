package org.jwtfilter.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;
import org.jwtfilter.Reason;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.http.PresentedToken;
import org.jwtfilter.http.Protection;
import org.jwtfilter.http.Refused;
import org.jwtfilter.store.StoreException;

/**
 * The servlet filter: finds the caller of a request in its token, keeps the session in a token
 * where that is configured, and lets in who may come in. Configured by init-params of the filter or
 * context-params with the prefix {@code jwt.}; a configuration with anything wrong in it stops the
 * deployment and says all that is wrong. Thread-safe.
 */
public final class JwtFilter implements Filter {
  private static final int MOST_CAUSES = 16;
  private static final Set<DispatcherType> ENTERING =
      Set.of(DispatcherType.REQUEST, DispatcherType.ASYNC);

  private final Clock clock;
  private @Nullable FilterPlan plan;
  private @Nullable LoginEndpoints logins;
  private @Nullable GrantEndpoints grants;

  /** For the container. */
  public JwtFilter() {
    this(Clock.systemUTC());
  }

  /** With the time given. */
  JwtFilter(Clock clock) {
    this.clock = clock;
  }

  /**
   * Reads the configuration and lays everything out.
   *
   * @throws ServletException with every problem of the configuration
   */
  @Override
  public void init(FilterConfig config) throws ServletException {
    FilterPlan started = Deployment.start(config, clock);
    plan = started;
    logins = new LoginEndpoints(started);
    grants = new GrantEndpoints(started);
  }

  @Override
  public void destroy() {
    if (plan != null) {
      plan.close();
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      chain.doFilter(request, response);
      return;
    }
    try {
      dispatched(http, answer, chain);
    } catch (AnswerFailed e) {
      throw e.failure();
    } catch (ServletException | RuntimeException e) {
      if (!unavailable(e, http, answer)) {
        throw e;
      }
    }
  }

  private void dispatched(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    JwtRequest known = JwtRequest.in(request);
    RequestState left = known == null ? RequestState.leftFor(request) : null;
    if (known != null) {
      again(known, request, response, chain);
    } else if (left != null) {
      errorPage(left, request, response, chain);
    } else {
      first(request, response, chain);
    }
  }

  /**
   * A store that does not answer is no fault of the application, which cannot know of it: the
   * client is told to come again. True where it was that, and could be said.
   */
  private boolean unavailable(
      Throwable failure, HttpServletRequest request, HttpServletResponse response) {
    boolean store =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .limit(MOST_CAUSES)
            .anyMatch(StoreException.class::isInstance);
    JwtRequest known = JwtRequest.in(request);
    HttpServletResponse bare = known == null ? response : known.state().exchange().response();
    if (!store || !ENTERING.contains(request.getDispatcherType()) || bare.isCommitted()) {
      return false;
    }
    bare.reset();
    HttpServletRequest asked = known == null ? request : known.state().exchange().request();
    FilterPlan started = plan();
    started.runtime().refusal().unavailable(started.exchange(asked, bare));
    return true;
  }

  /** A further dispatch of a request that we have wrapped already: nothing is done twice. */
  private static void again(
      JwtRequest known, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.FORWARD) {
      Optional<String> welcome = WelcomePage.of(request);
      if (welcome.isPresent() && !admitted(known.state(), welcome.get())) {
        return;
      }
    }
    try {
      chain.doFilter(request, response);
    } finally {
      switch (request.getDispatcherType()) {
        // Tomcat finishes a forwarded response underneath the wrappers.
        case FORWARD -> known.response().forwarded();
        case ASYNC -> finish(known);
        case REQUEST, INCLUDE, ERROR -> {}
      }
    }
  }

  /** The error page of a request that we know: the container dispatches to it unwrapped. */
  private static void errorPage(
      RequestState state,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    state.exchange().rebind(request, response);
    state.exchange().ensureHeaders();
    state.exchange().ensureCookies();
    through(state, chain);
  }

  private void first(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    FilterPlan started = plan();
    ServletExchange exchange = started.exchange(request, response);
    boolean entering = ENTERING.contains(request.getDispatcherType());
    if (entering && answered(started.runtime(), exchange)) {
      return;
    }
    RequestState state = identified(started, exchange, entering);
    if (state != null && (!entering || (!handled(state) && admitted(state, exchange.path())))) {
      through(state, chain);
    }
  }

  /** A preflight, or a path that cannot be told apart from a protected one. */
  private static boolean answered(JwtRuntime runtime, ServletExchange exchange) {
    if (runtime.cors().handled(exchange)) {
      return true;
    }
    if (runtime.protection().ambiguous(exchange.path())) {
      runtime.refusal().refuse(exchange, Reason.BAD_REQUEST);
      return true;
    }
    return false;
  }

  /** The state of a request of somebody or nobody; null where it was refused and answered. */
  private static @Nullable RequestState identified(
      FilterPlan plan, ServletExchange exchange, boolean entering) {
    if (plan.readsQueries()) {
      keepUrlTokenSecret(exchange);
    }
    if (entering && plan.logins().bringsItsProof(exchange.path())) {
      return new RequestState(plan, exchange, null);
    }
    JwtRuntime runtime = plan.runtime();
    try {
      Optional<PresentedToken> token = runtime.authenticator().authenticate(exchange);
      token.ifPresent(one -> present(plan, exchange, one));
      return new RequestState(plan, exchange, token.orElse(null));
    } catch (Refused refused) {
      runtime.events().rejected(refused.reason());
      RequestState nobody = new RequestState(plan, exchange, null);
      return refuse(runtime, exchange, refused, entering) ? null : nobody;
    } catch (StoreException e) {
      if (entering) {
        throw e;
      }
      return new RequestState(
          plan, exchange, null); // an error page is shown to nobody in particular
    }
  }

  private static void present(FilterPlan plan, ServletExchange exchange, PresentedToken token) {
    plan.runtime().events().accepted(token.jwt());
    Optional<SessionPlan> sessions = plan.sessions();
    if (sessions.isEmpty() || !sessions.get().ignores(exchange.path())) {
      plan.runtime().logins().renewIfDue(exchange, token);
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
  private static boolean refuse(
      JwtRuntime runtime, ServletExchange exchange, Refused refused, boolean entering) {
    if (refused.ambient() && refused.reason() != Reason.CSRF) {
      if (!refused.reason().sparesToken()) {
        runtime.logins().forget(exchange);
      }
      if (entering
          && refused.reason() == Reason.EXPIRED
          && runtime.refusal().ledToRefresh(exchange)) {
        return true;
      }
      if (runtime.protection().rolesFor(exchange.path()).isEmpty()) {
        return false;
      }
    }
    if (entering) {
      runtime.refusal().refuse(exchange, refused);
    }
    return entering;
  }

  private boolean handled(RequestState state) {
    return (logins != null && logins.handled(state)) || (grants != null && grants.handled(state));
  }

  /** Whether the caller may see the page; where not, the answer is given. */
  private static boolean admitted(RequestState state, String path) {
    JwtRuntime runtime = state.runtime();
    Optional<Set<String>> needed = runtime.protection().rolesFor(path);
    Caller caller = state.caller();
    if (needed.isEmpty()) {
      return true;
    }
    if (caller == null) {
      runtime.refusal().askForLogin(state.exchange());
      return false;
    }
    if (!Protection.permits(needed.get(), caller.roles())) {
      runtime.events().rejected(Reason.MISSING_ROLE);
      runtime.refusal().refuse(state.exchange(), Reason.MISSING_ROLE);
      return false;
    }
    if (!state.exchange().response().containsHeader("Cache-Control")) {
      state.exchange().setHeader("Cache-Control", "private");
    }
    return true;
  }

  private static void through(RequestState state, FilterChain chain)
      throws IOException, ServletException {
    ServletExchange exchange = state.exchange();
    JwtResponse response = new JwtResponse(exchange.response(), state);
    JwtRequest request = new JwtRequest(exchange.request(), state, response);
    boolean completed = false;
    try {
      chain.doFilter(request, response);
      completed = true;
    } finally {
      if (!completed) {
        state.leaveForErrorPage();
      }
      finish(request);
    }
  }

  /** Ends the request, unless it goes on asynchronously. */
  private static void finish(JwtRequest request) {
    if (!request.isAsyncStarted()) {
      request.response().finish();
    }
  }

  private FilterPlan plan() {
    if (plan == null) {
      throw new IllegalStateException("the filter was not initialized");
    }
    return plan;
  }
}
