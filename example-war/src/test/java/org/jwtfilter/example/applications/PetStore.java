package org.jwtfilter.example.applications;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/**
 * JPetStore of MyBatis: whole action beans of Stripes stand in the session, and get their services
 * from Spring.
 */
final class PetStore {
  private static final Pattern INPUT = Pattern.compile("<input [^>]*>");

  private final Visit visit;
  private final Browser browser;

  private PetStore(Visit visit) {
    this.visit = visit;
    this.browser = visit.browser();
  }

  static void travel(Visit visit) throws Exception {
    new PetStore(visit).travel();
  }

  private void travel() throws Exception {
    Page page = browser.get("/actions/Catalog.action");
    visit.check("pets: nobody is signed in", page, page.has("Sign In"));
    for (int items = 1; items <= 4; items++) {
      page = add("EST-6");
      Map<String, String> fields = fields(page);
      boolean counted = String.valueOf(items).equals(fields.get("EST-6"));
      visit.check("pets: " + items + " of one in the cart", page, counted);
      if (items == 2) {
        visit.halfway();
      }
    }
    page = add("EST-1");
    visit.check("pets: two kinds in the cart", page, page.has("EST-6") && page.has("EST-1"));
    signIn();
    order();
    browser.get("/actions/Account.action", "signoff", "");
    page = browser.get("/actions/Catalog.action");
    visit.check("pets: signed out", page, page.has("Sign In"));
  }

  private Page add(String item) throws IOException {
    return browser.get("/actions/Cart.action", "addItemToCart", "", "workingItemId", item);
  }

  private void signIn() throws IOException {
    Page form = browser.get("/actions/Account.action", "signonForm", "");
    Map<String, String> fields = fields(form);
    fields.putAll(Map.of("username", "j2ee", "password", "j2ee", "signon", "Login"));
    Page in = post("/actions/Account.action", fields);
    visit.check("pets: signed in", in, in.has("Sign Out"));
    for (int each = 1; each <= 3; each++) {
      Page still = browser.get("/actions/Catalog.action");
      visit.check("pets: still signed in", still, still.has("Sign Out"));
    }
    Page cart = browser.get("/actions/Cart.action", "viewCart", "");
    visit.check("pets: the cart is kept", cart, cart.has("EST-6") && cart.has("EST-1"));
  }

  private void order() throws IOException {
    Page form = browser.get("/actions/Order.action", "newOrderForm", "");
    visit.check("pets: an order", form, form.has("Payment Details"));
    Map<String, String> fields = fields(form);
    fields.putAll(Map.of("newOrder", "Continue", "order.cardType", "Visa"));
    Page confirm = post("/actions/Order.action", fields);
    visit.check("pets: to be confirmed", confirm, confirm.has("Please confirm"));
    Page done = browser.get("/actions/Order.action", "newOrder", "", "confirmed", "true");
    visit.check("pets: ordered", done, done.has("Thank you"));
    Page list = browser.get("/actions/Order.action", "listOrders", "");
    visit.check("pets: my orders", list, list.has("My Orders"));
    Page cart = browser.get("/actions/Cart.action", "viewCart", "");
    visit.check("pets: the cart is empty", cart, cart.has("Your cart is empty"));
  }

  private Page post(String path, Map<String, String> fields) throws IOException {
    return browser.post(
        path,
        fields.entrySet().stream()
            .flatMap(one -> Stream.of(one.getKey(), one.getValue()))
            .toArray(String[]::new));
  }

  /** What stands in the fields of a page, but for its buttons and what is not ticked. */
  private static Map<String, String> fields(Page page) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher inputs = INPUT.matcher(page.text());
    while (inputs.find()) {
      String input = inputs.group();
      if (!input.matches(".* type=\"(submit|checkbox)\".*")) {
        fields.put(attribute(input, "name"), attribute(input, "value"));
      }
    }
    fields.remove("");
    return fields;
  }

  private static String attribute(String tag, String name) {
    Matcher found = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(tag);
    return found.find() ? found.group(1) : "";
  }
}
