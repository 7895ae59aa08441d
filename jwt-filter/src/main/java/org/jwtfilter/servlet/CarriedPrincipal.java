package org.jwtfilter.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;

/**
 * The caller as Jetty is told, which hands on no request of ours: what is known of the request
 * rides along. Without a caller it opens the login page, and nobody but us ever sees it.
 */
final class CarriedPrincipal implements Principal {
  private final RequestState state;

  CarriedPrincipal(RequestState state) {
    this.state = state;
  }

  /** What the auth module has found out about this very request; null where it has not. */
  static @Nullable RequestState in(HttpServletRequest request) {
    return request.getUserPrincipal() instanceof CarriedPrincipal carried
            && carried.state.exchange().request() == request
        ? carried.state
        : null;
  }

  /** Whether a principal stands for nobody. */
  static boolean isNobody(@Nullable Principal principal) {
    return principal instanceof CarriedPrincipal carried && carried.state.caller() == null;
  }

  @Override
  public String getName() {
    Caller caller = state.caller();
    return caller == null ? "" : caller.getName();
  }

  @Override
  public String toString() {
    return getName();
  }
}
