package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Grants;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.CookieJar;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;
import org.jwtfilter.store.testkit.SharedStoreProvider;

/** The life of logins on two nodes that share a store: refreshed, revoked, listed, changed. */
@ParameterizedClass
@EnumSource
class LoginLifeTest {
  private static final Duration BOUND = Duration.ofSeconds(1);

  /** What a test machine may take longer than the product promises. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static Instant start = ClockedFilter.CLOCK.instant();
  private static String store = "";
  private static Node one;
  private static Node two;
  private static Node trusting;

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    store = "life-" + server;
    one = server.start(app(Map.of()));
    two = server.start(app(Map.of()));
    trusting = server.start(app(Map.of("store-down", "allow-verified")));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    List.of(one, two, trusting).forEach(Node::close);
  }

  /** Long after the test before: what was revoked there stays so. */
  @BeforeEach
  void begin() {
    start = ClockedFilter.CLOCK.instant().plus(Duration.ofDays(30));
    at(0);
    RecordedEvents.HEARD.clear();
  }

  @AfterEach
  void giveBack() {
    SharedStoreProvider.down(store, false);
  }

  /** Seconds after the start. */
  private static void at(long seconds) {
    ClockedFilter.CLOCK.set(start.plusSeconds(seconds));
  }

  private static WebApp app(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(
        Map.of(
            "keys", Tokens.KEYS,
            "lifetime", "10m",
            "endpoints", "/jwt",
            "protect", "/mine/*",
            "login-page", "/login",
            "events", RecordedEvents.class.getName(),
            "store", "shared:" + store));
    Class<? extends Filter> filter = ClockedFilter.class;
    return WebApp.at("/shop")
        .basicLogin()
        .securityRole("customer")
        .securityRole("admin")
        .filter("jwt", filter, settings, "/*", DispatcherType.values())
        .servlet("/who", (q, r) -> r.getWriter().print(who(q)))
        .servlet("/login", (q, r) -> r.getWriter().print("please log in"))
        .servlet("/mine/x", (q, r) -> r.getWriter().print(q.getRemoteUser()))
        .servlet("/kick", (q, r) -> grants(q).revokeUser(q.getParameter("name")))
        .servlet(
            "/roles",
            (q, r) ->
                grants(q).changeRoles(q.getParameter("name"), Set.of(q.getParameter("role"))));
  }

  private static String who(HttpServletRequest request) {
    return request.getRemoteUser()
        + (request.isUserInRole("admin") ? " admin" : "")
        + (request.isUserInRole("customer") ? " customer" : "");
  }

  private static Grants grants(HttpServletRequest request) {
    return (Grants) request.getServletContext().getAttribute(Grants.ATTRIBUTE);
  }

  private static Client browser(Node... nodes) {
    List<Node> all = List.of(nodes);
    return Client.of(all.stream().map(Node::base).toList(), new CookieJar(ClockedFilter.CLOCK));
  }

  private static Client loggedIn(String name, Node... nodes) {
    Client browser = browser(nodes);
    logIn(browser, name);
    return browser;
  }

  private static Answer logIn(Client browser, String name) {
    Answer answer =
        browser.send(
            Request.post("/jwt/login", "username", name, "password", name)
                .header("Accept", "application/json"));
    assertEquals(200, answer.status(), answer::toString);
    return answer;
  }

  private static String field(Answer answer, String name) {
    Matcher matcher = Pattern.compile('"' + name + "\":\"([^\"]*)\"").matcher(answer.text());
    return matcher.find() ? matcher.group(1) : "";
  }

  /** Asks until the answer is the expected one; the time that took must be within the bound. */
  private static void soon(Object expected, Callable<Object> question) throws Exception {
    long began = System.nanoTime();
    Object answer = question.call();
    while (!expected.equals(answer) && System.nanoTime() - began < PATIENCE.toNanos()) {
      Thread.onSpinWait();
      answer = question.call();
    }
    assertEquals(expected, answer);
  }

  /** A request of a page of the application itself. */
  private static Request ours(String method, String path) {
    return Request.of(method, path).header("Sec-Fetch-Site", "same-origin");
  }

  private static Answer refreshed(Client client, String token) {
    return client.send(
        Request.post("/jwt/refresh", "grant_type", "refresh_token", "refresh_token", token));
  }

  // --- refresh

  @Test
  void login_givesClientsThatAreNoPages_aRefreshToken_andItsCookieGoesToOnePathOnly() {
    Client browser = browser(one);
    Answer answer = logIn(browser, "ann");
    assertFalse(field(answer, "refresh_token").isEmpty());
    String cookie = answer.setCookies("jwt-refresh").get(0);
    assertTrue(cookie.contains("; Path=/shop/jwt/refresh; HttpOnly"), cookie);
    assertTrue(cookie.contains("SameSite=Lax"), cookie);
    assertEquals("no-store", answer.header("Cache-Control").orElse(""));
  }

