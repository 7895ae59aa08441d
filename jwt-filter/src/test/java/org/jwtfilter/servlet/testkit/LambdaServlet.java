package org.jwtfilter.servlet.testkit;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The servlet that web.xml names where a test gave a {@link Handler}. */
public final class LambdaServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private transient Handler handler;

  @Override
  public void init() {
    handler = Registry.find(Handler.class, getInitParameter(Registry.ID));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    try {
      handler.handle(request, response);
    } catch (Exception thrown) {
      Registry.rethrow(thrown);
    }
  }
}
