package com.example.probe;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Random;
import java.util.TreeSet;

/** All that can be done with a session. */
public class SessionServlet extends StepServlet {
  private static final long serialVersionUID = 1;

  @Override
  public void init() {
    on("add", (q, r) -> Seen.add(q, q.getParameter("entry")));
    on("list", (q, r) -> Seen.print(r, "list=" + Seen.list(q.getSession(false))));
    on("put", (q, r) -> q.getSession().setAttribute(name(q), q.getParameter("value")));
    on("remove", (q, r) -> q.getSession().removeAttribute(name(q)));
    on("bean", SessionServlet::bean);
    on("describe", SessionServlet::describe);
    on("interval", (q, r) -> q.getSession().setMaxInactiveInterval(1234));
    on("id", (q, r) -> Seen.print(r, q.getSession().getId()));
    on("change-id", SessionServlet::changeId);
    on("invalidate", (q, r) -> q.getSession().invalidate());
    on("renew", SessionServlet::renew);
    on("after-invalidate", SessionServlet::afterInvalidate);
    on("fill", SessionServlet::fill);
    on("logout", SessionServlet::logOut);
  }

  private static String name(HttpServletRequest request) {
    return request.getParameter("name");
  }

  private static void bean(HttpServletRequest request, HttpServletResponse response) {
    HttpSession session = request.getSession();
    if (session.getAttribute("bean") == null) {
      session.setAttribute("bean", new Bean());
    }
    Seen.print(response, "count=" + ((Bean) session.getAttribute("bean")).next());
  }

  private static void describe(HttpServletRequest request, HttpServletResponse response) {
    HttpSession session = request.getSession();
    Seen.print(response, "new=" + session.isNew());
    Seen.print(response, "interval=" + session.getMaxInactiveInterval());
    Seen.print(response, "created=" + session.getCreationTime());
    Seen.print(response, "names=" + new TreeSet<>(Collections.list(session.getAttributeNames())));
    Seen.print(response, "context=" + (session.getServletContext() == request.getServletContext()));
    Seen.print(response, "same=" + session.getId().equals(request.getRequestedSessionId()));
    Seen.print(response, "valid=" + request.isRequestedSessionIdValid());
    Seen.print(response, "from-cookie=" + request.isRequestedSessionIdFromCookie());
    Seen.print(response, "from-url=" + request.isRequestedSessionIdFromURL());
    Seen.print(response, "link=" + response.encodeURL("page"));
  }

  private static void changeId(HttpServletRequest request, HttpServletResponse response) {
    String before = request.getSession().getId();
    String after = request.changeSessionId();
    boolean changed = !before.equals(after) && after.equals(request.getSession().getId());
    Seen.print(response, "changed=" + changed);
  }

  private static void renew(HttpServletRequest request, HttpServletResponse response) {
    request.getSession().invalidate();
    Seen.print(response, "after=" + request.getSession(false));
    Seen.add(request, "another");
  }

  private static void afterInvalidate(HttpServletRequest request, HttpServletResponse response) {
    HttpSession session = request.getSession();
    session.invalidate();
    refused(response, () -> session.getAttribute("list"));
    refused(response, () -> session.setAttribute("list", "x"));
    refused(response, () -> session.removeAttribute("list"));
    refused(response, session::getAttributeNames);
    refused(response, session::getCreationTime);
    refused(response, session::isNew);
    refused(response, session::invalidate);
  }

  private static void refused(HttpServletResponse response, Runnable call) {
    try {
      call.run();
      Seen.print(response, "went through");
    } catch (IllegalStateException expected) {
      Seen.print(response, "refused");
    }
  }

  /** Letters that no compression makes much shorter than six bits each. */
  private static void fill(HttpServletRequest request, HttpServletResponse response) {
    int length = Integer.parseInt(request.getParameter("length"));
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    StringBuilder text = new StringBuilder();
    new Random(length)
        .ints(length, 0, letters.length())
        .mapToObj(letters::charAt)
        .forEach(text::append);
    request.getSession().setAttribute(name(request), text.toString());
    Seen.print(response, "filled");
  }

  private static void logOut(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    request.logout();
    Seen.show(request, response);
  }
}
