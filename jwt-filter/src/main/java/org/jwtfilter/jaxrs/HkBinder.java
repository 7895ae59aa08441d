package org.jwtfilter.jaxrs;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import org.glassfish.hk2.api.Factory;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Jwt;

/**
 * {@code @Context Jwt} and {@code @Inject Jwt} on Jersey with HK2. Loaded by name where the runtime
 * is Jersey.
 */
final class HkBinder extends AbstractBinder {
  @Override
  protected void configure() {
    bindFactory(Current.class).to(Jwt.class);
  }

  /** Asked anew for each place of injection. */
  static final class Current implements Factory<Jwt> {
    @Context private @Nullable SecurityContext security;

    @Override
    @SuppressWarnings("NullAway") // null where nobody presented a token, which HK2 allows
    public Jwt provide() {
      return JwtResolver.of(security);
    }

    @Override
    public void dispose(Jwt jwt) {}
  }
}
