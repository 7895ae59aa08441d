package org.jwtfilter.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.KeysUnavailableException;
import org.jwtfilter.store.StoreException;

/**
 * The servlet filter: finds the caller of a request in its token, keeps the session in a token
 * where that is configured, and lets in who may come in. Configured by init-params of the filter or
 * context-params with the prefix {@code jwt.}; a configuration with anything wrong in it stops the
 * deployment and says all that is wrong, or has every request refused where the server would deploy
 * the application nevertheless. Thread-safe.
 */
public final class JwtFilter implements Filter {
  private static final Set<DispatcherType> ENTERING =
      Set.of(DispatcherType.REQUEST, DispatcherType.ASYNC);

  private static final Logger LOG = System.getLogger(JwtFilter.class.getName());

  private final Clock clock;
  private @Nullable FrontDoor door;
  private @Nullable AuthModule module;
  private boolean refusing;

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
   * @throws ServletException with every problem of the configuration; on Payara, GlassFish and Open
   *     Liberty they are logged
   */
  @Override
  public void init(FilterConfig config) throws ServletException {
    AuthModule found = AuthModule.of(config.getServletContext());
    try {
      start(config, found);
    } catch (ServletException | RuntimeException | LinkageError e) {
      if (!found.deploysInSpiteOfFilters()) {
        throw e;
      }
      LOG.log(Level.ERROR, "every request is refused, since jwt-filter has not started: " + e, e);
      refusing = true;
    } finally {
      if (door == null) {
        found.close();
      }
    }
  }

  private void start(FilterConfig config, AuthModule found) throws ServletException {
    FrontDoor opened = new FrontDoor(Deployment.start(config, clock));
    found.open(opened);
    door = opened;
    module = found;
  }

  @Override
  public void destroy() {
    if (module != null) {
      module.close();
    }
    if (door != null) {
      door.plan().close();
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (refusing) {
      refuse(response);
      return;
    }
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
      if (!answered(e, http) && !unavailable(e, http, answer)) {
        throw e;
      }
    }
  }

  /** Of a server that has deployed the application nevertheless. */
  private static void refuse(ServletResponse response) throws IOException {
    if (response instanceof HttpServletResponse answer) {
      answer.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
    response.setContentType("text/plain;charset=utf-8");
    response
        .getOutputStream()
        .print("The application has not started: the server's log says what is wrong.");
  }

  private void dispatched(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    JwtRequest known = JwtRequest.in(request);
    if (known != null) {
      again(known, request, response, chain);
      return;
    }
    RequestState begun = begun(request);
    if (begun != null) {
      goOn(begun, request, response, chain);
    } else {
      first(request, response, chain);
    }
  }

  /**
   * What an earlier dispatch has left for its error page, or the auth module has found out; null
   * where this is the first that we hear of the request.
   */
  private @Nullable RequestState begun(HttpServletRequest request) {
    RequestState left = RequestState.leftFor(request);
    if (left != null) {
      return left;
    }
    ModuleRequest handed = ModuleRequest.in(request);
    if (handed != null) {
      if (module != null && module.handsOnForErrorPages()) {
        handed.state().carried();
      }
      return handed.state();
    }
    return module != null && module.jetty() && module.inPlace()
        ? CarriedPrincipal.in(request)
        : null;
  }

  /** Whether the client was told already why the application has failed. */
  private static boolean answered(Throwable failure, HttpServletRequest request) {
    return ENTERING.contains(request.getDispatcherType()) && NotTaken.isIn(failure);
  }

  /**
   * A store or an owner of keys that does not answer is no fault of the application, which cannot
   * know of it: the client is told to come again. True where it was that, and could be said.
   */
  private boolean unavailable(
      Throwable failure, HttpServletRequest request, HttpServletResponse response) {
    boolean store =
        Causes.of(failure)
            .anyMatch(
                one -> one instanceof StoreException || one instanceof KeysUnavailableException);
    JwtRequest known = JwtRequest.in(request);
    HttpServletResponse bare = known == null ? response : known.state().exchange().response();
    if (!store || !ENTERING.contains(request.getDispatcherType()) || bare.isCommitted()) {
      return false;
    }
    HttpServletRequest asked = known == null ? request : known.state().exchange().request();
    FrontDoor opened = door();
    opened.unavailable(opened.exchange(asked, bare));
    return true;
  }

  /** A further dispatch of a request that we have wrapped already: nothing is done twice. */
  private void again(
      JwtRequest known, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.FORWARD) {
      Optional<String> welcome = WelcomePage.of(request);
      if (welcome.isPresent() && !door().admitted(known.state(), welcome.get())) {
        return;
      }
    }
    boolean completed = false;
    try {
      known.state().follow(request, response, chain);
      completed = true;
    } finally {
      switch (request.getDispatcherType()) {
        // Tomcat finishes a forwarded response underneath the wrappers.
        case FORWARD -> known.response().forwarded();
        case ASYNC -> finish(known, completed);
        case REQUEST, INCLUDE, ERROR -> {}
      }
    }
  }

