package com.example.owb;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Asks the bean. */
@WebServlet("/")
public class CounterServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if ("/end".equals(request.getServletPath())) {
      request.getSession().invalidate();
    }
    response.getWriter().print("count: " + CDI.current().select(Counter.class).get().next());
  }
}
