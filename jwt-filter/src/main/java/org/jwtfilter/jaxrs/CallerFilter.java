package org.jwtfilter.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import java.util.function.Consumer;
import org.jwtfilter.Caller;
import org.jwtfilter.Jwt;
import org.jwtfilter.Reason;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.TokenSource;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.http.PresentedToken;
import org.jwtfilter.http.Refused;
import org.jwtfilter.key.KeysUnavailableException;
import org.jwtfilter.store.StoreException;

/**
 * Finds the caller of a request in its token. Thread-safe.
 *
 * <p>Not final and not hidden behind an interface: {@link SecuredCallerFilter} is the same for a
 * part of the application.
 */
class CallerFilter implements ContainerRequestFilter {
  private final Plan plan;

  private final Consumer<Jwt> injection;

  /**
   * @param injection is told the token of each request in its thread
   */
  CallerFilter(Plan plan, Consumer<Jwt> injection) {
    this.plan = plan;
    this.injection = injection;
  }

  @Override
  public final void filter(ContainerRequestContext request) {
    if (plan.known(request)) {
      takeOver(request);
      return;
    }
    JwtRuntime runtime = plan.of(request);
    RestExchange exchange = RestExchange.of(request);
    keepUrlSecret(runtime, exchange);
    try {
      Optional<PresentedToken> token = runtime.authenticator().authenticate(exchange);
      token.ifPresent(one -> accept(runtime, exchange, request, one));
    } catch (Refused refused) {
      refuse(runtime, exchange, refused);
    } catch (StoreException | KeysUnavailableException e) {
      runtime.refusal().unavailable(exchange);
    }
  }

  /** Says of a caller whom the filter in front has found what it says of its own: CXF does not. */
  private void takeOver(ContainerRequestContext request) {
    SecurityContext found = request.getSecurityContext();
    if (found != null && found.getUserPrincipal() instanceof Caller caller) {
      caller.jwt().ifPresent(jwt -> tell(request, jwt));
      if (!CallerContext.SCHEME.equals(found.getAuthenticationScheme())) {
        request.setSecurityContext(new CallerContext(caller, found.isSecure()));
      }
    }
  }

  private void tell(ContainerRequestContext request, Jwt jwt) {
    request.setProperty(Jwt.class.getName(), jwt);
    injection.accept(jwt);
  }

  private static void keepUrlSecret(JwtRuntime runtime, RestExchange exchange) {
    if (runtime.config().get(Options.TOKEN_FROM).contains(TokenSource.QUERY)) {
      exchange.keepUrlSecret(runtime.config().get(Options.QUERY_PARAMETER));
    }
  }

  private void accept(
      JwtRuntime runtime,
      RestExchange exchange,
      ContainerRequestContext request,
      PresentedToken token) {
    runtime.events().accepted(token.jwt());
    runtime.logins().renewIfDue(exchange, token);
    runtime.csrfTokens().keep(exchange, token);
    Caller caller = runtime.caller(token.jwt());
    tell(request, token.jwt());
    request.setSecurityContext(new CallerContext(caller, exchange.secure()));
  }

  /**
   * Refuses, unless a browser sent by itself what is refused: then it is forgotten, and {@link
   * AccessFilter} decides whether nobody may come in.
   */
  private static void refuse(JwtRuntime runtime, RestExchange exchange, Refused refused) {
    runtime.events().rejected(refused.reason());
    if (refused.ambient() && refused.reason() != Reason.CSRF) {
      if (!refused.reason().sparesToken()) {
        runtime.logins().forget(exchange, refused.reason());
      }
      exchange.forgotten(refused);
    } else {
      runtime.refusal().refuse(exchange, refused);
    }
  }
}
