package com.example.probe;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

/** Forwards and includes. */
public class DispatchServlet extends StepServlet {
  private static final long serialVersionUID = 1;

  @Override
  public void init() {
    on("forward", (q, r) -> to(q).forward(q, r));
    on("include", (q, r) -> to(q).include(q, r));
    on("context-forward", (q, r) -> ofContext(q).forward(q, r));
    on("context-include", (q, r) -> ofContext(q).include(q, r));
    on("named-forward", (q, r) -> named(q).forward(q, r));
    on("named-include", (q, r) -> named(q).include(q, r));
    on(
        "change-then-include",
        (q, r) -> {
          to(q).include(q, r);
          Seen.add(q, "after-include");
        });
  }

  private static RequestDispatcher to(HttpServletRequest request) {
    return request.getRequestDispatcher(request.getParameter("to"));
  }

  private static RequestDispatcher ofContext(HttpServletRequest request) {
    return request.getServletContext().getRequestDispatcher(request.getParameter("to"));
  }

  private static RequestDispatcher named(HttpServletRequest request) {
    return request.getServletContext().getNamedDispatcher(request.getParameter("to"));
  }
}
