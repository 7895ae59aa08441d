package org.jwtfilter.example.applications;

import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/** The Hawtio console: a login by JSON, and a subject of JAAS in the session. */
final class Hawtio {
  private static final String GUARDED = "/jolokia/version";

  private Hawtio() {}

  static void travel(Visit visit) throws Exception {
    Browser browser = visit.browser();
    Page anonymous = browser.get(GUARDED);
    visit.check("hawtio: nobody gets in", anonymous, anonymous.status() == 403);
    Page wrong = login(browser, "nope");
    visit.check("hawtio: a wrong password", wrong, wrong.status() == 403);
    Page right = login(browser, "admin");
    visit.check("hawtio: the right one", right, right.has("\"principals\""));
    for (int each = 0; each < 6; each++) {
      Page user = browser.get("/user");
      visit.check("hawtio: still logged in", user, user.has("\"admin\""));
      if (each == 2) {
        visit.halfway();
      }
    }
    for (int each = 0; each < 2; each++) {
      Page version = browser.get(GUARDED);
      visit.check("hawtio: the subject is there", version, version.has("\"agent\""));
    }
    browser.get("/auth/logout");
    Page out = browser.get(GUARDED);
    visit.check("hawtio: logged out", out, out.status() == 403);
  }

  private static Page login(Browser browser, String password) throws Exception {
    return browser.postJson(
        "/auth/login", "{\"username\":\"admin\",\"password\":\"" + password + "\"}");
  }
}
