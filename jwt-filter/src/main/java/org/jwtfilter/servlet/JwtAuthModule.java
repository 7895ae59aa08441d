package org.jwtfilter.servlet;

import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import jakarta.security.auth.message.config.ServerAuthContext;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Account;
import org.jwtfilter.Caller;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.http.LoginThrottled;
import org.jwtfilter.key.KeysUnavailableException;
import org.jwtfilter.store.StoreException;

/**
 * The module of Jakarta Authentication: tells the container who the caller is, before it looks at
 * its constraints. It walks the line that the filter walks otherwise, and the filter goes on with
 * what it has found. Thread-safe.
 */
final class JwtAuthModule implements ServerAuthModule, ServerAuthContext {
  private static final String MANDATORY = "jakarta.security.auth.message.MessagePolicy.isMandatory";
  private static final String AUTH_TYPE = "jakarta.servlet.http.authType";
  private static final String REGISTER = "jakarta.servlet.http.registerSession";
  private static final String NOT_TAKEN =
      "the server does not take callers from a module: its constraints and session beans do not"
          + " know the callers of tokens (docs/servers.md says what to set on WildFly)";

  private final AuthModule module;
  private final CallbackHandler handler;

  JwtAuthModule(AuthModule module, CallbackHandler handler) {
    this.module = module;
    this.handler = handler;
  }

  @Override
  public void initialize(
      @Nullable MessagePolicy request,
      @Nullable MessagePolicy response,
      @Nullable CallbackHandler other,
      @Nullable Map<String, Object> options) {
    // The provider has made this with all it needs.
  }

