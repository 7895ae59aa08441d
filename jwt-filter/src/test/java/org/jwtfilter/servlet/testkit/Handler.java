package org.jwtfilter.servlet.testkit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** A servlet in one line. Shared by all nodes; must be thread-safe. */
@FunctionalInterface
public interface Handler {
  /** Answers the request, whatever its method. */
  void handle(HttpServletRequest request, HttpServletResponse response) throws Exception;
}
