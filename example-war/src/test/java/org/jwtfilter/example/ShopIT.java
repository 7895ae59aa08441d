package org.jwtfilter.example;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shop with jwt-filter, in each setup: whoever answers, nothing is forgotten, and what has
 * ended has ended everywhere.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("org.jwtfilter.example.ShopSetup#all")
class ShopIT {

  private static final Pattern ITEM = Pattern.compile("name=\"item\" value=\"([^\"]+)\"");

  /** How long after a logout its copies may live on other nodes: the default of the filter. */
  private static final Duration REVOCATION_DELAY = Duration.ofSeconds(1);

  private static ShopProcess shop;

  @Parameter ShopSetup setup;

  @BeforeParameterizedClassInvocation
  static void start(ShopSetup setup) throws Exception {
    shop = setup.start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (shop != null) {
      shop.close();
      shop = null;
    }
  }

  @AfterEach
  void reviveAll() throws Exception {
    for (int node : setup.mortalNodes()) {
      shop.revive(node);
    }
  }

  @Test
  void nodeKilledHalfway_shoppingTrip_losesNoLoginAndNoCartLine() throws Exception {
    Set<String> left = new HashSet<>(setup.nodeNames());
    ShoppingTrip trip =
        new ShoppingTrip(shop)
            .run(
                () -> {
                  if (left.size() > 1) {
                    shop.kill(2);
                    left.remove("2");
                  }
                });
    assertAll(
        () -> assertEquals(left, trip.nodes()),
        () -> assertEquals(0, trip.errors(), "answers of 500 and above"),
        () -> assertEquals(0, trip.loginsLost(), "logins lost"),
        () -> assertEquals(0, trip.linesLost(), "cart lines lost"));
  }

  @Test
  void everyNodeKilledInTurn_cartAndLogin_goOn() throws Exception {
    Visitor ann = shop.visitor();
    ann.logIn("ann");
    ann.post("/cart/add", "item", "teapot", "quantity", "2");
    for (int node : setup.mortalNodes()) {
      shop.kill(node);
      shop.revive(node);
      assertEquals(Map.of("teapot", 2), ann.get("/cart").cart());
      assertEquals("ann", ann.get("/whoami").user());
    }
  }

