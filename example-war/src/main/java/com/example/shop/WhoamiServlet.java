package com.example.shop;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.PrintWriter;

/** Tells, as JSON, whom the shop takes the caller for. */
public class WhoamiServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final String[] ROLES = {"customer", "admin"};

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpSession session = request.getSession(false);
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    PrintWriter out = response.getWriter();
    out.print("{\"user\":" + quote(request.getRemoteUser()));
    out.print(",\"roles\":[" + roles(request) + "]");
    out.print(",\"node\":" + quote(NodeFilter.node(getServletContext())));
    out.print(",\"sessionId\":" + quote(session == null ? null : session.getId()));
    out.println("}");
  }

  private static String roles(HttpServletRequest request) {
    StringBuilder roles = new StringBuilder();
    for (String role : ROLES) {
      if (request.isUserInRole(role)) {
        roles.append(roles.length() == 0 ? "" : ",").append(quote(role));
      }
    }
    return roles.toString();
  }

  private static String quote(String text) {
    if (text == null) {
      return "null";
    }
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c == '<') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