  @Test
  void script_ofAPage_isNotShownRefreshTokens() {
    Client browser = browser(one);
    Answer login =
        browser.send(
            Request.post("/jwt/login", "username", "ann", "password", "ann")
                .header("Accept", "application/json")
                .header("Sec-Fetch-Site", "same-origin"));
    assertEquals("", field(login, "refresh_token"));
    assertEquals(1, login.setCookies("jwt-refresh").size());
    Answer refreshed =
        browser.send(Request.post("/jwt/refresh").header("Sec-Fetch-Site", "same-origin"));
    assertEquals(200, refreshed.status(), refreshed::toString);
    assertEquals("", field(refreshed, "refresh_token"));
    assertEquals(1, refreshed.setCookies("jwt-refresh").size());
  }

  @Test
  void refreshToken_givesNewTokens_afterTheAccessTokenHasEnded() {
    Client browser = loggedIn("ann", one, two);
    at(12 * 60);
    Answer refreshed = browser.post("/jwt/refresh");
    assertEquals(200, refreshed.status(), refreshed::toString);
    assertEquals("ann customer", browser.get("/who").text());
    assertTrue(RecordedEvents.HEARD.contains("refreshed ann"));
  }

  @Test
  void refresh_andRevocation_doNotAskWhoTheCallerIs() {
    Client client = browser(one);
    Answer login = logIn(client, "ann");
    assertEquals(200, client.post("/jwt/refresh").status());
    Request stale =
        Request.post("/jwt/refresh", "refresh_token", field(login, "refresh_token"))
            .bearer("nonsense");
    assertEquals(200, client.send(stale).status());
    String token = field(login, "access_token");
    assertEquals(200, client.post("/jwt/revoke", "token", token).status());
  }

  @Test
  void page_openedAfterTheAccessTokenHasEnded_comesBackByItself_fromTheRefreshEndpoint() {
    Client browser = loggedIn("ann", one, two);
    at(12 * 60);
    Request page = Request.get("/mine/x?a=1").header("Accept", "text/html");
    Answer there = browser.send(page);
    assertEquals(303, there.status(), there::toString);
    assertEquals("/shop/jwt/refresh", there.header("Location").orElse(""));
    Answer back = browser.get("/jwt/refresh");
    assertEquals(303, back.status(), back::toString);
    assertEquals("/shop/mine/x?a=1", back.header("Location").orElse(""));
    assertEquals("ann", browser.send(page).text());
  }

  @Test
  void page_openedAfterTheLoginHasEnded_endsAtTheLoginPage_andNotInACircle() {
    Client browser = loggedIn("ann", one, two);
    browser.twin().post("/jwt/logout");
    at(12 * 60);
    Request page = Request.get("/mine/x").header("Accept", "text/html");
    assertEquals("/shop/jwt/refresh", browser.send(page).header("Location").orElse(""));
    assertEquals("/shop/mine/x", browser.get("/jwt/refresh").header("Location").orElse(""));
    assertEquals("/shop/login", browser.send(page).header("Location").orElse(""));
  }

