package org.jwtfilter.example.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jwtfilter.example.matrix.World.assertSays;
import static org.jwtfilter.example.matrix.World.assertStatus;

import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;

/** What fits goes through; what does not is answered by us, in words, and never by the server. */
final class LimitChecks {
  private static final String NEAR_BUDGET = "5000";
  private static final String OVER_BUDGET = "7000";
  private static final String FAR_OVER_BUDGET = "300000";
  private static final String TWO_THIRDS_OF_STORE = "900000";

  private LimitChecks() {}

  static void addTo(Checks checks) {
    checks.add(Group.LIMITS, "session near the budget", LimitChecks::nearBudget);
    checks.add(Group.LIMITS, "session over the budget", LimitChecks::overBudget);
    checks.add(Group.LIMITS, "session far over the budget", LimitChecks::farOverBudget);
    checks.add(Group.LIMITS, "session grown and shrunk", LimitChecks::shrunk);
    checks.add(Group.LIMITS, "150 cookies of others", LimitChecks::otherCookies);
    checks.add(Group.LIMITS, "7 KB of headers", LimitChecks::longHeader);
    checks.add(Group.LIMITS, "token of 100 roles", LimitChecks::manyRoles);
  }

  private static void nearBudget(World world) throws Exception {
    for (Browser browser : new Browser[] {world.stranger(), world.ann(), world.annWithCookie()}) {
      assertStatus(200, fill(browser, "filled", NEAR_BUDGET));
      browser.get("/session/add", "entry", "a");
      assertSays("[a]", "list", browser.get("/session/list"));
      assertSays("[filled, list]", "names", browser.get("/session/describe"));
    }
  }

  private static void overBudget(World world) throws Exception {
    if (world.stored()) {
      overStore(world.annWithCookie());
    } else {
      over(world.annWithCookie(), OVER_BUDGET);
    }
  }

  private static void farOverBudget(World world) throws Exception {
    if (world.stored()) {
      Browser browser = world.stranger();
      assertStatus(200, fill(browser, "filled", FAR_OVER_BUDGET));
      assertSays("[filled]", "names", browser.get("/session/describe"));
    } else {
      over(world.annWithCookie(), FAR_OVER_BUDGET);
    }
  }

  private static void over(Browser browser, String length) throws Exception {
    browser.get("/session/add", "entry", "a");
    assertTooLarge(fill(browser, "filled", length));
    assertSays("[a]", "list", browser.get("/session/list"));
    assertSays("[list]", "names", browser.get("/session/describe"));
  }

  private static void overStore(Browser browser) throws Exception {
    assertStatus(200, fill(browser, "one", TWO_THIRDS_OF_STORE));
    assertTooLarge(fill(browser, "two", TWO_THIRDS_OF_STORE));
    assertSays("[one]", "names", browser.get("/session/describe"));
  }

  private static Page fill(Browser browser, String name, String length) throws Exception {
    return browser.get("/session/fill", "name", name, "length", length);
  }

  private static void assertTooLarge(Page page) {
    assertStatus(413, page);
    assertTrue(page.has("The session has become too large to be kept."), page::text);
  }

  private static void shrunk(World world) throws Exception {
    Browser browser = world.stranger();
    browser.get("/session/add", "entry", "a");
    fill(browser, "filled", NEAR_BUDGET);
    browser.get("/session/remove", "name", "filled");
    assertSays("[list]", "names", browser.get("/session/describe"));
    int bytes = browser.cookies().length();
    assertTrue(bytes < 1500, () -> bytes + " bytes of cookies are left");
  }

  private static void otherCookies(World world) throws Exception {
    Browser browser = world.annWithCookie();
    for (int each = 0; each < 150; each++) {
      browser.withCookie("other" + each, Integer.toString(each));
    }
    browser.get("/session/add", "entry", "a");
    Page page = browser.get("/page");
    assertSays("ann", "principal", page);
    assertSays("[a]", "list", page);
  }

  private static void longHeader(World world) throws Exception {
    Browser browser = world.annWithCookie().with("X-Other", "x".repeat(1000));
    assertStatus(200, fill(browser, "filled", NEAR_BUDGET));
    Page page = browser.get("/session/describe");
    assertSays("[filled]", "names", page);
    assertEquals(200, browser.get("/page").status());
  }

  private static void manyRoles(World world) throws Exception {
    String[] roles = new String[101];
    for (int each = 0; each < 100; each++) {
      roles[each] = "some-role-or-other-" + each;
    }
    roles[100] = "member";
    Browser browser = world.stranger().withCookie("jwt", world.token("ann", roles));
    browser.get("/session/add", "entry", "a");
    Page page = browser.get("/page");
    assertSays("true", "member", page);
    assertSays("[a]", "list", page);
  }
}
