package com.example.shop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers to a form: a redirect, and a message that the next page shows once. */
final class Flash {

  private Flash() {}

  static void redirect(
      HttpServletRequest request, HttpServletResponse response, String path, String message)
      throws IOException {
    request.getSession().setAttribute("flash", message);
    redirect(request, response, path);
  }

  static void redirect(HttpServletRequest request, HttpServletResponse response, String path)
      throws IOException {
    response.sendRedirect(response.encodeRedirectURL(request.getContextPath() + path));
  }
}
