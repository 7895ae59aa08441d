package org.jwtfilter.jaxrs;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;

/**
 * What resources ask about the caller of a token. Immutable.
 *
 * @param caller who it is
 * @param secure whether the request came over TLS
 */
record CallerContext(Caller caller, boolean secure) implements SecurityContext {
  static final String SCHEME = "Bearer";

  @Override
  public Principal getUserPrincipal() {
    return caller;
  }

  @Override
  public boolean isUserInRole(@Nullable String role) {
    return Access.ANY_CALLER.equals(role) || (role != null && caller.roles().contains(role));
  }

  @Override
  public boolean isSecure() {
    return secure;
  }

  @Override
  public String getAuthenticationScheme() {
    return SCHEME;
  }
}
