package org.jwtfilter.benchmarks;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** The least that a filter has to put around a request to tell of its caller. */
final class CallerRequest extends HttpServletRequestWrapper {
  private final CallerFacts caller;

  CallerRequest(HttpServletRequest request, CallerFacts caller) {
    super(request);
    this.caller = caller;
  }

  @Override
  public String getRemoteUser() {
    return caller.name();
  }

  @Override
  public boolean isUserInRole(String role) {
    return caller.roles().contains(role);
  }
}
