package org.jwtfilter.example.applications;

import java.io.IOException;
import java.net.URI;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/**
 * The examples of Apache Wicket: whole pages with their components stand in the session, and a
 * session object of Wicket's own.
 */
final class Wicket {
  private static final String PASSWORD_FIELD = "name=\"password\"";

  private final Visit visit;
  private final Browser browser;

  private Wicket(Visit visit) {
    this.visit = visit;
    this.browser = visit.browser();
  }

  static void travel(Visit visit) throws Exception {
    new Wicket(visit).travel();
  }

  private void travel() throws Exception {
    count();
    signIn("/library/", "username", "wicket", "password", "wicket", "submit", "Sign In");
    signIn("/authentication1/", "username", "wicket", "password", "wicket");
  }

  /** The number is a field of a component of the page. */
  private void count() throws Exception {
    Page page = browser.get("/linkomatic/home");
    for (int clicks = 0; clicks < 5; clicks++) {
      boolean counted = page.has("Action link clicked <span>" + clicks + "</span>");
      visit.check("wicket: click " + clicks + " is counted", page, counted);
      if (clicks == 2) {
        visit.halfway();
      }
      page = browser.get(link(page, "href", "actionLink"));
    }
  }

  private void signIn(String path, String... form) throws IOException {
    Page asked = browser.get(path);
    visit.check("wicket: " + path + " asks for a login", asked, asked.has(PASSWORD_FIELD));
    Page in = browser.post(link(asked, "action", "signInForm"), form);
    visit.check("wicket: " + path + " takes it", in, isIn(in));
    for (int each = 0; each < 3; each++) {
      Page kept = browser.get(path);
      visit.check("wicket: " + path + " keeps it", kept, isIn(kept));
    }
  }

  private static boolean isIn(Page page) {
    return page.status() == 200 && !page.has(PASSWORD_FIELD);
  }

  private static String link(Page page, String attribute, String part) {
    String link = page.pick(attribute + "=\"([^\"]*" + part + "[^\"]*)\"").replace("&amp;", "&");
    return URI.create(page.path()).resolve(link).toString();
  }
}
