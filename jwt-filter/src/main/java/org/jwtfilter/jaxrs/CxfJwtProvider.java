package org.jwtfilter.jaxrs;

import jakarta.ws.rs.core.SecurityContext;
import org.apache.cxf.jaxrs.ext.ContextProvider;
import org.apache.cxf.message.Message;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;
import org.jwtfilter.Jwt;

/** {@code @Context Jwt} on CXF. Loaded by name where the runtime is CXF. Stateless. */
final class CxfJwtProvider implements ContextProvider<Jwt> {
  @Override
  @SuppressWarnings("NullAway") // null where nobody presented a token, which CXF allows
  public Jwt createContext(Message message) {
    Jwt ours = JwtResolver.of(message.get(SecurityContext.class));
    return ours == null ? ofContainer(message) : ours;
  }

  private static @Nullable Jwt ofContainer(Message message) {
    org.apache.cxf.security.SecurityContext security =
        message.get(org.apache.cxf.security.SecurityContext.class);
    return security != null && security.getUserPrincipal() instanceof Caller caller
        ? caller.jwt().orElse(null)
        : null;
  }
}
