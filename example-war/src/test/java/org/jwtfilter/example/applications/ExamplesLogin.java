package org.jwtfilter.example.applications;

import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/** The form login of the examples: the container's own, with a page that waits for it. */
final class ExamplesLogin {
  private static final String FOLDER = "/jsp/security/protected/";
  private static final String PAGE = FOLDER + "index.jsp";

  private ExamplesLogin() {}

  static void travel(Visit visit) throws Exception {
    Browser browser = visit.browser();
    Page asked = browser.get(PAGE);
    visit.check("login: it is asked for", asked, asked.has("j_username"));
    String check = FOLDER + "j_security_check";
    Page back = browser.post(check, "j_username", "admin", "j_password", "admin");
    visit.check("login: the page that waited is there", back, in(back) && back.has("admin"));
    visit.check("login: stays", browser.get(PAGE), in(browser.get(PAGE)));
    Page put = browser.get(PAGE, "dataName", "k1", "dataValue", "v1");
    visit.check("login: k1 was put into the session", put, put.has("k1"));
    visit.halfway();
    for (int each = 0; each < 3; each++) {
      Page kept = browser.get(PAGE);
      visit.check("login: still in", kept, in(kept));
      visit.check("login: k1 is kept", kept, kept.has("k1"));
    }
    browser.get(PAGE, "logoff", "true");
    for (int each = 0; each < 2; each++) {
      Page out = browser.get(PAGE);
      visit.check("logout: it is asked for again", out, out.has("j_username"));
    }
  }

  private static boolean in(Page page) {
    return page.matches("(?i)logged in as remote user");
  }
}
