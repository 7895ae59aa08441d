package org.jwtfilter.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/**
 * Saves before an include: some servers (WildFly, Open Liberty) take no header from then on, not
 * even on the response that they handed out themselves.
 */
final class SavingDispatcher implements RequestDispatcher {
  private final RequestDispatcher dispatcher;
  private final JwtResponse response;

  SavingDispatcher(RequestDispatcher dispatcher, JwtResponse response) {
    this.dispatcher = dispatcher;
    this.response = response;
  }

  @Override
  public void forward(ServletRequest request, ServletResponse answer)
      throws ServletException, IOException {
    dispatcher.forward(request, answer);
  }

  @Override
  public void include(ServletRequest request, ServletResponse answer)
      throws ServletException, IOException {
    response.beforeCommit();
    dispatcher.include(request, answer);
  }
}
