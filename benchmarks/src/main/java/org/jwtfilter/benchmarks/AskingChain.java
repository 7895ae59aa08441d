package org.jwtfilter.benchmarks;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The application: asks who is there, and for one role. What it heard stays in the fields. */
final class AskingChain implements FilterChain {
  static final String ROLE = "editor";

  @Nullable String user;
  boolean inRole;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response) {
    HttpServletRequest http = (HttpServletRequest) request;
    user = http.getRemoteUser();
    inRole = http.isUserInRole(ROLE);
  }
}
