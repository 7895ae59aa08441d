package org.jwtfilter.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import org.jwtfilter.http.JwtRuntime;

/**
 * Answers the preflights of other origins, which carry no credentials, and says what those may
 * read. Before matching, since few resources have a method for {@code OPTIONS}. Thread-safe.
 */
@PreMatching
final class PreflightFilter implements ContainerRequestFilter {
  private final JwtRuntime runtime;

  PreflightFilter(JwtRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (Plan.inFront(request) == null) {
      runtime.cors().handled(RestExchange.of(request));
    }
  }
}
