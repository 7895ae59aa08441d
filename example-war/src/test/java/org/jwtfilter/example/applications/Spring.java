package org.jwtfilter.example.applications;

import java.io.IOException;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/**
 * Spring MVC: attributes of a wizard, messages for the next page, the language, a bean of the
 * session scope, and an answer that is made by another thread.
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
    page = browser.post("/done");
    visit.check("spring: the order is done", page, page.has("order: []"));
  }

  private void count(int times) throws IOException {
    Page basket = browser.get("/basket");
    String priced = "basket: " + times + " for " + times + ".00";
    visit.check("spring: the basket counts and has its service", basket, basket.has(priced));
    Page later = browser.get("/later");
    visit.check("spring: so does what comes later", later, later.has("later: " + times));
  }
}
