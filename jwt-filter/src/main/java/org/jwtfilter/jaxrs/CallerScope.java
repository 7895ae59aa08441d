package org.jwtfilter.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;
import org.jwtfilter.Downstream;
import org.jwtfilter.TokenForwarding;

/**
 * Lets the thread of a resource method call other services in the name of its caller, where no
 * servlet filter does.
 *
 * <p>JAX-RS tells of the end of a request, but not always on this thread, and not of every end. So
 * the caller is not kept here: the runtime's own proxy is asked, which knows nobody once this
 * thread serves no request, and the right one when it serves another. Thread-safe.
 */
final class CallerScope implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String PROPERTY = CallerScope.class.getName();

  private final TokenForwarding forwarding;

  @Context private @Nullable SecurityContext security;

  CallerScope(TokenForwarding forwarding) {
    this.forwarding = forwarding;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (Plan.inFront(request) == null) {
      request.setProperty(PROPERTY, Downstream.enter(forwarding, this::caller));
    }
  }

  private Optional<Caller> caller() {
    try {
      return security != null && security.getUserPrincipal() instanceof Caller caller
          ? Optional.of(caller)
          : Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty(); // how most runtimes say that no request is served here
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(PROPERTY) instanceof Downstream.Scope scope) {
      scope.close();
    }
  }
}
