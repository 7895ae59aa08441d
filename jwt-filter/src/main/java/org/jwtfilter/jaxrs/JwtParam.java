package org.jwtfilter.jaxrs;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;
import org.jwtfilter.Jwt;

/**
 * The verified token as a parameter of a resource method, in every runtime: {@code get(@BeanParam
 * JwtParam caller)}. Confined to its request; to be asked in the thread of the resource method.
 */
public class JwtParam {
  @Context private @Nullable SecurityContext security;

  /** For the runtime. */
  public JwtParam() {}

  /** The caller; empty where nobody presented a token. */
  public Optional<Caller> caller() {
    return security != null && security.getUserPrincipal() instanceof Caller caller
        ? Optional.of(caller)
        : Optional.empty();
  }

  /** The caller's token; empty where nobody presented one. */
  public Optional<Jwt> jwt() {
    return caller().flatMap(Caller::jwt);
  }
}
