package com.example.shop;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** Shows and changes the cart. */
public class CartServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (request.getPathInfo() != null) {
      Flash.redirect(request, response, "/cart");
      return;
    }
    request.getRequestDispatcher("/WEB-INF/jsp/cart.jsp").forward(request, response);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.setCharacterEncoding("UTF-8");
    String action = request.getPathInfo();
    if ("/add".equals(action)) {
      add(request, response);
    } else if ("/remove".equals(action)) {
      remove(request, response);
    } else if ("/clear".equals(action)) {
      cart(request).clear();
      Flash.redirect(request, response, "/cart", "Your cart is empty now.");
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  private static void add(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Product product = Catalogue.find(request.getParameter("item"));
    int quantity = quantity(request.getParameter("quantity"));
    if (product == null) {
      refuse(request, response, "Please choose an item.");
    } else if (quantity < 1) {
      refuse(
          request,
          response,
          "Please give the quantity as a whole number from 1 to " + Cart.MAX_QUANTITY + ".");
    } else {
      cart(request).add(product, quantity);
      Flash.redirect(request, response, "/cart", "Added: " + quantity + " × " + product.getName());
    }
  }

  private static void remove(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String item = request.getParameter("item");
    boolean removed = cart(request).remove(item);
    String message = removed ? "Removed: " + item : "That was not in your cart.";
    Flash.redirect(request, response, "/cart", message);
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, String message) throws IOException {
    Flash.redirect(request, response, "/catalogue", message);
  }

  /** The visitor's own cart, which callers change in place. */
  private static Cart cart(HttpServletRequest request) {
    HttpSession session = request.getSession();
    Cart cart = (Cart) session.getAttribute("cart");
    if (cart == null) {
      cart = new Cart();
      session.setAttribute("cart", cart);
    }
    return cart;
  }

  /** One unless told; -1 for what is no sensible quantity. */
  private static int quantity(String text) {
    if (text == null) {
      return 1;
    }
    try {
      int quantity = Integer.parseInt(text.trim());
      return quantity <= Cart.MAX_QUANTITY ? quantity : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
