package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.Request;

/** Sessions and logins: what goes over, what ends together, and what never comes back. */
class SessionLoginTest {
  /** The clock stands still, but where a test lets time pass. */
  private static final Cluster CLUSTER = Cluster.of(Cluster.clocked("endpoints", "/jwt"));

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  private static Browser browser(Setup server) {
    return CLUSTER.browser(server, ClockedFilter.CLOCK);
  }

  private static Browser annWithSession(Setup server) {
    Browser browser = browser(server);
    browser.logsIn("ann");
    browser.puts("a", "ann's");
    return browser;
  }

  private static int tooLarge(Setup server) {
    return server.token() ? 20_000 : 900_000;
  }

  private static String id(Browser browser) {
    return browser.asks(q -> q.getSession().getId());
  }

  private static Answer logsInAt(Browser browser, String name) {
    return Browser.ok(browser.client().post("/jwt/login", "username", name, "password", name));
  }

  private static Handler puts(String name, String value) {
    return (q, r) -> q.getSession().setAttribute(name, value);
  }

  private static void assertNobody(Browser browser) {
    for (int node = 0; node < 2; node++) {
      assertEquals("null", browser.user());
      assertEquals("none", browser.attribute("a"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void visitorsSession_goesOnAsTheCallers_withAnotherId(Setup server) {
    Browser browser = browser(server);
    browser.puts("a", "visitor's");
    String before = id(browser);
    browser.logsIn("ann");
    assertNotEquals(before, id(browser));
    assertEquals(id(browser), id(browser));
    assertEquals("visitor's", browser.attribute("a"));
    assertEquals("ann", browser.user());
    List<String> names =
        server.store() // where the former session has ended for good
            ? List.of("jwt", "jwt-device", "jwt-refresh", "jwt-session")
            : List.of("jwt", "jwt-device", "jwt-out", "jwt-refresh", "jwt-session");
    assertEquals(names, browser.jar().names().stream().sorted().toList());
  }

  @ParameterizedTest
  @EnumSource
  void visitorsSession_goesOnAfterTheLoginEndpoint(Setup server) {
    Browser browser = browser(server);
    browser.puts("a", "visitor's");
    String before = id(browser);
    logsInAt(browser, "ann");
    assertNotEquals(before, id(browser));
    assertEquals("visitor's", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void idOfTheVisitor_afterTheLogin_isDead(Setup server) {
    Browser browser = browser(server);
    browser.puts("a", "visitor's");
    Browser fixated = browser.twin();
    browser.logsIn("ann");
    browser.puts("a", "ann's");
    assertEquals(server.store() ? "none" : "visitor's", fixated.attribute("a"));
    assertEquals("null", fixated.user());
  }

  @ParameterizedTest
  @EnumSource
  void anotherUsersLogin_doesNotGetTheSession(Setup server) {
    Browser browser = annWithSession(server);
    String anns = id(browser);
    logsInAt(browser, "bob");
    assertEquals("bob", browser.user());
    assertEquals("none", browser.attribute("a"));
    assertNotEquals(anns, id(browser));
  }

  @ParameterizedTest
  @EnumSource
  void sameUsersSecondLogin_keepsTheSession(Setup server) {
    Browser browser = annWithSession(server);
    String before = id(browser);
    logsInAt(browser, "ann");
    assertEquals("ann's", browser.attribute("a"));
    assertNotEquals(before, id(browser));
  }

  @ParameterizedTest
  @EnumSource
  void requestLogout_endsTheLogin_andKeepsTheSessionUnderAnotherId(Setup server) {
    Browser browser = annWithSession(server);
    String before = id(browser);
    browser.does((q, r) -> q.logout());
    assertEquals("null", browser.user());
    assertEquals("ann's", browser.attribute("a"));
    assertNotEquals(before, id(browser));
  }

  @ParameterizedTest
  @EnumSource
  void logoutEndpoint_endsLoginAndSession(Setup server) {
    Browser browser = annWithSession(server);
    assertEquals(303, browser.client().post("/jwt/logout").status());
    assertNobody(browser);
    assertEquals(List.of("jwt-device", "jwt-out"), browser.jar().names());
  }

  @ParameterizedTest
  @EnumSource
  void invalidate_endsTheLogin(Setup server) {
    Browser browser = annWithSession(server);
    browser.does((q, r) -> q.getSession().invalidate());
    assertNobody(browser);
    assertEquals(List.of("jwt-device", "jwt-out"), browser.jar().names());
  }

  @ParameterizedTest
  @EnumSource
  void invalidateOfAVisitorsSession_beforeTheLoginOfTheSameRequest_isNoLogout(Setup server) {
    Browser browser = browser(server);
    browser.puts("a", "visitor's");
    browser.does(
        (q, r) -> {
          q.getSession().invalidate();
          q.getSession().setAttribute("a", "fresh");
          q.login("ann", "ann");
        });
    assertEquals("ann", browser.user());
    assertEquals("fresh", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void lateAnswer_afterLogout_bringsNothingBack(Setup server) {
    Browser browser = annWithSession(server);
    Answer late = browser.underWay(puts("a", "late"));
    browser.client().post("/jwt/logout");
    browser.receives(late);
    if (!server.store()) { // where the cookie stays as it is
      assertTrue(browser.jar().names().contains("jwt-session"), "the late answer was taken");
    }
    assertNobody(browser);
  }

  @ParameterizedTest
  @EnumSource
  void lateAnswerThatRenews_afterLogout_bringsNothingBack(Setup server) {
    for (String way : List.of("endpoint", "invalidate", "request.logout")) {
      Browser browser = annWithSession(server);
      ClockedFilter.CLOCK.advance(Duration.ofMinutes(16));
      Answer late = browser.underWay(puts("a", "late"));
      assertEquals(1, late.setCookies("jwt").size(), "renewed");
      switch (way) {
        case "endpoint" -> browser.client().post("/jwt/logout");
        case "invalidate" -> browser.does((q, r) -> q.getSession().invalidate());
        default ->
            browser.does(
                (q, r) -> {
                  q.logout();
                  q.getSession().invalidate();
                });
      }
      browser.receives(late);
      assertNobody(browser);
    }
  }

  @ParameterizedTest
  @EnumSource
  void lateAnswer_afterInvalidate_bringsNothingBack(Setup server) {
    Browser browser = browser(server);
    browser.puts("a", "visitor's");
    Answer late = browser.underWay(puts("a", "late"));
    browser.does((q, r) -> q.getSession().invalidate());
    browser.receives(late);
    assertNobody(browser);
  }

  @ParameterizedTest
  @EnumSource
  void lateAnswerOfTheVisitor_afterLogin_changesNothing(Setup server) {
    Browser browser = browser(server);
    browser.puts("a", "visitor's");
    Answer late = browser.underWay(puts("a", "late"));
    browser.logsIn("ann");
    browser.puts("a", "ann's");
    browser.receives(late);
    assertEquals("ann", browser.user());
    assertEquals("ann's", browser.attribute("a"));
    browser.does((q, r) -> q.getSession().invalidate());
    browser.receives(late);
    assertNobody(browser);
  }

  @ParameterizedTest
  @EnumSource
  void lateAnswerOfAnn_afterBobsLogin_leavesBobLoggedIn(Setup server) {
    Browser browser = annWithSession(server);
    Answer late = browser.underWay(puts("a", "late"));
    logsInAt(browser, "bob");
    browser.receives(late);
    assertEquals("bob", browser.user());
    assertEquals("none", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void lateRenewalOfAnn_afterBobsLogin_isNobody(Setup server) {
    Browser browser = annWithSession(server);
    ClockedFilter.CLOCK.advance(Duration.ofMinutes(16));
    Answer late = browser.underWay((q, r) -> {});
    logsInAt(browser, "bob");
    browser.receives(late);
    assertNobody(browser);
  }

  @ParameterizedTest
  @EnumSource
  void sessionOfOneUser_withTheTokenOfAnother_isNoSession(Setup server) {
    Browser ann = annWithSession(server);
    Browser bob = browser(server);
    bob.logsIn("bob");
    String session = ann.jar().value("jwt-session").orElseThrow();
    bob.jar().put("jwt-session", session);
    assertEquals("none", bob.attribute("a"));
    assertEquals("bob", bob.user());
    bob.puts("a", "bob's");
    assertEquals("bob's", bob.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void sessionOfALogin_underTheVisitorsName_isNoSession(Setup server) {
    Browser ann = annWithSession(server);
    Browser visitor = browser(server);
    visitor.jar().put("jwt-visitor", ann.jar().value("jwt-session").orElseThrow());
    assertEquals("none", visitor.attribute("a"));
    Browser bare = browser(server);
    bare.jar().put("jwt-session", ann.jar().value("jwt-session").orElseThrow());
    assertEquals("none", bare.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void sessionBegunAfterTheLogin_isTheCallers(Setup server) {
    Browser browser = annWithSession(server);
    assertEquals(List.of("jwt-device", "jwt", "jwt-refresh", "jwt-session"), browser.jar().names());
    assertEquals("ann's", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void callerWithATokenInTheHeader_hasASessionOfTheSameKind(Setup server) {
    Browser browser = browser(server);
    String json = logsInAt(browser(server), "ann").text();
    String token = json.replaceFirst(".*\"access_token\":\"([^\"]+)\".*", "$1");
    browser.client().send(Request.get(Cluster.path(puts("a", "api's"))).bearer(token));
    assertEquals(List.of("jwt-session"), browser.jar().names());
    String seen = Cluster.path(Browser.saying(q -> q.getSession().getAttribute("a")));
    assertEquals("api's", browser.client().send(Request.get(seen).bearer(token)).text());
    assertEquals("none", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void login_createsNoSessionOfTheContainer(Setup server) {
    Browser browser = annWithSession(server);
    browser.does((q, r) -> q.logout());
    assertTrue(browser.jar().seen().stream().noneMatch(line -> line.contains("JSESSIONID")));
  }

  @ParameterizedTest
  @EnumSource
  void loginWithAnOverfullSession_isALogin_andTheSessionIsStillTheVisitors(Setup server) {
    Browser browser = browser(server);
    browser.puts("a", "visitor's");
    browser.does(
        (q, r) -> {
          int size = tooLarge(server);
          q.getSession().setAttribute("large", SessionCommitTest.noise(size));
          q.getSession().setAttribute("larger", SessionCommitTest.noise(size + 1));
          q.login("ann", "ann");
        },
        413);
    assertEquals("ann", browser.user());
    assertEquals("visitor's", browser.attribute("a"));
    assertEquals("null", browser.attribute("large"));
  }
}
