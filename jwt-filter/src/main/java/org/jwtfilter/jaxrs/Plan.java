package org.jwtfilter.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;
import org.jwtfilter.http.JwtRuntime;

/**
 * Who finds callers in this application: our own runtime, or the servlet filter in front, which
 * leaves its own on the request (in a servlet container, a request's attributes are its
 * properties). Immutable and thread-safe.
 *
 * @param own null where only the filter in front is asked
 */
record Plan(@Nullable JwtRuntime own) {
  /** Where the filter in front leaves its runtime. */
  static final String IN_FRONT = JwtRuntime.class.getName();

  /** Whether somebody has looked for the caller of this request already. */
  boolean known(ContainerRequestContext request) {
    SecurityContext security = request.getSecurityContext();
    return inFront(request) != null
        || (security != null && security.getUserPrincipal() instanceof Caller);
  }

  /**
   * The runtime that serves a request.
   *
   * @throws IllegalStateException where there is none, so that nobody comes in by mistake
   */
  JwtRuntime of(ContainerRequestContext request) {
    JwtRuntime front = inFront(request);
    JwtRuntime found = front == null ? own : front;
    if (found == null) {
      throw new IllegalStateException(
          "JwtFeature has no configuration of its own, and no JwtFilter has seen this request: set"
              + " the property jwt.keys of the application, or map the filter to its paths");
    }
    return found;
  }

  static @Nullable JwtRuntime inFront(ContainerRequestContext request) {
    return request.getProperty(IN_FRONT) instanceof JwtRuntime runtime ? runtime : null;
  }
}
