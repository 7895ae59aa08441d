package org.jwtfilter.servlet.testkit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The filter that web.xml names where a test gave a {@link Step}. */
public final class LambdaFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private transient Step step;

  @Override
  public void init() {
    step = Registry.find(Step.class, getInitParameter(Registry.ID));
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      step.filter(request, response, chain);
    } catch (Exception thrown) {
      Registry.rethrow(thrown);
    }
  }
}
