package com.example.legacy.ee;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBAccessException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Asks the session bean, on a page that everybody may see. */
@WebServlet("/ledger/*")
public class LedgerServlet extends HttpServlet {
  @EJB private Ledger ledger;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().println(answer(String.valueOf(request.getPathInfo())));
  }

  private String answer(String what) {
    try {
      return switch (what) {
        case "/entries" -> ledger.entries();
        case "/close" -> ledger.close();
        default -> ledger.caller();
      };
    } catch (EJBAccessException refused) {
      return "refused";
    }
  }
}
