package com.example.shop;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The way to an order, over three pages: where to, how to pay, really. */
public class CheckoutServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final List<String> PAYMENTS = Arrays.asList("invoice", "card", "cash");
  private static final int MAX_TEXT = 500;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String step = step(request);
    Checkout checkout = checkout(request.getSession());
    if (step.equals("address")) {
      show(request, response, "address");
    } else if (!checkout.hasAddress()) {
      back(request, response, "address", "Please tell us your address first.");
    } else if (step.equals("payment")) {
      request.setAttribute("payments", PAYMENTS);
      show(request, response, "payment");
    } else if (!checkout.hasPayment()) {
      back(request, response, "payment", "Please tell us how you pay first.");
    } else {
      show(request, response, "confirm");
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.setCharacterEncoding("UTF-8");
    Checkout checkout = checkout(request.getSession());
    String step = step(request);
    if (step.equals("address")) {
      address(request, response, checkout);
    } else if (step.equals("payment")) {
      payment(request, response, checkout);
    } else {
      confirm(request, response, checkout);
    }
  }

  private static void address(
      HttpServletRequest request, HttpServletResponse response, Checkout checkout)
      throws IOException {
    String address = text(request, "address");
    if (address.isEmpty()) {
      back(request, response, "address", "Please fill in your address.");
      return;
    }
    checkout.setName(text(request, "name"));
    checkout.setAddress(address);
    Flash.redirect(request, response, "/checkout/payment");
  }

  private static void payment(
      HttpServletRequest request, HttpServletResponse response, Checkout checkout)
      throws IOException {
    String payment = text(request, "payment");
    if (!PAYMENTS.contains(payment)) {
      back(request, response, "payment", "Please choose one of the ways to pay.");
      return;
    }
    checkout.setPayment(payment);
    Flash.redirect(request, response, "/checkout/confirm");
  }

  private static void confirm(
      HttpServletRequest request, HttpServletResponse response, Checkout checkout)
      throws IOException {
    HttpSession session = request.getSession();
    Cart cart = (Cart) session.getAttribute("cart");
    if (!checkout.hasAddress()) {
      back(request, response, "address", "Please tell us your address first.");
    } else if (!checkout.hasPayment()) {
      back(request, response, "payment", "Please tell us how you pay first.");
    } else if (cart == null || cart.isEmpty()) {
      Flash.redirect(request, response, "/catalogue", "Your cart is empty.");
    } else {
      String thanks = "Thank you! Your order " + orderNumber() + " comes to " + cart.getTotal();
      cart.clear();
      session.removeAttribute("checkout");
      Flash.redirect(request, response, "/account", thanks + ".");
    }
  }

  private static String step(HttpServletRequest request) {
    String path = request.getPathInfo();
    return "/payment".equals(path) || "/confirm".equals(path) ? path.substring(1) : "address";
  }

  private static Checkout checkout(HttpSession session) {
    Checkout checkout = (Checkout) session.getAttribute("checkout");
    if (checkout == null) {
      checkout = new Checkout();
      session.setAttribute("checkout", checkout);
    }
    return checkout;
  }

  private static String text(HttpServletRequest request, String name) {
    String text = request.getParameter(name);
    return text == null ? "" : text.trim().substring(0, Math.min(MAX_TEXT, text.trim().length()));
  }

  private static String orderNumber() {
    return Long.toString(System.currentTimeMillis(), 36).toUpperCase(Locale.ROOT);
  }

  private static void show(HttpServletRequest request, HttpServletResponse response, String page)
      throws ServletException, IOException {
    request.getRequestDispatcher("/WEB-INF/jsp/" + page + ".jsp").forward(request, response);
  }

  private static void back(
      HttpServletRequest request, HttpServletResponse response, String step, String message)
      throws IOException {
    Flash.redirect(request, response, "/checkout/" + step, message);
  }
}
