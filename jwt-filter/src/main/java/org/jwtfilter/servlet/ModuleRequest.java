package org.jwtfilter.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the auth module hands on through the container: the request as it was, with all that is
 * known of it. No attribute, since the application's listeners hear of those.
 */
final class ModuleRequest extends SameRequest {
  private final RequestState state;

  ModuleRequest(HttpServletRequest request, RequestState state) {
    super(request);
    this.state = state;
  }

  /** The one below whatever others have put around it; null where the module was not asked. */
  static @Nullable ModuleRequest in(ServletRequest request) {
    ServletRequest one = request;
    while (one instanceof ServletRequestWrapper wrapper) {
      if (one instanceof ModuleRequest found) {
        return found;
      }
      one = wrapper.getRequest();
    }
    return null;
  }

  RequestState state() {
    return state;
  }
}
