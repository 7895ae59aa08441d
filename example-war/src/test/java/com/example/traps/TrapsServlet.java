package com.example.traps;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Steps into each trap. */
@WebServlet({"", "/trap/*"})
public final class TrapsServlet extends HttpServlet {
  private static final CyclicBarrier BOTH = new CyclicBarrier(2);

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    HttpSession session = request.getSession();
    switch (request.getPathInfo()) {
      case "/" -> session.setAttribute("plain", "text");
      case "/set" -> set(session);
      case "/place" -> list(session, "list").add("in place");
      case "/late" -> late(session, response);
      case "/together" -> together(session);
      default -> throw new ServletException("no such trap");
    }
    response.getWriter().print("done");
  }

  private static void set(HttpSession session) {
    Online.enter(session);
    session.setAttribute("order", new Order());
    session.setAttribute("engine", new Engine());
    session.setAttribute("export", new Export().start());
    session.setAttribute("list", new ArrayList<>(List.of("first")));
    session.setAttribute("late-list", new ArrayList<>(List.of("first")));
    session.setAttribute("shared", "both read it");
  }

  @SuppressWarnings("unchecked") // only this class sets it
  private static List<Object> list(HttpSession session, String name) {
    return (List<Object>) session.getAttribute(name);
  }

  private static void late(HttpSession session, HttpServletResponse response) throws IOException {
    List<Object> list = list(session, "late-list");
    response.flushBuffer();
    list.add("late");
    session.setAttribute("late", "too");
  }

  /** Two requests are needed to get out of here. */
  private static void together(HttpSession session) throws ServletException {
    try {
      session.getAttribute("shared");
      BOTH.await(30, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException | InterruptedException e) {
      throw new ServletException(e);
    }
  }
}