  @Test
  void visitor_beforeLogin_hasACartOnEveryNodeAndKeepsItAtLogin() throws Exception {
    Visitor ann = shop.visitor();
    ann.post("/cart/add", "item", "mug", "quantity", "3");
    String visitorId = ann.get("/whoami").sessionId();
    Set<String> nodes = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      Answer answer = ann.get("/cart");
      nodes.add(answer.node());
      assertEquals(Map.of("mug", 3), answer.cart());
      Answer whoami = ann.get("/whoami");
      nodes.add(whoami.node());
      assertEquals(visitorId, whoami.sessionId());
    }
    assertEquals(setup.nodeNames(), nodes);
    Answer account = ann.logIn("ann");
    assertEquals(200, account.status());
    assertTrue(account.body().contains("logged in as <strong>ann"), account.body());
    assertEquals(Map.of("mug", 3), ann.get("/cart").cart());
    assertNotEquals(visitorId, ann.get("/whoami").sessionId());
  }

  @Test
  void stranger_atAPageForCustomers_isSentToTheLoginPage() throws Exception {
    Visitor stranger = shop.visitor();
    Answer answer = stranger.get("/checkout/address");
    Answer page = stranger.follow(answer);
    assertTrue(page.body().contains("j_security_check"), () -> answer + "\n" + page);
    Answer wrong = stranger.post("/j_security_check", "j_username", "ann", "j_password", "bob");
    Answer refused = stranger.follow(wrong);
    assertTrue(refused.body().contains("Name or password is wrong"), () -> wrong + "\n" + refused);
    assertNull(stranger.get("/whoami").user());
  }

  @Test
  void roles_decideWhoSeesTheAdminPage() throws Exception {
    Visitor ann = shop.visitor();
    ann.logIn("ann");
    Visitor bob = shop.visitor();
    bob.logIn("bob");
    assertEquals(403, ann.get("/admin").status());
    assertEquals(200, bob.get("/admin").status());
    assertTrue(ann.get("/whoami").body().contains("\"roles\":[\"customer\"]"));
    assertTrue(bob.get("/whoami").body().contains("\"roles\":[\"customer\",\"admin\"]"));
  }

  @Test
  void wizard_everyStepOnAnotherNode_remembersTheEarlierOnes() throws Exception {
    Visitor ann = shop.visitor();
    ann.logIn("ann");
    ann.post("/cart/add", "item", "clock", "quantity", "1");
    Answer address = ann.post("/checkout/address", "name", "Ann", "address", "1 Long Road");
    assertTrue(address.location().endsWith("/checkout/payment"), address::toString);
    assertEquals(200, ann.follow(address).status());
    Answer payment = ann.post("/checkout/payment", "payment", "invoice");
    assertTrue(payment.location().endsWith("/checkout/confirm"), payment::toString);
    Answer confirm = ann.follow(payment);
    assertTrue(confirm.body().contains("1 Long Road"), confirm.body());
    assertTrue(confirm.body().contains("invoice"), confirm.body());
    Answer thanks = ann.follow(ann.post("/checkout/confirm"));
    assertTrue(thanks.flash().startsWith("Thank you!"), thanks.body());
    assertEquals(Map.of(), ann.get("/cart").cart());
  }

  @Test
  void message_afterARedirect_isShownOnceOnWhateverNode() throws Exception {
    Visitor visitor = shop.visitor();
    visitor.post("/cart/add", "item", "ink", "quantity", "0");
    assertNotNull(visitor.get("/catalogue").flash());
    for (int i = 0; i < 3; i++) {
      assertNull(visitor.get("/catalogue").flash());
    }
  }

  @Test
  void logout_endsLoginAndCart_onEveryNode() throws Exception {
    Visitor ann = shop.visitor();
    ann.logIn("ann");
    ann.post("/cart/add", "item", "ink", "quantity", "1");
    ann.post("/logout");
    for (int i = 0; i < 3; i++) {
      assertNull(ann.get("/whoami").user());
      assertEquals(Map.of(), ann.get("/cart").cart());
    }
  }

  @Test
  void logout_onOneNode_endsCopiesOfTheTokensOnAllThatItMustReach() throws Exception {
    Visitor ann = shop.visitor();
    ann.logIn("ann");
    ann.post("/cart/add", "item", "ink", "quantity", "1");
    Map<String, String> copy = ann.jar().cookies();
    String there = ann.post("/logout").node();
    long end = System.nanoTime() + REVOCATION_DELAY.toNanos();
    Set<String> mustKnow = setup.sharesLogouts() ? setup.nodeNames() : Set.of(there);
    assertEnded(copy, mustKnow, end);
  }

  /** Each node's first answer without the user is its last word; asked after the end, it is due. */
  private void assertEnded(Map<String, String> cookies, Set<String> nodes, long end)
      throws Exception {
    Visitor visitor = shop.visitor();
    Set<String> know = new HashSet<>();
    for (int after = 0; after < 2 * setup.nodes(); ) {
      boolean due = System.nanoTime() > end || know.containsAll(nodes);
      visitor.jar().set(cookies);
      Answer answer = visitor.get("/whoami");
      if (answer.user() == null) {
        know.add(answer.node());
      } else if (nodes.contains(answer.node())) {
        assertFalse(due || know.contains(answer.node()), () -> "still logged in: " + answer);
      }
      after += due ? 1 : 0;
    }
  }

  @Test
  void twentyParallelRequests_oneChangesTheCart_theChangeSurvives() throws Exception {
    Visitor ann = shop.visitor();
    ann.logIn("ann");
    ann.post("/cart/add", "item", "teapot", "quantity", "1");
    ann.get("/cart");
    List<CompletableFuture<Answer>> reads = new ArrayList<>();
    CompletableFuture<Answer> change = null;
    for (int i = 0; i < 20; i++) {
      if (i == 10) {
        change = ann.sendForm("/cart/add", "item", "globe", "quantity", "1");
      } else {
        reads.add(ann.send(i % 2 == 0 ? "/cart" : "/whoami"));
      }
    }
    assertEquals(302, change.get().status());
    if (setup.inCookies()) {
      assertFalse(change.get().setCookies().isEmpty(), "the change is written");
    }
    for (CompletableFuture<Answer> read : reads) {
      assertEquals(200, read.get().status());
      assertEquals(List.of(), read.get().setCookies());
    }
    assertEquals(Map.of("teapot", 1, "globe", 1), ann.get("/cart").cart());
  }

  @Test
  void cart_grownPastTheBudgetAndBackToOneItem_worksOrSaysWhatToDo() throws Exception {
    Visitor ann = shop.visitor();
    ann.logIn("ann");
    List<String> items = catalogue(ann);
    Map<String, Integer> cart = new LinkedHashMap<>();
    int mostCookies = 0;
    int refused = 0;
    for (String item : items) {
      Answer answer = ann.post("/cart/add", "item", item, "quantity", "1");
      if (answer.status() == 302 && answer.location().endsWith("/cart")) {
        cart.put(item, 1);
      } else {
        refused++;
        assertTrue(setup.limited(), () -> item + ": " + answer);
        assertTrue(answer.status() < 500, () -> item + ": " + answer);
        assertFalse(answer.body().isBlank(), () -> item + ": " + answer);
      }
      mostCookies = Math.max(mostCookies, sessionCookies(ann).size());
      assertStillThere(ann, cart, item);
    }
    assertEquals(setup.inCookies(), mostCookies > 1, "most cookies: " + mostCookies);
    assertEquals(setup.limited(), refused > 0, "past the budget");
    for (String item : List.copyOf(cart.keySet()).subList(1, cart.size())) {
      ann.post("/cart/remove", "item", item);
      cart.remove(item);
      assertStillThere(ann, cart, item);
    }
    assertEquals(List.of("jwt-session"), sessionCookies(ann), "no chunk is left behind");
  }

  private static List<String> sessionCookies(Visitor visitor) {
    return visitor.jar().cookies().keySet().stream()
        .filter(name -> name.startsWith("jwt-session") && !name.matches(".*\\.[a-z]"))
        .toList();
  }

  /** Asked after each change where a change can be refused, else now and then. */
  private void assertStillThere(Visitor ann, Map<String, Integer> cart, String item)
      throws Exception {
    if (!setup.limited() && cart.size() % 7 != 1) {
      return;
    }
    Answer page = ann.get("/cart");
    assertEquals(cart, page.cart(), () -> "after " + item + ": " + page);
    assertEquals("ann", ann.get("/whoami").user(), "after " + item);
    int header = ann.jar().header().length();
    assertTrue(header < 7 * 1024, "servers take 8 KB of headers; cookies: " + header);
  }

  private static List<String> catalogue(Visitor visitor) throws Exception {
    List<String> items = new ArrayList<>();
    Matcher matcher = ITEM.matcher(visitor.get("/catalogue").body());
    while (matcher.find()) {
      items.add(matcher.group(1));
    }
    return items;
  }
}
