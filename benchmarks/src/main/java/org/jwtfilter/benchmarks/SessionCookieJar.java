package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.function.IntFunction;

/** Sessions of many visitors, each as the cookies that its browser sends. */
final class SessionCookieJar {
  private final Cookie[][] visitors;
  private int next;

  /** Lets each visitor fill a cart through the filter. */
  SessionCookieJar(Filter filter, int count, IntFunction<Object> line) throws Exception {
    visitors = new Cookie[count][];
    for (int visitor = 0; visitor < count; visitor++) {
      visitors[visitor] = filled(filter, line);
    }
  }

  private static Cookie[] filled(Filter filter, IntFunction<Object> line) throws Exception {
    FilterChain fills =
        (request, response) -> {
          HttpSession session = ((HttpServletRequest) request).getSession();
          for (int number = 0; number < Cart.LINES; number++) {
            session.setAttribute(Cart.name(number), line.apply(number));
          }
        };
    Response response = new Response();
    filter.doFilter(new AttributedRequest(null), response, fills);
    return response.getHeaders("Set-Cookie").stream()
        .map(SessionCookieJar::cookie)
        .toArray(Cookie[]::new);
  }

  private static Cookie cookie(String line) {
    String pair = line.substring(0, line.indexOf(';'));
    int equals = pair.indexOf('=');
    return new Cookie(pair.substring(0, equals), pair.substring(equals + 1));
  }

  /** The next visitor's cookies, their values as new Strings, as a container makes them. */
  Cookie[] next() {
    Cookie[] kept = visitors[next];
    next = next + 1 == visitors.length ? 0 : next + 1;
    Cookie[] sent = new Cookie[kept.length];
    for (int i = 0; i < kept.length; i++) {
      sent[i] = new Cookie(kept[i].getName(), copy(kept[i].getValue()));
    }
    return sent;
  }

  @SuppressWarnings("StringCopy")
  private static String copy(String text) {
    return new String(text.toCharArray());
  }
}
