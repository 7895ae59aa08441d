package org.jwtfilter.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;
import org.jwtfilter.CsrfToken;
import org.jwtfilter.http.Handshake;
import org.jwtfilter.http.JwtRuntime;

/** The request that the application sees: the caller and the session come from tokens. */
final class JwtRequest extends SameRequest {
  private static final String RUNTIME = JwtRuntime.class.getName();

  private final RequestState state;
  private final JwtResponse response;
  private final HttpServletRequest entered;
  private @Nullable FormBody form;

  JwtRequest(HttpServletRequest request, RequestState state, JwtResponse response) {
    super(request);
    this.entered = request;
    this.state = state;
    this.response = response;
  }

  /** Our wrapper of a request, below whatever others have put around it; null where none is. */
  static @Nullable JwtRequest in(ServletRequest request) {
    ServletRequest one = request;
    while (one instanceof ServletRequestWrapper wrapper) {
      if (one instanceof JwtRequest found) {
        return found;
      }
      one = wrapper.getRequest();
    }
    return null;
  }

  JwtResponse response() {
    return response;
  }

  /**
   * What looks for the caller below us, such as a JAX-RS feature, finds here that it was done, and
   * with what; a page finds its CSRF token, made by asking. Both are in no list of names, and no
   * listener hears of them.
   */
  @Override
  public @Nullable Object getAttribute(String name) {
    if (name.equals(RUNTIME)) {
      return state.runtime();
    }
    Object found = super.getAttribute(name);
    // An application with tokens of its own under that name keeps them.
    return found == null && name.equals(CsrfToken.ATTRIBUTE) ? state.csrfToken() : found;
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    Enumeration<String> names = super.getAttributeNames();
    if (super.getAttribute(RequestState.ATTRIBUTE) == null) {
      return names;
    }
    List<String> visible = Collections.list(names);
    visible.remove(RequestState.ATTRIBUTE);
    return Collections.enumeration(visible);
  }

  RequestState state() {
    return state;
  }

  // The caller

  /**
   * {@inheritDoc} Jetty sends the answer to a WebSocket's handshake past all wrappers; this is what
   * it asks last before.
   */
  @Override
  public @Nullable Principal getUserPrincipal() {
    if (state.sessions() != null && state.exchange().opensSocket()) {
      response.beforeCommit();
    }
    Caller caller = state.caller();
    return caller == null ? ofContainer() : asTold(caller);
  }

  /**
   * The very object that the module has told the container: Payara takes any other for another
   * caller, whose roles session beans do not know.
   */
  private Caller asTold(Caller caller) {
    return super.getUserPrincipal() instanceof Caller told && told.equals(caller) ? told : caller;
  }

  /** Somebody whom only the container knows. */
  private @Nullable Principal ofContainer() {
    Principal principal = super.getUserPrincipal();
    return CarriedPrincipal.isNobody(principal) ? null : principal;
  }

  @Override
  public @Nullable String getRemoteUser() {
    Caller caller = state.caller();
    if (caller != null) {
      return caller.getName();
    }
    return ofContainer() == null ? null : super.getRemoteUser();
  }

  @Override
  public @Nullable String getAuthType() {
    if (state.caller() != null) {
      return state.authType();
    }
    return ofContainer() == null ? null : super.getAuthType();
  }

  /** {@inheritDoc} The servlet may have a name of its own for it. */
  @Override
  public boolean isUserInRole(String role) {
    Caller caller = state.caller();
    if (caller == null) {
      return ofContainer() != null && super.isUserInRole(role);
    }
    String meant = state.plan().role(this, role);
    return "**".equals(meant) || (!"*".equals(meant) && caller.roles().contains(meant));
  }

  @Override
  public void login(@Nullable String name, @Nullable String password) throws ServletException {
    if (name == null || password == null) {
      throw new ServletException("a login needs a name and a password");
    }
    state.logIn(name, password);
  }

  @Override
  public void logout() throws ServletException {
    state.logOut();
    super.logout();
  }

  @Override
  public boolean authenticate(HttpServletResponse answer) {
    if (getUserPrincipal() != null || state.loggedInByPassword()) {
      return true;
    }
    if (answer.isCommitted()) {
      throw new IllegalStateException(
          "the response is committed, so nobody can be asked to log in");
    }
    response.beforeCommit();
    if (!response.discarding()) {
      state.askForLogin();
    }
    return false;
  }

  // The session

  /**
   * Where it is kept; null where that is the container: by configuration, or while the request is
   * with another application, which must not see this one's.
   */
  private @Nullable SessionTracker sessions() {
    return state.sessions() == null || elsewhere() ? null : state.sessions();
  }

  private boolean elsewhere() {
    ServletContext own = state.plan().servletContext();
    ServletContext now = getServletContext();
    return now != own && !now.getContextPath().equals(own.getContextPath());
  }

  @Override
  public @Nullable HttpSession getSession() {
    return getSession(true);
  }

  @Override
  public @Nullable HttpSession getSession(boolean create) {
    SessionTracker sessions = sessions();
    return sessions == null
        ? state.ofContainer(super.getSession(create))
        : sessions.session(create);
  }

