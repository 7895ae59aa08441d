package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The cache that one writes first: a map from the token, which knows every token already. */
final class MapFloor implements Filter {
  private final Map<String, CallerFacts> known;

  MapFloor(Map<String, CallerFacts> byToken) {
    this.known = new ConcurrentHashMap<>(byToken);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    String header = http.getHeader("Authorization");
    CallerFacts caller = known.get(header.substring(JavaJwtFilter.SCHEME.length()));
    if (caller != null && caller.expiresMillis() > System.currentTimeMillis()) {
      chain.doFilter(new CallerRequest(http, caller), response);
    }
  }
}
