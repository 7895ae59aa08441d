package org.jwtfilter.example.applications;

import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/**
 * The contacts sample of Spring Security 3: its saved request, its last exception and its security
 * context stand in the session, which gets another id at the login.
 */
final class Contacts {
  private static final String GUARDED = "/secure/debug.jsp";
  private static final String LIST = "/secure/index.htm";

  private Contacts() {}

  static void travel(Visit visit) throws Exception {
    Browser browser = visit.browser();
    Page hello = browser.get("/hello.htm");
    visit.check("contacts: it is there", hello, hello.status() == 200 && hello.has("Contacts"));
    Page asked = browser.get(GUARDED);
    visit.check("contacts: a login is asked for", asked, asked.has("j_username"));
    Page wrong = login(browser, "rod", "wrong");
    visit.check("contacts: the error is kept", wrong, wrong.has("not successful"));
    visit.check("contacts: the name is kept", wrong, wrong.has("value='rod'"));
    Page back = login(browser, "rod", "koala");
    visit.check("contacts: the page that waited", back, back.has("Security Debug"));
    visit.check("contacts: logged in", back, back.has("Username: rod"));
    visit.halfway();
    for (int each = 0; each < 3; each++) {
      Page list = browser.get(LIST);
      visit.check("contacts: still logged in", list, list.has("rod's Contacts"));
    }
    browser.get("/j_spring_security_logout");
    Page out = browser.get(GUARDED);
    visit.check("contacts: logged out", out, out.has("j_username"));
    login(browser, "dianne", "emu");
    Page other = browser.get(LIST);
    boolean hers = other.has("dianne's Contacts") && !other.has("rod's Contacts");
    visit.check("contacts: somebody else's", other, hers);
  }

  private static Page login(Browser browser, String name, String password) throws Exception {
    return browser.post("/j_spring_security_check", "j_username", name, "j_password", password);
  }
}