  /** {@inheritDoc} One that is no id of ours is told as the container has it, and is not valid. */
  @Override
  public @Nullable String getRequestedSessionId() {
    String ours = requestedOfOurs();
    return ours == null ? super.getRequestedSessionId() : ours;
  }

  private @Nullable String requestedOfOurs() {
    SessionTracker sessions = sessions();
    return sessions == null ? null : sessions.requestedId();
  }

  @Override
  public boolean isRequestedSessionIdValid() {
    SessionTracker sessions = sessions();
    return sessions == null ? super.isRequestedSessionIdValid() : sessions.requestedIdValid();
  }

  @Override
  public boolean isRequestedSessionIdFromCookie() {
    return requestedOfOurs() != null || super.isRequestedSessionIdFromCookie();
  }

  @Override
  public boolean isRequestedSessionIdFromURL() {
    return requestedOfOurs() == null && super.isRequestedSessionIdFromURL();
  }

  @Override
  public String changeSessionId() {
    SessionTracker sessions = sessions();
    return sessions == null ? super.changeSessionId() : sessions.changeId();
  }

  // Asynchronous processing: the pair of wrappers goes along

  /** {@inheritDoc} Of a request that was forwarded it is the original one that goes on. */
  @Override
  public AsyncContext startAsync() {
    JwtRequest original = over(entered);
    return started(getRequest().startAsync(original, response), original, true);
  }

  /**
   * {@inheritDoc} Tomcat slides what a forward changes under this wrapper, and takes it away again
   * when the forward ends: what goes on has to keep it.
   */
  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse answer) {
    ServletRequest goesOn = request == this ? over((HttpServletRequest) getRequest()) : request;
    AsyncContext real = getRequest().startAsync(goesOn, answer);
    return started(real, request, request == this && answer == response);
  }

  /** This wrapper over a request that lies below it now, and to stay. */
  private JwtRequest over(HttpServletRequest request) {
    return request == entered && request == getRequest()
        ? this
        : new JwtRequest(request, state, response);
  }

  private AsyncContext started(AsyncContext real, ServletRequest request, boolean original) {
    JwtAsyncContext started = new JwtAsyncContext(real, request, response, original);
    response.started(started);
    return started;
  }

  @Override
  public AsyncContext getAsyncContext() {
    AsyncContext real = super.getAsyncContext();
    AsyncContext ours = response.async();
    return ours == null ? real : ours;
  }

  @Override
  public @Nullable RequestDispatcher getRequestDispatcher(String path) {
    RequestDispatcher dispatcher = super.getRequestDispatcher(path);
    return dispatcher == null || !state.plan().savesBeforeInclude() || isAsyncStarted()
        ? dispatcher
        : new SavingDispatcher(dispatcher, response);
  }

  // Sub-protocols of a WebSocket: the one that is a token is no business of the application

  private boolean hides(@Nullable String header) {
    return Handshake.PROTOCOLS.equalsIgnoreCase(header)
        && state.plan().readsSubprotocols()
        && state.exchange().opensSocket();
  }

  private Optional<String> offered() {
    return Handshake.visible(state.exchange().headers(Handshake.PROTOCOLS));
  }

  @Override
  public @Nullable String getHeader(@Nullable String name) {
    return hides(name) ? offered().orElse(null) : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(@Nullable String name) {
    return hides(name)
        ? Collections.enumeration(offered().map(List::of).orElse(List.of()))
        : super.getHeaders(name);
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    Enumeration<String> names = super.getHeaderNames();
    if (names == null || !hides(Handshake.PROTOCOLS) || offered().isPresent()) {
      return names;
    }
    List<String> visible = Collections.list(names);
    visible.removeIf(Handshake.PROTOCOLS::equalsIgnoreCase);
    return Collections.enumeration(visible);
  }

  // Parameters: the token's own are no business of the application

  private Set<String> hidden() {
    return state.exchange().hiddenParameters();
  }

  @Override
  public @Nullable String getQueryString() {
    return state.exchange().visible(super.getQueryString());
  }

  @Override
  public @Nullable String getParameter(String name) {
    return hidden().contains(name) ? null : super.getParameter(name);
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return hidden().contains(name) ? null : super.getParameterValues(name);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return hidden().isEmpty()
        ? super.getParameterNames()
        : Collections.enumeration(getParameterMap().keySet());
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    Map<String, String[]> all = super.getParameterMap();
    if (hidden().isEmpty()) {
      return all;
    }
    Map<String, String[]> visible = new LinkedHashMap<>(all);
    visible.keySet().removeAll(hidden());
    return Collections.unmodifiableMap(visible);
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    state.exchange().bodyTaken();
    return readsForms() ? form().stream() : super.getInputStream();
  }

  @Override
  public BufferedReader getReader() throws IOException {
    state.exchange().bodyTaken();
    return readsForms() ? form().reader() : super.getReader();
  }

  /** Whether looking for a token has consumed the body, which the application may want to read. */
  private boolean readsForms() {
    return state.plan().readsForms() && state.exchange().hasForm();
  }

  private FormBody form() {
    if (form == null) {
      form = FormBody.of(this, Set.of());
    }
    return form;
  }
}