  @Test
  void fiftyParallelRefreshes_onTwoNodes_haveOneSuccessor_andNobodyIsLoggedOut() throws Exception {
    String token = field(logIn(browser(one), "ann"), "refresh_token");
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<Answer>> answers =
          threads.invokeAll(
              IntStream.range(0, 50)
                  .<Callable<Answer>>mapToObj(
                      i -> () -> refreshed(browser(i % 2 == 0 ? one : two), token))
                  .collect(Collectors.toList()));
      Set<String> successors = new HashSet<>();
      Set<String> access = new HashSet<>();
      for (Future<Answer> answer : answers) {
        assertEquals(200, answer.get().status(), answer.get()::toString);
        successors.add(field(answer.get(), "refresh_token"));
        access.add(field(answer.get(), "access_token"));
      }
      assertEquals(1, successors.size());
      assertEquals(1, access.size());
      Answer next = refreshed(browser(two), successors.iterator().next());
      assertEquals(200, next.status(), next::toString);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void refreshToken_usedAgainAfterItsGracePeriod_endsTheWholeLogin_andIsReported()
      throws Exception {
    Client client = browser(one);
    String first = field(logIn(client, "ann"), "refresh_token");
    String second = field(refreshed(browser(two), first), "refresh_token");
    at(59);
    assertEquals(second, field(refreshed(browser(two), first), "refresh_token"));
    at(60);
    Answer reused = refreshed(browser(two), first);
    assertEquals(400, reused.status());
    assertEquals("invalid_grant", field(reused, "error"));
    assertTrue(RecordedEvents.HEARD.contains("reused ann"), RecordedEvents.HEARD::toString);
    assertEquals(400, refreshed(browser(one), second).status());
    soon("null", () -> client.get("/who").text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a.b.c", "", "eyJhbGciOiJub25lIn0.e30."})
  void whatIsNoRefreshToken_isRefused(String nonsense) {
    Answer answer = refreshed(browser(one), nonsense);
    assertEquals(400, answer.status());
    assertEquals("invalid_grant", field(answer, "error"));
  }

  @Test
  void accessToken_isNoRefreshToken_andTheReverse() {
    Client client = browser(one);
    Answer login = logIn(client, "ann");
    assertEquals(400, refreshed(browser(one), field(login, "access_token")).status());
    Request who = Request.get("/who").bearer(field(login, "refresh_token"));
    assertEquals(401, browser(one).send(who).status());
  }

  @Test
  void refreshRequest_thatIsNotOne_isToldWhatIsWrong() {
    Client client = browser(one);
    assertEquals("invalid_request", field(client.post("/jwt/refresh"), "error"));
    assertEquals(
        "unsupported_grant_type",
        field(client.post("/jwt/refresh", "grant_type", "password"), "error"));
    assertEquals(405, client.send(Request.of("PUT", "/jwt/refresh")).status());
  }

  @Test
  void refresh_thatAnotherSiteSends_isRefused() {
    Client browser = loggedIn("ann", one);
    at(12 * 60);
    Answer answer =
        browser.send(Request.post("/jwt/refresh").header("Sec-Fetch-Site", "cross-site"));
    assertEquals(403, answer.status());
    assertEquals(List.of(), answer.setCookies("jwt-refresh"));
  }

  // --- revocation

  @Test
  void logout_isFinal_onEveryNode_alsoForTokensInHeaders() throws Exception {
    Client client = browser(one);
    Answer login = logIn(client, "ann");
    Request stolen = Request.get("/who").bearer(field(login, "access_token"));
    assertEquals(200, browser(two).send(stolen).status());
    assertEquals(204, client.send(ours("POST", "/jwt/logout").header("Accept", "text/x")).status());
    assertEquals(401, browser(one).send(stolen).status());
    soon(401, () -> browser(two).send(stolen).status());
    assertEquals(400, refreshed(browser(two), field(login, "refresh_token")).status());
  }

  @Test
  void revocation_onOneNode_isSeenOnTheOther_withinTheBound() throws Exception {
    Answer login = logIn(browser(one), "ann");
    Request stolen = Request.get("/who").bearer(field(login, "access_token"));
    assertEquals(200, browser(two).send(stolen).status());
    long began = System.nanoTime();
    Answer revoked = browser(one).post("/jwt/revoke", "token", field(login, "refresh_token"));
    assertEquals(200, revoked.status());
    soon(401, () -> browser(two).send(stolen).status());
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertTrue(took.compareTo(BOUND) <= 0, took::toString);
  }

  @Test
  void accessToken_isRevokedAlone_andItsLoginGoesOn() {
    Client client = browser(one);
    Answer login = logIn(client, "ann");
    String token = field(login, "access_token");
    assertEquals(200, browser(one).post("/jwt/revoke", "token", token).status());
    assertEquals(401, browser(one).send(Request.get("/who").bearer(token)).status());
    Answer next = refreshed(browser(one), field(login, "refresh_token"));
    Request who = Request.get("/who").bearer(field(next, "access_token"));
    assertEquals("ann customer", browser(one).send(who).text());
  }

  @Test
  void whatIsNoTokenOfOurs_isRevokedAlready() {
    assertEquals(200, browser(one).post("/jwt/revoke", "token", "nonsense").status());
    assertEquals(400, browser(one).post("/jwt/revoke").status());
    assertEquals(405, browser(one).get("/jwt/revoke").status());
  }

  @Test
  void user_isLoggedOutEverywhere_andCanLogInAgainAtOnce() throws Exception {
    Client here = loggedIn("bob", one);
    Client there = loggedIn("bob", two);
    assertEquals(200, browser(one).get("/kick?name=bob").status());
    assertEquals("null", here.get("/who").text());
    soon("null", () -> there.twin().get("/who").text());
    assertEquals("bob admin customer", loggedIn("bob", one, two).get("/who").text());
    assertTrue(RecordedEvents.HEARD.contains("revoked bob"), RecordedEvents.HEARD::toString);
  }

  @Test
  void roles_changeAtOnce_withoutANewLogin_andStayChangedWhenTheTokenIsRenewed() throws Exception {
    Client bob = loggedIn("bob", two);
    assertEquals("bob admin customer", bob.get("/who").text());
    browser(one).get("/roles?name=bob&role=customer");
    soon("bob customer", () -> bob.get("/who").text());
    at(6 * 60);
    assertEquals("bob customer", bob.get("/who").text());
    at(12 * 60);
    assertEquals("bob customer", bob.get("/who").text());
    assertEquals(200, bob.post("/jwt/refresh").status());
    assertEquals("bob customer", bob.get("/who").text());
  }

  // --- one's own logins

  @Test
  void logins_areListed_withDevice_time_andAddress_andEachCanBeEnded() throws Exception {
    Client phone = browser(one);
    phone.send(
        Request.post("/jwt/login", "username", "ann", "password", "ann")
            .header("Accept", "application/json")
            .header("User-Agent", "Phone \"7\" <b>"));
    Client desk = loggedIn("ann", two);
    Answer list = desk.get("/jwt/logins");
    assertEquals("application/json", list.header("Content-Type").orElse("").split(";")[0]);
    assertTrue(list.text().contains("Phone \\u00227\\u0022 \\u003cb\\u003e"), list::text);
    assertTrue(list.text().contains("\"address\":\"127.0.0.1\""), list::text);
    assertTrue(list.text().contains("\"began\":\"" + start + "\""), list::text);
    String other = grantOf(list, false);
    assertEquals(204, desk.send(ours("DELETE", "/jwt/logins?grant=" + other)).status());
    soon("null", () -> phone.twin().get("/who").text());
    assertEquals("ann customer", desk.get("/who").text());
    assertFalse(desk.get("/jwt/logins").text().contains(other));
  }

  private static String grantOf(Answer list, boolean current) {
    Matcher one =
        Pattern.compile("\"grant\":\"([^\"]*)\"[^}]*\"current\":" + current).matcher(list.text());
    assertTrue(one.find(), list::text);
    return one.group(1);
  }

  @Test
  void ownLogin_endsWithItsCookies_andAllOthersCanBeEndedTogether() throws Exception {
    Client phone = loggedIn("bob", one);
    Client desk = loggedIn("bob", one);
    assertEquals(204, desk.post("/jwt/logins", "grant", "others").status());
    assertEquals("null", phone.get("/who").text());
    String own = grantOf(desk.get("/jwt/logins"), true);
    assertEquals(204, desk.post("/jwt/logins", "grant", own).status());
    assertEquals("", desk.jar().value("jwt").orElse(""));
    assertEquals("null", desk.get("/who").text());
    Client last = loggedIn("bob", one);
    assertEquals(204, last.post("/jwt/logins", "grant", "all").status());
    assertEquals("null", last.get("/who").text());
  }

  @Test
  void loginOfSomebodyElse_isNoneOfTheCallers() {
    Client ann = loggedIn("ann", one);
    String grant = grantOf(ann.get("/jwt/logins"), true);
    Client bob = loggedIn("bob", one);
    assertEquals(404, bob.post("/jwt/logins", "grant", grant).status());
    assertEquals("ann customer", ann.get("/who").text());
    assertEquals(400, bob.post("/jwt/logins").status());
    assertEquals(
        401, browser(one).send(Request.get("/jwt/logins").header("Accept", "text/json")).status());
  }

  // --- a store that does not answer

  @Test
  void storeThatDoesNotAnswer_refusesTokens_andNobodyElse_untilItAnswersAgain() throws Exception {
    Client ann = loggedIn("ann", one);
    SharedStoreProvider.down(store, true);
    soon(
        503,
        () -> {
          at(2);
          return ann.get("/who").status();
        });
    Answer refused = ann.send(Request.get("/who").header("Accept", "application/json"));
    assertEquals("5", refused.header("Retry-After").orElse(""));
    assertFalse(refused.text().contains("Exception"), refused::text);
    assertEquals("null", browser(one).get("/who").text());
    assertEquals(
        503, browser(one).post("/jwt/login", "username", "ann", "password", "ann").status());
    assertEquals(503, ann.post("/jwt/logout").status());
    SharedStoreProvider.down(store, false);
    at(20);
    soon("ann customer", () -> ann.get("/who").text());
    assertNotEquals("", ann.jar().value("jwt").orElse(""));
  }

  @Test
  void storeThatDoesNotAnswer_letsVerifiedTokensPass_whereThatIsSaid() {
    Client ann = loggedIn("ann", trusting);
    SharedStoreProvider.down(store, true);
    at(2);
    assertEquals("ann customer", ann.get("/who").text());
    at(6 * 60);
    Answer unrenewed = ann.get("/who");
    assertEquals("ann customer", unrenewed.text());
    assertEquals(List.of(), unrenewed.setCookies("jwt"));
  }
}
