package com.example.legacy;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Logs in and out by program, and asks the container to see to it that somebody is logged in. */
public class AccountServlet extends HttpServlet {
  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    switch (String.valueOf(request.getPathInfo())) {
      case "/login" -> login(request, response);
      case "/logout" -> {
        request.logout();
        WhoServlet.show(request, response);
      }
      case "/authenticate" -> authenticate(request, response);
      default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    authenticate(request, response);
  }

  private static void login(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      request.login(request.getParameter("name"), request.getParameter("password"));
    } catch (ServletException refused) {
      response.getWriter().println("login refused");
    }
    WhoServlet.show(request, response);
  }

  private static void authenticate(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (request.authenticate(response)) {
      WhoServlet.show(request, response);
    }
  }
}
