package com.example.shop;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes on every answer which node gave it. */
public class NodeFilter implements Filter {

  private String node;

  /**
   * The node's name: the context parameter, else the system property {@code shop.node}, else a
   * dash.
   */
  static String node(ServletContext context) {
    String node = context.getInitParameter("shop.node");
    return node != null ? node : System.getProperty("shop.node", "-");
  }

  @Override
  public void init(FilterConfig config) {
    node = node(config.getServletContext());
    config.getServletContext().setAttribute("node", node);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    ((HttpServletResponse) response).setHeader("X-Node", node);
    chain.doFilter(request, response);
  }
}
