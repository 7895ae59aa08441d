package org.jwtfilter.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * The session scope of OpenWebBeans. It begins when the first bean is asked for, with the session
 * of the request that OpenWebBeans remembers for the thread: within the filter chain that is ours.
 * By reflection, since OpenWebBeans is the application's. Thread-safe.
 */
final class OwbScopes implements BeanScopes {
  private static final String WEB = "org.apache.webbeans.web.context.";

  private final Object contexts;
  private final Method requestOfThread;
  private final Method setRequest;

  private OwbScopes(ClassLoader loader, Class<?> service, Object contexts)
      throws ReflectiveOperationException {
    this.contexts = contexts;
    this.requestOfThread = service.getMethod("getRequestContext", boolean.class);
    this.setRequest =
        Class.forName(WEB + "ServletRequestContext", true, loader)
            .getMethod("setServletRequest", HttpServletRequest.class);
  }

  /** Empty where the application brings no OpenWebBeans for servlets along. */
  static Optional<OwbScopes> find(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> service = Reflected.own(loader, WEB + "WebContextsService");
    if (service == null) {
      return Optional.empty();
    }
    Class<?> container = Class.forName("org.apache.webbeans.config.WebBeansContext", true, loader);
    Object current = container.getMethod("currentInstance").invoke(null);
    Object contexts = container.getMethod("getContextsService").invoke(current);
    return Optional.of(new OwbScopes(loader, service, service.cast(contexts)));
  }

  @Override
  public Scope enter(HttpServletRequest bare, HttpServletRequest ours) {
    Object request = Reflected.call(requestOfThread, contexts, false);
    if (request == null) {
      return () -> {}; // it was not told of this request
    }
    Reflected.call(setRequest, request, ours);
    return () -> Reflected.call(setRequest, request, bare);
  }

  @Override
  public String toString() {
    return "OpenWebBeans";
  }
}
