package org.jwtfilter.packaging;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serializable;

/** Of the application: a session with an object of its own, changed in place. */
public final class CountingServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  static final class Count implements Serializable {
    private static final long serialVersionUID = 1;
    private int requests;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Count count = (Count) request.getSession().getAttribute("count");
    if (count == null) {
      count = new Count();
      request.getSession().setAttribute("count", count);
    }
    count.requests++;
    response.getWriter().print(request.getRemoteUser() + " " + count.requests);
  }
}
