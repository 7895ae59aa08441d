package org.jwtfilter.example.applications;

import java.io.IOException;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/**
 * The manager of Tomcat: BASIC login, and single-use numbers against forged requests, of which the
 * session holds the last five in a map of the container's own that is changed in place.
 */
final class Manager {
  private static final String LIST = "/html";

  private final Visit visit;
  private final Browser browser;

  private Manager(Visit visit) {
    this.visit = visit;
    this.browser = visit.browser().with("Authorization", "Basic YWRtaW46YWRtaW4=");
  }

  static void travel(Visit visit) throws Exception {
    new Manager(visit).travel();
  }

  private void travel() throws Exception {
    String oldest = number();
    Page without = browser.post("/html/expire?path=/", "idle", "30");
    visit.check("manager: no number, no change", without, without.status() == 403);
    expire("manager: the number of the page is taken", number(), 200);
    visit.halfway();
    for (int each = 0; each < 4; each++) {
      expire("manager: the number of the page is taken", number(), 200);
    }
    expire("manager: the number of six pages ago is forgotten", oldest, 403);
    String recent = number();
    number();
    number();
    expire("manager: the number of two pages ago is known", recent, 200);
  }

  private String number() throws IOException {
    Page page = browser.get(LIST);
    boolean sound = page.status() == 200 && page.has("Tomcat Web Application Manager");
    visit.check("manager: its page is there", page, sound);
    return page.pick("(org\\.apache\\.catalina\\.filters\\.CSRF_NONCE=[0-9A-F]+)");
  }

  private void expire(String what, String number, int status) throws IOException {
    Page page = browser.post("/html/expire?path=/&" + number, "idle", "30");
    visit.check(what, page, page.status() == status);
  }
}
