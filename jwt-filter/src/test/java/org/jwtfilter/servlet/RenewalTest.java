package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.CookieJar;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** Logins that are used go on, up to a limit; logins that are not used end, to the second. */
@ParameterizedClass
@EnumSource
class RenewalTest {
  private static final Instant START = ClockedFilter.CLOCK.instant();
  private static final int SKEW = 60;
  private static Node node;
  private static Node sessions;

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    node = server.start(app(Map.of()));
    sessions = server.start(app(Map.of("session", "token", "session-ignore-paths", "/poll")));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    node.close();
    sessions.close();
  }

  private static WebApp app(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(
        Map.of(
            "keys", Tokens.KEYS,
            "lifetime", "10m",
            "renew-after", "4m",
            "absolute-lifetime", "30m",
            "protect", "/mine/*",
            "login-page", "/login"));
    return WebApp.at("/shop")
        .basicLogin()
        .securityRole("customer")
        .filter("jwt", ClockedFilter.class, settings, "/*", DispatcherType.values())
        .servlet("/who", (q, r) -> r.getWriter().print(q.getRemoteUser()))
        .servlet("/poll", (q, r) -> r.getWriter().print(q.getRemoteUser()))
        .servlet("/login", (q, r) -> r.getWriter().print("please log in"))
        .servlet("/mine/x", (q, r) -> r.getWriter().print(q.getRemoteUser()))
        .servlet("/mine/error", (q, r) -> r.sendError(500));
  }

  @BeforeEach
  void begin() {
    at(0);
  }

  @AfterAll
  static void goOn() {
    at(24 * 3600); // as time does for the tests after these
  }

  /** Seconds after the login. */
  private static void at(long seconds) {
    ClockedFilter.CLOCK.set(START.plusSeconds(seconds));
  }

  private static Client loggedIn(Node at) {
    Client browser = Client.of(List.of(at.base()), new CookieJar(ClockedFilter.CLOCK));
    Answer answer = browser.post("/j_security_check", "j_username", "ann", "j_password", "ann");
    assertEquals(303, answer.status(), answer::toString);
    return browser;
  }

  private static String cookie(Client browser) {
    return browser.jar().value("jwt").orElse("");
  }

  @Test
  void login_thatIsUsed_isRenewed_fromTheExactSecondOn() {
    Client browser = loggedIn(node);
    String first = cookie(browser);
    at(4 * 60 - 1);
    assertEquals(List.of(), browser.get("/who").setCookies());
    at(4 * 60);
    assertEquals(1, browser.get("/who").setCookies("jwt").size());
    assertNotEquals(first, cookie(browser));
    assertEquals(List.of(), browser.get("/who").setCookies());
  }

  @Test
  void login_thatIsNotUsed_ends_atTheExactSecond() {
    Client browser = loggedIn(node);
    Client twin = browser.twin();
    at(10 * 60 + SKEW - 1);
    assertEquals("ann", browser.get("/who").text());
    at(10 * 60 + SKEW);
    assertEquals("null", twin.get("/who").text());
  }

  @Test
  void login_thatIsUsedAllTheTime_ends_atTheAbsoluteLimit() {
    Client browser = loggedIn(node);
    for (int minute = 1; minute <= 30; minute++) {
      at(minute * 60L);
      assertEquals("ann", browser.get("/mine/x").text());
    }
    at(30 * 60 + SKEW - 1);
    assertEquals("ann", browser.get("/mine/x").text());
    at(30 * 60 + SKEW);
    assertEquals(303, browser.get("/mine/x").status());
  }

  @Test
  void cookieOfAnEndedLogin_isForgotten_andAnOpenPageGoesOn() {
    Client browser = loggedIn(node);
    at(3600);
    Answer answer = browser.get("/who");
    assertEquals("null", answer.text());
    assertEquals(1, answer.setCookies("jwt").size());
    assertFalse(browser.jar().names().contains("jwt"));
    assertEquals(List.of(), browser.get("/who").setCookies());
  }

  @Test
  void protectedPage_afterTheEnd_leadsToTheLogin_andInNoLoop() {
    Client browser = loggedIn(node);
    at(3600);
    Answer answer = browser.get("/mine/x");
    assertEquals("/login", browser.target(answer));
    assertEquals(1, answer.setCookies("jwt").size());
    assertEquals("please log in", browser.follow(answer).text());
    Answer login = browser.post("/j_security_check", "j_username", "ann", "j_password", "ann");
    assertEquals("ann", browser.follow(login).text());
  }

  @Test
  void client_withAnExpiredToken_isToldSo() {
    Client browser = loggedIn(node);
    String token = cookie(browser);
    at(3600);
    Request request = Request.get("/who").header("Accept", "application/json").bearer(token);
    Answer answer = Client.of(node).send(request);
    assertEquals(401, answer.status());
    assertTrue(answer.header("WWW-Authenticate").orElse("").contains("The token has expired"));
  }

  @Test
  void tokenInTheHeader_isNotRenewed() {
    String token = cookie(loggedIn(node));
    at(5 * 60);
    Answer answer = Client.of(node).send(Request.get("/who").bearer(token));
    assertEquals("ann", answer.text());
    assertEquals(List.of(), answer.setCookies());
  }

  @Test
  void ignoredPath_keepsNoLoginAlive() {
    Client browser = loggedIn(sessions);
    at(5 * 60);
    assertEquals("ann", browser.get("/poll").text());
    assertEquals(List.of(), browser.get("/poll").setCookies("jwt"));
    assertEquals(1, browser.get("/who").setCookies("jwt").size());
  }

  @Test
  void renewal_staysWithinItsLogin() {
    Client browser = loggedIn(node);
    Client old = browser.twin();
    at(5 * 60);
    browser.get("/who");
    at(6 * 60);
    assertEquals("ann", old.get("/who").text());
    at(10 * 60 + SKEW);
    assertEquals("ann", browser.get("/who").text());
  }

  @Test
  void answerThatRenews_isNotForSharedCaches_andErrorsRenewOnce() {
    Client browser = loggedIn(node);
    at(5 * 60);
    Answer answer = browser.get("/mine/error");
    assertEquals(500, answer.status());
    assertEquals(1, answer.setCookies("jwt").size());
    at(10 * 60);
    Answer page = browser.get("/who");
    assertEquals(1, page.setCookies("jwt").size());
    assertEquals(List.of("private"), page.headers("Cache-Control"));
  }

  @Test
  void tokenFromTheFuture_isRefused() {
    Client browser = loggedIn(node);
    at(-SKEW - 1);
    assertEquals("null", browser.get("/who").text());
  }
}
