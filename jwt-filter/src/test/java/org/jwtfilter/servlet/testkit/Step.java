package org.jwtfilter.servlet.testkit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** A servlet filter in one line. Shared by all nodes; must be thread-safe. */
@FunctionalInterface
public interface Step {
  /** Filters the request. */
  void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws Exception;
}