  @Override
  public Class<?>[] getSupportedMessageTypes() {
    return new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class};
  }

  @Override
  public AuthStatus validateRequest(MessageInfo message, Subject client, @Nullable Subject service)
      throws AuthException {
    HttpServletResponse response = response(message);
    if (!(message.getRequestMessage() instanceof HttpServletRequest request) || response == null) {
      return AuthStatus.SUCCESS; // Jetty, on a page without constraints: the filter's business
    }
    FrontDoor door = module.door();
    if (door == null) {
      return notReady(message);
    }
    ModuleRequest known = ModuleRequest.in(request);
    if (known != null) {
      tell(known.state(), message, client, request);
      return AuthStatus.SUCCESS;
    }
    return new Visit(door, message, client, request, response).status();
  }

  /** Jetty has no response on a page without constraints, and says so with an exception. */
  private static @Nullable HttpServletResponse response(MessageInfo message) {
    try {
      return message.getResponseMessage() instanceof HttpServletResponse found ? found : null;
    } catch (NullPointerException | IllegalStateException e) {
      return null;
    }
  }

  private static AuthStatus notReady(MessageInfo message) throws AuthException {
    if (mandatory(message)) {
      throw new AuthException(
          "jwt-filter has not started, so nobody can be let in: is there a filter of class "
              + JwtFilter.class.getName()
              + " in web.xml, and has its start failed?");
    }
    return AuthStatus.SUCCESS;
  }

  private static boolean mandatory(MessageInfo message) {
    return Boolean.parseBoolean(String.valueOf(message.getMap().get(MANDATORY)));
  }

  /** One request at the door. */
  private final class Visit {
    private final FrontDoor door;
    private final MessageInfo message;
    private final Subject client;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ServletExchange exchange;
    private final boolean mandatory;

    Visit(
        FrontDoor door,
        MessageInfo message,
        Subject client,
        HttpServletRequest request,
        HttpServletResponse response) {
      this.door = door;
      this.message = message;
      this.client = client;
      this.request = request;
      this.response = response;
      this.exchange = door.exchange(request, response);
      this.mandatory = mandatory(message) || door.asksForCaller(exchange);
      if (module.jetty()) {
        exchange.withoutErrorPages();
      }
    }

    AuthStatus status() throws AuthException {
      try {
        RequestState state = door.enter(exchange, mandatory, this::logIn);
        return state == null ? answered() : entered(state);
      } catch (StoreException | KeysUnavailableException e) {
        door.unavailable(exchange);
        return answered();
      } catch (AnswerFailed e) {
        return AuthStatus.SEND_CONTINUE;
      }
    }

    private AuthStatus entered(RequestState state) throws AuthException {
      exchange.ensureCookies();
      if (mandatory && door.plan().logins().isOpen(exchange.path())) {
        return shown(state);
      }
      if (!state.knownToContainer()) {
        tell(state, message, client, request);
      }
      handOn(state);
      return AuthStatus.SUCCESS;
    }

    private void handOn(RequestState state) {
      if (!module.jetty()) {
        message.setRequestMessage(new ModuleRequest(request, state));
      }
    }

    /** The login page, which constraints may cover and everybody must see. */
    private AuthStatus shown(RequestState state) throws AuthException {
      if (module.jetty()) {
        Set<String> roles =
            door.plan().constraints().rolesFor(exchange.method(), exchange.path()).orElse(Set.of());
        ask(callbacks(client, new CarriedPrincipal(state), roles));
        return AuthStatus.SUCCESS;
      }
      RequestDispatcher page = request.getRequestDispatcher(exchange.path());
      try {
        page.forward(new ModuleRequest(request, state), response);
        return answered();
      } catch (ServletException | IOException e) {
        throw failed("the login page cannot be shown", e);
      }
    }

    /** A password that the container itself is to look at, since it keeps the roles. */
    private void logIn(RequestState state, BasicCredentials given) throws LoginThrottled {
      if (door.plan().hasOwnAccounts()) {
        state.logInForThisRequest(given);
        return;
      }
      JwtRuntime runtime = door.plan().runtime();
      if (runtime.guard().check(exchange, given.name(), () -> checked(given)).isPresent()) {
        message.getMap().put(AUTH_TYPE, "BASIC");
        state.leaveToContainer();
      } else {
        runtime.events().loginFailed(given.name());
      }
    }

    /** The account, without its roles, where the container finds the password right. */
    private Optional<Account> checked(BasicCredentials given) {
      Subject subject = module.forgetsPasswords() ? new Subject() : client;
      PasswordValidationCallback asked =
          new PasswordValidationCallback(subject, given.name(), given.password().toCharArray());
      try {
        handler.handle(new Callback[] {asked});
        if (asked.getResult() && module.forgetsPasswords()) {
          String[] groups = CallbackAccounts.groups(subject).toArray(String[]::new);
          handler.handle(
              new Callback[] {
                new CallerPrincipalCallback(client, given.name()),
                new GroupPrincipalCallback(client, groups)
              });
        }
      } catch (IOException | UnsupportedCallbackException e) {
        throw new IllegalStateException("the server cannot check passwords for a module", e);
      } finally {
        asked.clearPassword();
      }
      return asked.getResult()
          ? Optional.of(new Account(given.name(), Set.of()))
          : Optional.empty();
    }

    /** What Jetty is told before its filters, it sends only when the stream is closed. */
    private AuthStatus answered() {
      if (module.jetty()) {
        try {
          response.getOutputStream().close();
        } catch (IOException e) {
          throw new AnswerFailed(e);
        }
      }
      return AuthStatus.SEND_CONTINUE;
    }
  }

  private void tell(
      RequestState state, MessageInfo message, Subject client, HttpServletRequest request)
      throws AuthException {
    Caller caller = state.caller();
    if (caller == null) {
      return;
    }
    message.getMap().put(AUTH_TYPE, state.authType());
    if (module.renewsSessionIds() && request.getSession(false) != null) {
      // Tomcat gives a session a new id with each caller that it does not know from there.
      message.getMap().put(REGISTER, "true");
    }
    Principal principal = module.jetty() ? new CarriedPrincipal(state) : caller;
    Callback[] told =
        callbacks(client, principal, state.plan().roleMapping().groups(caller.roles()));
    try {
      ask(told);
    } catch (AuthException e) {
      if (mandatory(message)) {
        throw e;
      }
      // WildFly by itself takes callers of its own domain only. Where it asks for none, the
      // application hears of ours from the filter, as on servers without modules.
      module.warnOnce(NOT_TAKEN, e);
    }
  }

  private Callback[] callbacks(Subject client, Principal principal, Set<String> roles) {
    List<Callback> callbacks = new ArrayList<>();
    callbacks.add(new CallerPrincipalCallback(client, principal));
    String[] groups =
        roles.stream()
            .filter(role -> !role.equals(Constraints.ANY_ROLE))
            .filter(role -> !role.equals(Constraints.ANY_CALLER))
            .toArray(String[]::new);
    if (groups.length > 0 || module.jetty()) { // without any, Jetty fails where it looks for a role
      callbacks.add(new GroupPrincipalCallback(client, groups));
    }
    return callbacks.toArray(Callback[]::new);
  }

  private void ask(Callback[] callbacks) throws AuthException {
    try {
      handler.handle(callbacks);
    } catch (IOException | UnsupportedCallbackException e) {
      throw failed(NOT_TAKEN, e);
    }
  }

  private static AuthException failed(String words, Exception cause) {
    AuthException failure = new AuthException(words);
    failure.initCause(cause);
    return failure;
  }

  @Override
  public AuthStatus secureResponse(MessageInfo message, @Nullable Subject service) {
    return AuthStatus.SEND_SUCCESS;
  }

  @Override
  public void cleanSubject(@Nullable MessageInfo message, @Nullable Subject subject) {
    if (subject != null) {
      subject.getPrincipals().clear();
    }
  }
}
