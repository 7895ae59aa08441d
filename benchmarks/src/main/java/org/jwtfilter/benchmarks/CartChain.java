package org.jwtfilter.benchmarks;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

/** The application: reads the ten lines of its cart, and sets one of them if it is to. */
final class CartChain implements FilterChain {
  private final boolean changes;
  private int turn;
  int sum;

  CartChain(boolean changes) {
    this.changes = changes;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response) {
    HttpSession session = ((HttpServletRequest) request).getSession();
    int total = 0;
    for (int line = 0; line < Cart.LINES; line++) {
      total += Cart.quantity(session.getAttribute(Cart.name(line)));
    }
    sum = total;
    if (changes) {
      turn = (turn + 1) % 1000;
      String name = Cart.name(turn % Cart.LINES);
      session.setAttribute(name, Cart.with(session.getAttribute(name), 10 + turn));
    }
  }
}
