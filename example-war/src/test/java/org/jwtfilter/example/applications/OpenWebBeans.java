package org.jwtfilter.example.applications;

import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/** A bean of the session in CDI by OpenWebBeans. */
final class OpenWebBeans {
  private OpenWebBeans() {}

  static void travel(Visit visit) throws Exception {
    Browser browser = visit.browser();
    for (int times = 1; times <= 9; times++) {
      Page page = browser.get("/");
      visit.check("owb: " + times + " is counted", page, page.text().equals("count: " + times));
      if (times == 4) {
        visit.halfway();
      }
    }
    browser.get("/end");
    Page page = browser.get("/");
    visit.check("owb: it begins anew", page, page.text().equals("count: 1"));
  }
}
