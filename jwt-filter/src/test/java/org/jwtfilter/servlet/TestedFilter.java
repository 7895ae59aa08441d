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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The filter with a clock that the test sets, and requests that came over TLS where they say so in
 * a header. Map it for all dispatchers: the initializer does not know it.
 */
public final class TestedFilter implements Filter {
  static final String OVER_TLS = "X-Test-Over-TLS";
  static final Time TIME = new Time();

  private final JwtFilter filter = new JwtFilter(TIME);

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

  /** A clock that stands still until it is moved. */
  static final class Time extends Clock {
    private final AtomicReference<Instant> now =
        new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));

    void set(Instant instant) {
      now.set(instant);
    }

    void pass(Duration duration) {
      now.updateAndGet(before -> before.plus(duration));
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
