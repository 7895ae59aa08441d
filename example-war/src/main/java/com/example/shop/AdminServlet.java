package com.example.shop;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The shopkeeper's page. */
public class AdminServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.setAttribute("created", SessionCounter.created());
    request.setAttribute("destroyed", SessionCounter.destroyed());
    request.getRequestDispatcher("/WEB-INF/jsp/admin.jsp").forward(request, response);
  }
}