  /** The request of somebody whom we know, though the container hands it to us unwrapped. */
  private void goOn(
      RequestState state,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    state.exchange().rebind(bare(request), response);
    state.exchange().ensureHeaders();
    state.exchange().ensureCookies();
    if (!state.adopted() || door().admitted(state, state.exchange().path())) {
      through(state, chain);
    }
  }

  private static HttpServletRequest bare(HttpServletRequest request) {
    return request instanceof ModuleRequest handed
            && handed.getRequest() instanceof HttpServletRequest inner
        ? inner
        : request;
  }

  private void first(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    FrontDoor opened = door();
    ServletExchange exchange = opened.exchange(request, response);
    RequestState state =
        ENTERING.contains(request.getDispatcherType())
            ? opened.enter(exchange, letIn(exchange), RequestState::logInForThisRequest)
            : opened.recognized(exchange);
    if (state != null) {
      if (fromAnotherApplication(request)) {
        state.leaveSessionToContainer();
      }
      through(state, chain);
    }
  }

  private static boolean fromAnotherApplication(HttpServletRequest request) {
    Object path =
        switch (request.getDispatcherType()) {
          case INCLUDE -> request.getContextPath();
          case FORWARD -> request.getAttribute(RequestDispatcher.FORWARD_CONTEXT_PATH);
          case REQUEST, ASYNC, ERROR -> null;
        };
    return path != null && !path.equals(request.getServletContext().getContextPath());
  }

  /** Whether the container has let in a caller only, of whom the module could tell us nothing. */
  private boolean letIn(ServletExchange exchange) {
    return module != null && module.inPlace() && door().asksForCaller(exchange);
  }

  private static void through(RequestState state, FilterChain chain)
      throws IOException, ServletException {
    ServletExchange exchange = state.exchange();
    JwtResponse response = new JwtResponse(exchange.response(), state);
    JwtRequest request = new JwtRequest(state.asked(), state, response);
    boolean completed = false;
    try {
      withBeans(state, request, response, chain);
      completed = true;
    } finally {
      finish(request, completed);
    }
  }

  private static void withBeans(
      RequestState state, JwtRequest request, JwtResponse response, FilterChain chain)
      throws IOException, ServletException {
    BeanScopes.Scope beans = state.enterBeans(request);
    try {
      state.follow(request, response, chain);
    } finally {
      beans.close();
    }
  }

  /** Ends the request, unless it goes on asynchronously; after an exception, with an error page. */
  private static void finish(JwtRequest request, boolean completed) {
    if (!completed) {
      request.state().leaveForErrorPage();
    }
    if (!request.isAsyncStarted()) {
      request.response().finish();
    }
  }

  private FrontDoor door() {
    if (door == null) {
      throw new IllegalStateException("the filter was not initialized");
    }
    return door;
  }
}
