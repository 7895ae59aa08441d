package com.example.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.SessionAttributes;
import org.springframework.web.bind.support.SessionStatus;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A wizard, a basket, a language, an answer that comes later, and a message for the next page. */
@Controller
@SessionAttributes("order")
public class OrderPages {
  private final Basket basket;

  public OrderPages(Basket basket) {
    this.basket = basket;
  }

  @ModelAttribute("order")
  public Order order() {
    return new Order();
  }

  @GetMapping("/")
  @ResponseBody
  public String page(@ModelAttribute("order") Order order, Model model, Locale locale) {
    Object message = model.getAttribute("message");
    return "order: " + order.lines() + " in " + locale + (message == null ? "" : ": " + message);
  }

  @PostMapping("/line")
  public String line(
      @ModelAttribute("order") Order order,
      @RequestParam("text") String text,
      RedirectAttributes next) {
    order.lines().add(text);
    next.addFlashAttribute("message", "added " + text);
    return "redirect:/";
  }

  @PostMapping("/done")
  public String done(SessionStatus status) {
    status.setComplete();
    return "redirect:/";
  }

  @GetMapping("/basket")
  @ResponseBody
  public String basket() {
    return "basket: " + basket.add() + " for " + basket.price();
  }

  @GetMapping("/private")
  @ResponseBody
  public String mine(
      HttpServletRequest request, HttpSession session, @ModelAttribute("order") Order order) {
    return "private: "
        + request.getRemoteUser()
        + (request.isUserInRole("BUYER") ? ", a buyer, " : ", nobody, ")
        + order.lines()
        + " in "
        + session.getId();
  }

  @GetMapping("/later")
  @ResponseBody
  public Callable<String> later(HttpSession session) {
    return () -> {
      Integer before = (Integer) session.getAttribute("later");
      session.setAttribute("later", before == null ? 1 : before + 1);
      return "later: " + session.getAttribute("later");
    };
  }
}
