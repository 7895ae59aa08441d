package org.jwtfilter.example.applications;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/**
 * The showcase of Struts: a game in the session, and form tokens that are good once. Not asked for
 * is what a session on several nodes cannot do: a token that is posted six times at once, and a
 * process that runs in the background.
 */
final class Showcase {
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
  private static final String REFUSED = "prevents the action";

  private final Visit visit;
  private final Browser browser;

  private Showcase(Visit visit) {
    this.visit = visit;
    this.browser = visit.browser();
  }

  static void travel(Visit visit) throws Exception {
    new Showcase(visit).travel();
  }

  private void travel() throws Exception {
    Page page = browser.get("/hangman/hangmanNonAjax.action");
    visit.check("showcase: the game begins", page, page.has("character=A"));
    String guessed = "";
    for (String letter : List.of("A", "E", "I", "O", "U")) {
      guessed += letter;
      page = browser.get("/hangman/guessCharacterNonAjax.action", "character", letter);
      boolean known = page.status() == 200 && !page.matches("character=[" + guessed + "]\\W");
      visit.check("showcase: " + guessed + " are known", page, known);
      if (letter.equals("I")) {
        visit.halfway();
      }
    }
    for (int form = 1; form <= 3; form++) {
      transfer(form);
    }
  }

  private void transfer(int form) throws IOException {
    Page page = browser.get("/token/tokenPrepare!input.action");
    List<String> fields = new ArrayList<>(List.of("amount", "100"));
    Matcher hidden = HIDDEN.matcher(page.text());
    while (hidden.find()) {
      fields.addAll(List.of(hidden.group(1), hidden.group(2)));
    }
    String action = page.pick("<form[^>]*action=\"/app([^\";]*transfer[^\";]*)");
    Page done = browser.post(action, fields.toArray(String[]::new));
    boolean passed = done.status() == 200 && !done.has(REFUSED);
    visit.check("showcase: form " + form + " is taken", done, passed);
    Page again = browser.post(action, fields.toArray(String[]::new));
    visit.check("showcase: form " + form + " is taken once", again, again.has(REFUSED));
  }
}
