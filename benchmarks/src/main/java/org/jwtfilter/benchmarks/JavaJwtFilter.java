package org.jwtfilter.benchmarks;

import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.exceptions.JWTVerificationException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What one writes with java-jwt alone: every request verifies its token. */
final class JavaJwtFilter implements Filter {
  static final String SCHEME = "Bearer ";

  private final JWTVerifier verifier;

  JavaJwtFilter(JWTVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    String header = http.getHeader("Authorization");
    try {
      CallerFacts caller = CallerFacts.of(verifier.verify(header.substring(SCHEME.length())));
      chain.doFilter(new CallerRequest(http, caller), response);
    } catch (JWTVerificationException e) {
      ((HttpServletResponse) response).sendError(HttpServletResponse.SC_UNAUTHORIZED);
    }
  }
}
