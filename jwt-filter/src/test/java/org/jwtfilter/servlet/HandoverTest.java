package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.CookieJar;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/**
 * Who is logged in at shop.example and follows a link to shop.test stays logged in. Each domain is
 * a server of its own; a browser has cookies of its own for each.
 */
@ParameterizedClass
@EnumSource
class HandoverTest {
  private static final String EXAMPLE = "https://shop.example/shop/jwt/handover";
  private static final String TEST = "https://shop.test/store/jwt/handover";
  private static final String STRANGER = "https://stranger.example/shop/jwt/handover";
  private static final String OTHER_KEY =
      "hmac:base64:b3RoZXIgcmFuZG9tIGJ5dGVzIG9mIGEga2V5IDEyMzQ1Njc4OTA5ODc2NTQz";
  private static Node example;
  private static Node test;
  private static Node stranger;
  private static Node withoutStore;

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    example = server.start(app("/shop", EXAMPLE, TEST, Map.of()));
    test = server.start(app("/store", TEST, EXAMPLE, Map.of("role-map", "customer=client")));
    withoutStore =
        server.start(
            app(
                "/store",
                TEST,
                EXAMPLE,
                Map.of("store", "redis://127.0.0.1:1", "store-timeout", "500ms")));
    stranger = server.start(app("/shop", EXAMPLE, TEST, Map.of("keys", OTHER_KEY)));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    example.close();
    test.close();
    stranger.close();
    withoutStore.close();
  }

  private static WebApp app(String path, String url, String partner, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.putAll(
        Map.of(
            "keys", Tokens.KEYS,
            "issuer", "https://shop.example",
            "endpoints", "/jwt",
            "session", "token",
            "protect", "/mine/*",
            "login-page", "/login",
            "handover-partners", partner,
            "handover-url", url));
    settings.putAll(more);
    return WebApp.at(path)
        .basicLogin()
        .securityRole("customer")
        .filter("jwt", ClockedFilter.class, settings, "/*")
        .servlet("/login", (q, r) -> r.getWriter().print("please log in"))
        .servlet(
            "/who",
            (q, r) ->
                r.getWriter()
                    .print(
                        q.getRemoteUser()
                            + (" client:" + q.isUserInRole("client"))
                            + (" " + q.getQueryString())))
        .servlet("/put", (q, r) -> q.getSession().setAttribute("cart", "full"))
        .servlet(
            "/cart",
            (q, r) ->
                r.getWriter()
                    .print(
                        q.getRemoteUser()
                            + " "
                            + (q.getSession(false) == null
                                ? "-"
                                : q.getSession().getAttribute("cart"))))
        .servlet("/mine/x", (q, r) -> r.getWriter().print(q.getRemoteUser()));
  }

  /** A browser: a jar for each domain. */
  private static final class Browser {
    final Client atExample;
    final Client atTest;

    Browser(Node source) {
      this(source, test);
    }

    Browser(Node source, Node target) {
      atExample = Client.of(List.of(source.base()), new CookieJar(ClockedFilter.CLOCK));
      atTest = Client.of(List.of(target.base()), new CookieJar(ClockedFilter.CLOCK));
    }

    /** The answer to an address as the address bar has it. */
    Answer opens(String url) {
      String path = url.replaceFirst("^https://shop\\.(example|test)/", "/");
      return path.startsWith("/shop/")
          ? atExample.send(link(path.substring("/shop".length())))
          : atTest.send(link(path.substring("/store".length())));
    }

    private static Request link(String path) {
      return Request.get(path)
          .header("Accept", "text/html")
          .header("Sec-Fetch-Mode", "navigate")
          .header("Sec-Fetch-Dest", "document")
          .header("Sec-Fetch-Site", "cross-site");
    }

    /** The address that an answer leads to. */
    static String location(Answer answer) {
      assertEquals(303, answer.status(), answer::toString);
      return answer.header("Location").orElseThrow();
    }

    /** Opens an address, and goes on as often as this. */
    String goesOn(String url, int hops) {
      String at = url;
      for (int i = 0; i < hops; i++) {
        at = location(opens(at));
      }
      return at;
    }
  }

  private static Browser loggedIn(String name) {
    Browser browser = new Browser(example);
    login(browser.atExample, name);
    return browser;
  }

  private static void login(Client client, String name) {
    Answer login = client.post("/j_security_check", "j_username", name, "j_password", name);
    assertEquals(303, login.status(), login::toString);
  }

  private static String linkTo(String page) {
    return EXAMPLE + "?to=" + encoded(page);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static final String LINK = linkTo("https://shop.test/store/who?x=%20y");

  /** The address with the token, to which the source sends the browser. */
  private static String tokenFor(Browser browser) {
    String url = browser.goesOn(LINK, 3);
    assertTrue(url.startsWith(TEST + "?handover_token=ey"), url);
    return url;
  }

  // What it is for

  @Test
  void link_leadsToThePage_asTheSameCaller() {
    Browser browser = loggedIn("ann");
    String page = browser.goesOn(LINK, 4);
    assertEquals("/store/who?x=%20y", page);
    assertEquals("ann client:true x=%20y", browser.opens(page).text());
    assertEquals("ann", browser.atTest.get("/mine/x").text());
  }

  @Test
  void link_ofThePartnerItself_savesATrip() {
    Browser browser = loggedIn("ann");
    String url = TEST + "?from=" + encoded(EXAMPLE) + "&path=/store/mine/x";
    assertEquals("ann", browser.opens(browser.goesOn(url, 3)).text());
  }

  @Test
  void nothingOfIt_isCached_orSentAsAReferrer_orVisibleInOtherPlaces() {
    Browser browser = loggedIn("ann");
    String at = LINK;
    for (int hops = 0; hops < 4; hops++) {
      Answer answer = browser.opens(at);
      assertEquals(List.of("no-store"), answer.headers("Cache-Control"));
      assertEquals(List.of("no-referrer"), answer.headers("Referrer-Policy"));
      at = Browser.location(answer);
      assertEquals(hops == 2, at.contains("handover_token"), at);
    }
    String all = browser.atTest.jar().seen() + at;
    assertFalse(all.contains("handover_token"));
    assertEquals(List.of(), browser.atTest.jar().refused());
    assertFalse(browser.atTest.jar().names().contains("jwt-handover"), "the number is taken back");
  }

  @Test
  void visitorsSession_isKept() {
    Browser browser = loggedIn("ann");
    browser.atTest.get("/put");
    browser.goesOn(LINK, 4);
    assertEquals("ann full", browser.atTest.get("/cart").text());
  }

  @Test
  void callerOfTheTarget_staysLoggedInThere() {
    Browser browser = loggedIn("ann");
    login(browser.atTest, "bob");
    String page = browser.goesOn(LINK, 2);
    assertEquals("bob client:true x=%20y", browser.opens(page).text());
  }

  @Test
  void stranger_goesOnAsNobody_andIsAskedToLogInWhereThePageWantsIt() {
    Browser browser = new Browser(example);
    String page = browser.goesOn(LINK, 2);
    assertEquals("null client:false x=%20y", browser.opens(page).text());
    page = browser.goesOn(linkTo("https://shop.test/store/mine/x"), 3);
    assertEquals("/store/login", page);
  }

  @Test
  void stranger_whoBeginsAtTheTarget_goesOnAsNobody() {
    Browser browser = new Browser(example);
    String url = TEST + "?from=" + encoded(EXAMPLE) + "&path=/store/who";
    assertEquals("null client:false null", browser.opens(browser.goesOn(url, 3)).text());
    assertFalse(browser.atTest.jar().names().contains("jwt-handover"));
  }

  @Test
  void login_thatWasRevokedAtTheSource_isNotHandedOver() {
    Browser browser = loggedIn("ann");
    Client other = browser.atExample.twin();
    other.post("/jwt/logout");
    assertEquals("null client:false x=%20y", browser.opens(browser.goesOn(LINK, 2)).text());
  }

  @Test
  void login_goesOnNoLongerThanItWouldHaveAtTheSource() {
    Browser browser = loggedIn("ann");
    browser.atExample.jar().remove("jwt-refresh");
    for (int i = 0; i < 24 * 4 - 2; i++) { // renewed, for hours
      ClockedFilter.CLOCK.advance(Duration.ofMinutes(15));
      assertEquals("ann", browser.atExample.get("/mine/x").text());
    }
    assertEquals("ann client:true x=%20y", browser.opens(browser.goesOn(LINK, 4)).text());
    browser.atTest.jar().remove("jwt-refresh");
    ClockedFilter.CLOCK.advance(Duration.ofMinutes(31));
    Answer after = browser.atTest.follow(browser.atTest.get("/mine/x"));
    assertEquals("please log in", after.text());
  }

  @Test
  void expiredToken_ofTheSource_isRefreshedOnTheWay() {
    Browser browser = loggedIn("ann");
    ClockedFilter.CLOCK.advance(Duration.ofHours(1));
    String page = browser.goesOn(LINK, 6);
    assertEquals("ann client:true x=%20y", browser.opens(page).text());
  }

  // What it must withstand

  private static void isRefused(Browser browser, String url) {
    String refused = Browser.location(browser.opens(url));
    assertEquals("/store/jwt/handover?refused", refused);
    Answer answer = browser.opens(refused);
    assertEquals(403, answer.status());
    assertTrue(answer.text().startsWith("The link was used before"), answer::text);
    assertEquals("null client:false null", browser.atTest.get("/who").text());
  }

  @Test
  void token_isGoodOnce() {
    Browser browser = loggedIn("ann");
    String url = tokenFor(browser);
    Client thief = browser.atTest.twin();
    browser.opens(url);
    Answer again = thief.send(Browser.link(url.substring("https://shop.test/store".length())));
    assertEquals("/store/jwt/handover?refused", Browser.location(again));
    assertEquals("null client:false null", thief.get("/who").text());
  }

  @Test
  void token_inAnotherBrowser_isRefused_andBurnt() {
    Browser browser = loggedIn("ann");
    String url = tokenFor(browser);
    Browser victim = new Browser(example);
    victim.goesOn(TEST + "?from=" + encoded(EXAMPLE) + "&path=/store/who", 1);
    isRefused(victim, url);
    isRefused(browser, url);
  }

  @Test
  void token_withoutTheNumberOfTheBrowser_isRefused() {
    Browser browser = loggedIn("ann");
    String url = tokenFor(browser);
    browser.atTest.jar().remove("jwt-handover");
    isRefused(browser, url);
  }

  @Test
  void token_isGoodUntilTheLastSecondOfItsLife_andTheSkew() {
    Browser browser = loggedIn("ann");
    String url = tokenFor(browser);
    ClockedFilter.CLOCK.advance(Duration.ofSeconds(30 + 60 - 1));
    assertEquals("/store/who?x=%20y", Browser.location(browser.opens(url)));
    Browser late = loggedIn("ann");
    String expired = tokenFor(late);
    String number = late.atTest.jar().value("jwt-handover").orElseThrow();
    ClockedFilter.CLOCK.advance(Duration.ofSeconds(30 + 60));
    late.atTest.jar().put("jwt-handover", number); // which the browser has dropped
    isRefused(late, expired);
  }

  @Test
  void storeThatDoesNotAnswer_letsNobodyIn() {
    Browser browser = new Browser(example, withoutStore);
    login(browser.atExample, "ann");
    Answer answer = browser.opens(tokenFor(browser));
    assertEquals(503, answer.status());
    assertEquals(List.of("no-referrer"), answer.headers("Referrer-Policy"));
    assertTrue(answer.header("Cache-Control").orElseThrow().contains("no-store"));
    assertFalse(answer.text().contains("handover_token"));
    assertFalse(browser.atTest.jar().names().contains("jwt"));
  }

  @Test
  void token_ofAnotherKey_isRefused() {
    Browser browser = new Browser(stranger);
    login(browser.atExample, "bob");
    isRefused(browser, tokenFor(browser));
  }

  @Test
  void token_isRefusedEverywhereElse_andAnAccessTokenHere() {
    Browser browser = loggedIn("ann");
    String url = tokenFor(browser);
    String token = url.substring(url.indexOf("ey"));
    Client api = Client.of(test);
    assertEquals(401, api.send(Request.get("/mine/x").bearer(token)).status());
    assertEquals(400, api.post("/jwt/refresh", "refresh_token", token).status());
    String access = browser.atExample.jar().value("jwt").orElseThrow();
    isRefused(browser, TEST + "?handover_token=" + access);
    String refresh = browser.atExample.jar().value("jwt-refresh").orElseThrow();
    isRefused(browser, TEST + "?handover_token=" + refresh);
  }

  @Test
  void token_forAnotherAudience_isRefused() {
    Browser browser = loggedIn("ann");
    String url = tokenFor(browser);
    Answer answer = browser.opens(url.replace(TEST, EXAMPLE));
    assertEquals("/shop/jwt/handover?refused", Browser.location(answer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b.c", "ey", "%00", "e30.e30.e30", "&handover_token=x"})
  void token_thatIsNone_isRefused(String token) {
    isRefused(new Browser(example), TEST + "?handover_token=" + token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "https://shop.test.evil.example/",
        "https://shop.test@evil.example/",
        "https://shop.test:443@evil.example/",
        "https://shop.test:8443/store/who",
        "https://shop.tes",
        "https://shop.test\\@evil.example/",
        "https://shop.test.",
        "https://SHOP.TEST/",
        "http://shop.test/store/who",
        "//shop.test/store/who",
        "/store/who",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://shop.test//evil.example",
        "https://shop.test/\\evil.example",
        "https://shop.test/%2fevil.example",
        "https://shop.test/a b",
        "https://shop.test/\r\nSet-Cookie: a=b",
        "https://shop.test?x",
        "https://shop.test/store/jwt/handover?path=/x",
        ""
      })
  void link_thatLeadsElsewhere_leadsNowhere(String to) {
    for (Browser browser : List.of(loggedIn("ann"), new Browser(example))) {
      Answer answer = browser.opens(linkTo(to));
      assertEquals(403, answer.status(), answer::toString);
      assertEquals(List.of(), answer.headers("Location"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "at=https://evil.example/handover&path=/x",
    "at=https://shop.test/&path=/x",
    "at=https://shop.test/store/jwt/handover/&path=/x",
    "at=https://shop.test/store/jwt/handover&path=//evil.example",
    "at=https://shop.test/store/jwt/handover&path=https://evil.example",
    "at=https://shop.test/store/jwt/handover&path=/x&path=/y",
    "at=https://shop.test/store/jwt/handover&at=https://shop.test/store/jwt/handover&path=/x",
    "at=https://shop.test/store/jwt/handover"
  })
  void question_thatNoPartnerAsks_isNotAnswered(String query) {
    Browser browser = loggedIn("ann");
    Answer answer = browser.opens(EXAMPLE + "?" + query + "&nonce=" + "a".repeat(43));
    assertEquals(403, answer.status(), answer::toString);
    assertEquals(List.of(), answer.headers("Location"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 42, 44})
  void question_withoutAHash_isNotAnswered(int length) {
    String question = "?path=/x&at=" + TEST + "&nonce=" + "a".repeat(length);
    assertEquals(403, loggedIn("ann").opens(EXAMPLE + question).status());
  }

  @ParameterizedTest
  @CsvSource({
    "from=https://evil.example/handover&path=/store/who",
    "from=https://shop.example/shop/jwt/handover&path=//evil.example",
    "from=https://shop.example/shop/jwt/handover&path=https://evil.example/",
    "from=https://shop.example/shop/jwt/handover&path=/%5cevil.example",
    "from=https://shop.example/shop/jwt/handover&path=/store/jwt/handover",
    "from=https://shop.example/shop/jwt/handover",
    "path=//evil.example",
    "path=https://evil.example/",
    "path=/%09/evil.example",
    "path=/store/jwt/handover?path=/x",
    "path="
  })
  void page_thatIsNoneHere_isNotFollowed(String query) {
    for (boolean known : List.of(true, false)) {
      Browser browser = new Browser(example);
      if (known) {
        login(browser.atTest, "ann");
      }
      Answer answer = browser.opens(TEST + "?" + query);
      assertEquals(403, answer.status(), answer::toString);
      assertEquals(List.of(), answer.headers("Location"));
    }
  }

  @Test
  void nothingSaid_isNothingUnderstood() {
    assertEquals(400, new Browser(example).opens(TEST).status());
    assertEquals(400, new Browser(example).opens(TEST + "?x=y").status());
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Dest, iframe",
    "Sec-Fetch-Dest, image",
    "Sec-Fetch-Mode, no-cors",
    "Sec-Fetch-Mode, cors",
    "Sec-Purpose, prefetch;prerender"
  })
  void requestThatNobodySees_movesNoLogin(String header, String value) {
    Browser browser = loggedIn("ann");
    String question = "/jwt/handover?path=/x&at=" + encoded(TEST) + "&nonce=" + "a".repeat(43);
    Answer answer = browser.atExample.send(Request.get(question).header(header, value));
    assertEquals(403, answer.status(), answer::toString);
    assertEquals(List.of(), answer.headers("Location"));
  }

  /** A token in a header is perhaps one that somebody was lent, with few permissions. */
  @Test
  void tokenInAHeader_isNoLoginToPassOn() {
    Browser browser = loggedIn("ann");
    String token = browser.atExample.jar().value("jwt").orElseThrow();
    Client api = Client.of(example);
    String question = "/jwt/handover?path=/x&at=" + encoded(TEST) + "&nonce=" + "a".repeat(43);
    Answer answer = api.send(Request.get(question).bearer(token));
    assertEquals(TEST + "?path=%2Fx", Browser.location(answer));
  }

  @Test
  void post_isNoLink() {
    assertEquals(405, loggedIn("ann").atExample.post("/jwt/handover?to=x").status());
  }
}
