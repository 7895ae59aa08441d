package org.jwtfilter.jaxrs;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.ContextResolver;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;
import org.jwtfilter.Jwt;

/**
 * The verified token of the request, in every runtime: {@code
 * providers.getContextResolver(Jwt.class, MediaType.WILDCARD_TYPE).getContext(Jwt.class)} with
 * {@code @Context Providers}. Thread-safe; to be asked in the thread of the request.
 */
final class JwtResolver implements ContextResolver<Jwt> {
  @Context private @Nullable SecurityContext security;

  /** Null where nobody presented a token, as the specification has it. */
  @Override
  public @Nullable Jwt getContext(Class<?> asker) {
    return of(security);
  }

  static @Nullable Jwt of(@Nullable SecurityContext security) {
    return security != null && security.getUserPrincipal() instanceof Caller caller
        ? caller.jwt().orElse(null)
        : null;
  }
}
