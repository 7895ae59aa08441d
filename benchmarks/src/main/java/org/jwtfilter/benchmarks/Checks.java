package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must hold before anything is measured: a fast answer that is wrong is worth nothing. */
final class Checks {
  private Checks() {}

  /** The filter lets in the right caller. */
  static void lets(Filter filter, String token, String subject) throws Exception {
    AskingChain chain = new AskingChain();
    filter.doFilter(new Request(JavaJwtFilter.SCHEME + token, null), new Response(), chain);
    require(subject, chain.user);
    require(true, chain.inRole);
  }

  /** The filter answers 401 and asks nobody. */
  static void refuses(Filter filter, String token) throws Exception {
    AskingChain chain = new AskingChain();
    Response response = new Response();
    filter.doFilter(new Request(JavaJwtFilter.SCHEME + token, null), response, chain);
    require(null, chain.user);
    require(401, response.getStatus());
  }

  static void require(@Nullable Object expected, @Nullable Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new IllegalStateException("expected " + expected + ", was " + actual);
    }
  }
}
