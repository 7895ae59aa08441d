package org.jwtfilter.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.time.Instant;
import org.jwtfilter.SettableClock;

/** Our filter with a clock that the tests move. */
public final class ClockedFilter implements Filter {
  /** The time of all nodes that have this filter. */
  static final SettableClock CLOCK = new SettableClock(Instant.parse("2030-01-01T00:00:00Z"));

  private final JwtFilter filter = new JwtFilter(CLOCK);

  @Override
  public void init(FilterConfig config) throws ServletException {
    filter.init(config);
  }

  @Override
  public void destroy() {
    filter.destroy();
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    filter.doFilter(request, response, chain);
  }
}
