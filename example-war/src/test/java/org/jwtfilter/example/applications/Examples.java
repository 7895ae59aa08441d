package org.jwtfilter.example.applications;

import java.io.IOException;
import java.util.List;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/**
 * What somebody does in the examples: puts things into the session, fills and empties the cart,
 * guesses a number, comes back to all of them.
 */
final class Examples {
  private static final String SESSION = "/servlets/servlet/SessionExample";
  private static final String CART = "/jsp/sessions/carts.jsp";
  private static final String GUESS = "/jsp/num/numguess.jsp";

  private final Visit visit;
  private final Browser browser;

  private Examples(Visit visit) {
    this.visit = visit;
    this.browser = visit.browser();
  }

  static void travel(Visit visit) throws Exception {
    new Examples(visit).travel();
  }

  private void travel() throws Exception {
    Page first = putAttributes();
    fillCart();
    guess();
    seeSameSession(first);
    emptyCart();
    seeAllTogether();
  }

  private Page putAttributes() throws IOException {
    Page first = browser.get(SESSION);
    check("session: the page is there", first, first.status() == 200 && first.has("Session ID"));
    Page posted = browser.post(SESSION, "dataname", "alpha", "datavalue", "one");
    check("session: alpha was put", posted, posted.has("alpha = one"));
    Page beta = browser.get(SESSION, "dataname", "beta", "datavalue", "two");
    check("session: alpha is kept", beta, beta.has("alpha = one"));
    check("session: beta was put", beta, beta.has("beta = two"));
    Page gamma = browser.get(SESSION, "dataname", "gamma", "datavalue", "\u00e9\u20ac\ud83d\ude00");
    check("session: beta is kept", gamma, gamma.has("beta = two"));
    check("session: gamma was put", gamma, gamma.has("gamma = \u00e9\u20ac\ud83d\ude00"));
    return gamma;
  }

  /** The cart is a bean that the page changes in place and never sets again. */
  private void fillCart() throws IOException {
    for (String item : List.of("1", "3", "4")) {
      browser.get(CART, "itemId", item, "submit", "add");
    }
    Page cart = browser.get(CART);
    for (String title : List.of("X-files movie", "NIN CD", "JSP Book")) {
      check("cart: " + title + " was put", cart, cart.has("<li> " + title));
    }
  }

  /**
   * Seven guesses are enough for a hundred numbers, if nobody forgets the number or the guesses.
   */
  private void guess() throws Exception {
    Page welcome = browser.get(GUESS);
    check("guess: it welcomes", welcome, welcome.has("Welcome to the Number Guess"));
    guess(0, 1); // no number of the game, so that the second guess is never the first of a new one
    visit.halfway();
    guess(101, 2);
    int low = 1;
    int high = 100;
    for (int n = 3; n <= 9; n++) {
      int number = (low + high) / 2;
      Page page = guess(number, n);
      if (page.has("Congratulations")) {
        return;
      }
      low = page.has("<b>higher") ? number + 1 : low;
      high = page.has("<b>lower") ? number - 1 : high;
    }
    check("guess: the number was found", welcome, false);
  }

  private Page guess(int number, int count) throws IOException {
    Page page = browser.get(GUESS, "guess", Integer.toString(number));
    String counted = "(after just|made)\\s+" + count + "\\s+(tries|guesses)";
    check("guess: number " + count + " is counted", page, page.matches(counted));
    return page;
  }

  private void seeSameSession(Page first) throws IOException {
    for (int each = 0; each < 2; each++) {
      Page again = browser.get(SESSION);
      check("session: its id stays", again, same(first, again, "Session ID:\\s*([^\\s<]+)"));
      check("session: its creation time stays", again, same(first, again, "Created:\\s*([^<]+)"));
    }
    browser.get(SESSION, "dataname", "alpha", "datavalue", "uno");
    Page replaced = browser.get(SESSION);
    check("session: alpha is replaced", replaced, replaced.has("alpha = uno"));
    check("session: the old alpha is gone", replaced, !replaced.has("alpha = one"));
    browser.get(SESSION, "dataname", "gamma");
    Page removed = browser.get(SESSION);
    check("session: gamma is removed", removed, !removed.has("gamma"));
    check("session: beta is still kept", removed, removed.has("beta = two"));
  }

  private static boolean same(Page one, Page other, String regex) {
    return !one.pick(regex).isEmpty() && one.pick(regex).equals(other.pick(regex));
  }

  private void emptyCart() throws IOException {
    browser.get(CART, "itemId", "3", "submit", "remove");
    Page cart = browser.get(CART);
    check("cart: NIN CD was removed", cart, !cart.has("<li> NIN CD"));
    check("cart: X-files movie is kept", cart, cart.has("<li> X-files movie"));
    check("cart: JSP Book is kept", cart, cart.has("<li> JSP Book"));
  }

  private void seeAllTogether() throws IOException {
    for (int each = 0; each < 2; each++) {
      Page session = browser.get(SESSION);
      check("at the end: alpha", session, session.has("alpha = uno"));
      Page cart = browser.get(CART);
      check("at the end: the cart", cart, cart.has("<li> JSP Book"));
    }
  }

  private void check(String what, Page page, boolean kept) {
    visit.check(what, page, kept);
  }
}
