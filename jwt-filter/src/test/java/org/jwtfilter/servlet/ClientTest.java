package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/**
 * Clients behind proxies, tokens that are bound to them, and guesses: two nodes behind a trusted
 * proxy, each test in a network of its own, and one node that trusts nobody.
 */
@ParameterizedClass
@EnumSource
class ClientTest {
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0";

  private static Node one;
  private static Node two;
  private static Node exposed;

  @Parameter ServerUnderTest server;

  private final String address = "198.51." + COUNTER.incrementAndGet() + ".7";

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    String store = "shared:client-test-" + COUNTER.incrementAndGet();
    Map<String, String> settings =
        Map.of(
            "trusted-proxies", "loopback, 10.0.0.0/8",
            "store", store,
            "bind", "fingerprint:reject, user-agent:step-up, ip-prefix:log",
            "login-attempts", "3");
    one = server.start(app(settings));
    two = server.start(app(settings));
    exposed = server.start(app(Map.of()));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    one.close();
    two.close();
    exposed.close();
  }

  @BeforeEach
  void forget() {
    RecordedEvents.HEARD.clear();
  }

  private static WebApp app(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(
        Map.of(
            "keys", Tokens.KEYS,
            "endpoints", "/jwt",
            "protect", "/mine/*",
            "events", RecordedEvents.class.getName(),
            "login-page", "/login",
            "login-error-page", "/login?again=1"));
    return WebApp.at("/shop")
        .basicLogin()
        .securityRole("customer")
        .filter("jwt", JwtFilter.class, settings, "/*")
        .servlet("/login", (q, r) -> r.getWriter().print("please log in " + q.getQueryString()))
        .servlet("/mine/*", (q, r) -> r.getWriter().print(q.getRemoteUser()))
        .servlet("/who", (q, r) -> r.getWriter().print(q.getRemoteUser()))
        .servlet("/request-login", ClientTest::requestLogin);
  }

  private static void requestLogin(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      request.login(request.getParameter("name"), request.getParameter("secret"));
      response.getWriter().print(request.getRemoteUser());
    } catch (ServletException e) {
      response.getWriter().print("failed: " + e.getMessage());
    }
  }

  private static Client browser() {
    return Client.of(one, two);
  }

  /** As a proxy forwards it from a browser. */
  private Request forwarded(Request request) {
    return request
        .header("X-Forwarded-For", "203.0.113.99, " + address + ", 10.0.0.2")
        .header("User-Agent", FIREFOX)
        .header("Sec-Fetch-Site", "same-origin");
  }

  private Answer form(Client browser, String name, String password) {
    return browser.send(
        forwarded(
            Request.post("/j_security_check", "j_username", name, "j_password", password)
                .header("Accept", "text/html")));
  }

  private Answer api(Client client, String name, String password) {
    return client.send(
        forwarded(
            Request.post("/jwt/login", "username", name, "password", password)
                .header("Accept", "application/json")));
  }

  private Client loggedIn(String name) {
    Client browser = browser();
    assertEquals(303, form(browser, name, name).status());
    assertEquals(name, browser.send(forwarded(Request.get("/mine/x"))).text());
    return browser;
  }

  // Proxies

  @Test
  void clientBehindATrustedProxy_isListedByItsOwnAddress() {
    String logins = loggedIn("ann").send(forwarded(Request.get("/jwt/logins"))).text();
    assertTrue(logins.contains("\"address\":\"" + address + "\""), logins);
  }

  @Test
  void clientThatPretendsToBeAProxy_isListedByItsOwnAddress() {
    Client browser = Client.of(exposed);
    form(browser, "ann", "ann");
    String logins = browser.send(forwarded(Request.get("/jwt/logins"))).text();
    assertTrue(logins.contains("\"address\":\"127.0.0.1\""), logins);
    assertFalse(logins.contains(address), logins);
  }

  @Test
  void cookies_areSecure_whereATrustedProxyWasAskedByHttps_andOnlyThere() {
    Request login =
        forwarded(Request.post("/j_security_check", "j_username", "ann", "j_password", "ann"))
            .header("X-Forwarded-Proto", "https");
    List<String> trusted = Client.of(one).send(login).setCookies("__Secure-jwt");
    assertEquals(1, trusted.size());
    assertTrue(trusted.get(0).contains("; Secure"), trusted::toString);
    Answer pretended = Client.of(exposed).send(login);
    assertEquals(List.of(), pretended.setCookies("__Secure-jwt"));
    assertEquals(1, pretended.setCookies("jwt").size());
  }

  @Test
  void ownOrigin_isTheHostThatTheBrowserAskedTheProxy() {
    Request login =
        Request.post("/j_security_check", "j_username", "ann", "j_password", "ann")
            .header("X-Forwarded-For", address)
            .header("X-Forwarded-Proto", "https")
            .header("X-Forwarded-Host", "shop.example")
            .header("Origin", "https://shop.example");
    assertEquals(303, Client.of(one).send(login).status());
    assertEquals(403, Client.of(exposed).send(login).status());
    Request evil =
        Request.post("/j_security_check", "j_username", "ann", "j_password", "ann")
            .header("X-Forwarded-Host", "shop.example")
            .header("Origin", "https://evil.example");
    assertEquals(403, Client.of(one).send(evil).status());
  }

  /** Tomcat's valve has put the client where the peer was, so there is nothing left to do. */
  @Test
  void valveOfTomcat_doesTheSame_withoutTrustedProxies() {
    Assumptions.assumeTrue(server == ServerUnderTest.TOMCAT);
    WebApp app =
        app(Map.of())
            .file(
                "META-INF/context.xml",
                "<Context><Valve className='org.apache.catalina.valves.RemoteIpValve'"
                    + " protocolHeader='X-Forwarded-Proto'/></Context>");
    try (Node node = server.start(app)) {
      Client browser = Client.of(node);
      Request login =
          forwarded(Request.post("/j_security_check", "j_username", "ann", "j_password", "ann"))
              .header("X-Forwarded-Proto", "https");
      assertEquals(1, browser.send(login).setCookies("__Secure-jwt").size());
      Request list = forwarded(Request.get("/jwt/logins")).header("X-Forwarded-Proto", "https");
      String token = browser.jar().value("__Secure-jwt").orElse("");
      String logins = Client.of(node).send(list.bearer(token)).text();
      assertTrue(logins.contains("\"address\":\"" + address + "\""), logins);
    }
  }

  // Binding

  @Test
  void stolenCookie_withoutTheFingerprint_isSentToTheLoginPage_andAScriptRefused() {
    Client browser = loggedIn("ann");
    String token = browser.jar().value("jwt").orElseThrow();
    Client thief = browser();
    thief.jar().put("jwt", token);
    Answer page = thief.send(forwarded(Request.get("/mine/x").header("Accept", "text/html")));
    assertEquals("/login", thief.target(page));
    assertTrue(page.setCookies("jwt").get(0).startsWith("jwt=; Max-Age=0;"), page::toString);
    Answer script = browser().send(forwarded(Request.get("/mine/x").bearer(token)));
    assertEquals(401, script.status());
    assertTrue(
        script.header("WWW-Authenticate").orElse("").contains("error=\"invalid_token\""),
        script::toString);
    assertTrue(RecordedEvents.HEARD.contains("changed ann fingerprint " + address));
    assertEquals("ann", browser.send(forwarded(Request.get("/mine/x"))).text());
  }

  @Test
  void anotherBrowser_hasToLogIn_andMayThenGoOn_whileTheTokenIsStillGood() {
    Client browser = loggedIn("ann");
    Request elsewhere =
        Request.get("/mine/x")
            .header("X-Forwarded-For", address)
            .header("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36")
            .header("Accept", "text/html");
    Answer page = browser.send(elsewhere);
    assertEquals("/login", browser.target(page));
    assertEquals(
        "null", browser.send(new Request("GET", "/who", elsewhere.headers(), new byte[0])).text());
    assertEquals("ann", browser.send(forwarded(Request.get("/mine/x"))).text());
    Answer script = browser.send(Request.get("/mine/x").header("Accept", "application/json"));
    assertEquals(401, script.status());
  }

  @Test
  void anotherNetwork_isReported() {
    Client browser = loggedIn("ann");
    Request away =
        Request.get("/mine/x")
            .header("X-Forwarded-For", "203.0.113.50")
            .header("User-Agent", FIREFOX);
    assertEquals("ann", browser.send(away).text());
    assertEquals(List.of("changed ann ip-prefix 203.0.113.50"), RecordedEvents.HEARD);
  }

  @Test
  void program_usesItsTokenWithoutAFingerprint() {
    Answer answer =
        browser()
            .send(
                Request.post("/jwt/login", "username", "ann", "password", "ann")
                    .header("X-Forwarded-For", address)
                    .header("User-Agent", "curl/8.5.0")
                    .header("Accept", "application/json"));
    String token = answer.text().split("\"")[3];
    Request get =
        Request.get("/mine/x")
            .header("X-Forwarded-For", address)
            .header("User-Agent", "curl/8.6.0")
            .bearer(token);
    assertEquals("ann", browser().send(get).text());
  }

  // Guessing

  @Test
  void guesses_areCountedOnAllNodes_andThenRefused_forScriptsWithTheTimeToWait() {
    for (int i = 0; i < 3; i++) {
      assertEquals(401, api(browser(), "bob", "guess" + i).status());
    }
    for (Node node : List.of(one, two)) {
      Answer answer = api(Client.of(node), "bob", "bob");
      assertEquals(429, answer.status());
      long wait = Long.parseLong(answer.header("Retry-After").orElseThrow());
      assertTrue(wait >= 1 && wait <= 29, () -> "waits " + wait);
      assertEquals(List.of("no-store"), answer.headers("Cache-Control"));
      assertEquals(List.of(), answer.setCookies());
      assertEquals(
          "{\"type\":\"about:blank\",\"status\":429,\"detail\":\"Too many failed logins; try"
              + " again later\"}",
          answer.text());
    }
    assertTrue(RecordedEvents.HEARD.contains("throttled bob " + address));
  }

  @Test
  void guesses_inForms_leadToTheErrorPage_whichIsToldTheTimeToWait() {
    for (int i = 0; i < 3; i++) {
      assertEquals("/login?again=1", browser().target(form(browser(), "bob", "guess" + i)));
    }
    String target = browser().target(form(browser(), "bob", "bob"));
    assertTrue(target.matches("/login\\?again=1&wait=[12]?[0-9]"), target);
  }

  @Test
  void guesses_byTheApplicationsOwnLogin_areRefusedToo() {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      answers.add(
          browser().send(forwarded(Request.get("/request-login?name=bob&secret=guess"))).text());
    }
    assertEquals("failed: the login failed: unknown user or wrong password", answers.get(2));
    assertTrue(
        answers
            .get(3)
            .matches("failed: the login was not tried: too many have failed; try again in \\d+ s"),
        answers.get(3));
  }

  @Test
  void unknownUser_isRefusedLikeAKnownOne() {
    for (int i = 0; i < 3; i++) {
      Answer unknown = api(browser(), "nobody", "guess");
      Answer known = api(browser(), "bob", "guess");
      assertEquals(known.status(), unknown.status());
      assertEquals(known.text(), unknown.text());
    }
    assertEquals(429, api(browser(), "nobody", "guess").status());
    assertEquals(429, api(browser(), "bob", "guess").status());
  }

  @Test
  void victim_logsIn_fromAnotherNetwork_andWithABrowserThatIsKnown() {
    Client known = loggedIn("ann");
    known.send(forwarded(Request.post("/jwt/logout").header("Accept", "text/html")));
    assertTrue(known.jar().names().contains("jwt-device"));
    assertFalse(known.jar().names().contains("jwt"));
    for (int i = 0; i < 3; i++) {
      api(browser(), "ann", "guess");
    }
    assertEquals(429, api(browser(), "ann", "ann").status());
    assertEquals("/", known.target(form(known, "ann", "ann")));
    Request elsewhere =
        Request.post("/jwt/login", "username", "ann", "password", "ann")
            .header("X-Forwarded-For", "203.0.113." + COUNTER.incrementAndGet())
            .header("Accept", "application/json");
    assertEquals(200, browser().send(elsewhere).status());
  }
}
