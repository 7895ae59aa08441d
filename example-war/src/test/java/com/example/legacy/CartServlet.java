package com.example.legacy;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** The cart is put into the session once, and changed in place from then on. */
public class CartServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpSession session = request.getSession();
    if (session.getAttribute("cart") == null) {
      session.setAttribute("cart", new Cart());
    }
    Cart cart = (Cart) session.getAttribute("cart");
    if (request.getParameter("add") != null) {
      cart.add(request.getParameter("add"));
    }
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().println("cart=" + cart);
    response.getWriter().println("remote-user=" + request.getRemoteUser());
  }
}
