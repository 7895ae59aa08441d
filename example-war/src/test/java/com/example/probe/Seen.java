package com.example.probe;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;

/** What an application sees of caller and session, and the list that it keeps there. */
final class Seen {
  private static final String LIST = "list";

  private Seen() {}

  static void print(ServletResponse response, String line) {
    try {
      response.getWriter().println(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything about the caller and the list, a line each. */
  static void show(HttpServletRequest request, ServletResponse response) throws IOException {
    PrintWriter out = response.getWriter();
    Principal principal = request.getUserPrincipal();
    out.println("principal=" + (principal == null ? null : principal.getName()));
    out.println("remote-user=" + request.getRemoteUser());
    out.println("auth-type=" + request.getAuthType());
    out.println("member=" + request.isUserInRole("member"));
    out.println("admin=" + request.isUserInRole("admin"));
    out.println("list=" + list(request.getSession(false)));
  }

  static String list(HttpSession session) {
    return session == null ? "no session" : String.valueOf(session.getAttribute(LIST));
  }

  /** Adds to the list in place, which no call of {@code setAttribute} tells. */
  static void add(HttpServletRequest request, String entry) {
    HttpSession session = request.getSession();
    if (session.getAttribute(LIST) == null) {
      session.setAttribute(LIST, new ArrayList<String>());
    }
    @SuppressWarnings("unchecked")
    List<String> list = (List<String>) session.getAttribute(LIST);
    list.add(entry);
  }
}
