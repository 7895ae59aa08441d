package org.jwtfilter.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** Our filter, before which requests came over TLS where they say so in a header. */
public final class SecureFilter implements Filter {
  static final String OVER_TLS = "X-Test-Over-TLS";

  private final JwtFilter filter = new JwtFilter();

  @Override
  public void init(FilterConfig config) throws ServletException {
    filter.init(config);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    filter.doFilter(http.getHeader(OVER_TLS) == null ? http : new Secure(http), response, chain);
  }

  private static final class Secure extends HttpServletRequestWrapper {
    Secure(HttpServletRequest request) {
      super(request);
    }

    @Override
    public boolean isSecure() {
      return true;
    }
  }
}
