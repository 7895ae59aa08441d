package com.example.legacy;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.Principal;
import java.util.List;
import java.util.stream.Collectors;

/** Says which page this is and who asks for it, in the words of the Servlet API. */
public class WhoServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    show(request, response);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    show(request, response);
  }

  static void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    PrintWriter out = response.getWriter();
    Principal principal = request.getUserPrincipal();
    out.println("page=" + page(request));
    out.println("method=" + request.getMethod());
    out.println("field=" + request.getParameter("field"));
    out.println("failed=" + request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
    out.println("principal=" + (principal == null ? null : principal.getName()));
    out.println("remote-user=" + request.getRemoteUser());
    out.println("auth-type=" + request.getAuthType());
    out.println(
        "roles="
            + List.of("member", "admin").stream()
                .filter(request::isUserInRole)
                .collect(Collectors.joining(",")));
  }

  private static String page(HttpServletRequest request) {
    String info = request.getPathInfo();
    return request.getServletPath() + (info == null ? "" : info);
  }
}
