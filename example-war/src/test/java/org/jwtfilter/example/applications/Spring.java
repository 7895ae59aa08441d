package org.jwtfilter.example.applications;

import java.io.IOException;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/**
 * Spring MVC: attributes of a wizard, messages for the next page, the language, a bean of the
 * session scope, an answer that is made by another thread, and a login with Spring Security.
 */
final class Spring {
  private final Visit visit;
  private final Browser browser;

  private Spring(Visit visit) {
    this.visit = visit;
    this.browser = visit.browser();
  }

  static void travel(Visit visit) throws Exception {
    new Spring(visit).travel();
  }

  private void travel() throws Exception {
    Page page = browser.get("/", "locale", "fr");
    visit.check("spring: it is there", page, page.has("order: [] in fr"));
    for (int line = 1; line <= 5; line++) {
      page = browser.post("/line", "text", "l" + line);
      boolean kept = page.has("[l1") && page.has("l" + line + "]");
      visit.check("spring: line " + line + " is kept", page, kept);
      visit.check("spring: the language is kept", page, page.has("in fr"));
      visit.check("spring: a message for the next page", page, page.has(": added l" + line));
      if (line == 3) {
        visit.halfway();
      }
      count(line);
    }
    page = browser.get("/");
    visit.check("spring: the message is gone", page, !page.has("added"));
    logIn();
    page = browser.post("/done");
    visit.check("spring: the order is done", page, page.has("order: []"));
  }

  /** Spring Security: a saved request, another id for the session, and a one-time token. */
  private void logIn() throws IOException {
    Page asked = browser.get("/private");
    visit.check("spring: a login is asked for", asked, asked.has("name=\"_csrf\""));
    String token = asked.pick("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    Page wrong = login(token, "wrong");
    visit.check("spring: a wrong password is refused", wrong, wrong.has("Bad credentials"));
    token = wrong.pick("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    Page in = login(token, "secret");
    String known = "private: ann, a buyer, [l1, l2, l3, l4, l5] in ";
    visit.check("spring: the login leads to what was asked for", in, in.has(known));
    for (int each = 1; each <= 3; each++) {
      Page still = browser.get("/private");
      visit.check("spring: still logged in", still, still.text().equals(in.text()));
    }
    Page out = browser.get("/logout");
    token = out.pick("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    browser.post("/logout", "_csrf", token);
    out = browser.get("/private");
    visit.check("spring: logged out", out, out.has("name=\"_csrf\""));
  }

  private Page login(String token, String password) throws IOException {
    return browser.post("/login", "username", "ann", "password", password, "_csrf", token);
  }

  private void count(int times) throws IOException {
    Page basket = browser.get("/basket");
    String priced = "basket: " + times + " for " + times + ".00";
    visit.check("spring: the basket counts and has its service", basket, basket.has(priced));
    Page later = browser.get("/later");
    visit.check("spring: so does what comes later", later, later.has("later: " + times));
  }
}
