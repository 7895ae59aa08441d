package org.jwtfilter.example.applications;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/**
 * Jakarta Faces with its state on the server, and beans of CDI in session, view and conversation.
 */
final class Faces {
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\"[^>]*? value=\"([^\"]*)\"");

  private final Visit visit;
  private final Browser browser;

  private Faces(Visit visit) {
    this.visit = visit;
    this.browser = visit.browser();
  }

  static void travel(Visit visit) throws Exception {
    new Faces(visit).travel();
  }

  private void travel() throws Exception {
    Page page = browser.get("/index.xhtml");
    visit.check("faces: it is there", page, page.has("visitor: 0 [] tick"));
    for (int step = 1; step <= 6; step++) {
      page = press("wizard", "next", page, "n" + step);
      boolean kept = page.has("wizard: step " + step + " of n" + step);
      visit.check("faces: step " + step + " is kept", page, kept);
      visit.check("faces: the visitor is known", page, page.has("visitor: " + step + " [n1"));
      if (step == 3) {
        visit.halfway();
      }
    }
    Page other = browser.get("/index.xhtml");
    visit.check("faces: another page begins anew", other, other.has("wizard: step 0"));
    visit.check("faces: for the same visitor", other, other.has("[n1, n2, n3, n4, n5, n6] tick"));
    page = press("wizard", "next", page, "n7");
    visit.check("faces: the former page goes on", page, page.has("wizard: step 7 of n7"));
    longPage(press("wizard", "done", page, "x"));
    conversation();
  }

  /** Its first part has left before Faces puts its state into the session. */
  private void longPage(Page start) throws IOException {
    visit.check("faces: a message for the next page", start, start.has("done with x"));
    Page page = press("wizard", "grow", start, "long");
    for (int step = 1; step <= 2; step++) {
      page = press("wizard", "next", page, "long");
      boolean kept = page.has("wizard: step " + step + " of long, 2500 rows");
      visit.check("faces: step " + step + " of a long page is kept", page, kept);
    }
  }

  private void conversation() throws IOException {
    Page page = browser.get("/talk.xhtml");
    for (int said = 1; said <= 3; said++) {
      page = press("talk", "say", page, "");
      visit.check("faces: the conversation goes on", page, page.has("talk: " + said + " said"));
    }
  }

  private Page press(String form, String button, Page on, String name) throws IOException {
    List<String> fields = new ArrayList<>();
    Matcher hidden = HIDDEN.matcher(on.text());
    while (hidden.find()) {
      fields.addAll(List.of(hidden.group(1), hidden.group(2).replace("&amp;", "&")));
    }
    fields.addAll(List.of(form + ":name", name, form + ":" + button, button));
    String action = on.pick("<form [^>]*action=\"([^\"]*)\"").replace("&amp;", "&");
    return browser.post(action.replaceFirst(".*(/[^/]*)$", "$1"), fields.toArray(String[]::new));
  }
}
