package org.jwtfilter.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * The welcome page of a folder. Tomcat knows it before any filter runs; Jetty's default servlet
 * forwards to it, and what a container does by itself must not open what is protected.
 */
final class WelcomePage {
  private static final String DEFAULT_SERVLET = "default";

  private WelcomePage() {}

  /** The path that a forward leads to, where it was the container that forwarded. */
  static Optional<String> of(HttpServletRequest forwarded) {
    String folder = text(forwarded, RequestDispatcher.FORWARD_SERVLET_PATH);
    String path = ServletExchange.path(forwarded);
    boolean welcome =
        fromDefaultServlet(forwarded)
            && folder.endsWith("/")
            && path.startsWith(folder)
            && path.indexOf('/', folder.length()) < 0;
    return welcome ? Optional.of(path) : Optional.empty();
  }

  private static boolean fromDefaultServlet(HttpServletRequest forwarded) {
    return forwarded.getAttribute(RequestDispatcher.FORWARD_MAPPING)
            instanceof HttpServletMapping mapping
        && DEFAULT_SERVLET.equals(mapping.getServletName());
  }

  private static String text(HttpServletRequest request, String attribute) {
    return request.getAttribute(attribute) instanceof String text ? text : "";
  }
}
