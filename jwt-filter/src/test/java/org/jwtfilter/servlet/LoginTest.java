package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerLog;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** Logging in and out, against the container's own realm, on two nodes that share nothing. */
@ParameterizedClass
@EnumSource
class LoginTest {
  private static Node one;
  private static Node two;
  private static Node contained;
  private static Node verifying;

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    one = server.start(app(server, Map.of("session", "token")));
    two = server.start(app(server, Map.of("session", "token")));
    contained = server.start(app(server, Map.of()));
    verifying =
        server.start(
            WebApp.at("/shop")
                .file("WEB-INF/issuer.pem", PublicKeys.pem())
                .filter(
                    "jwt",
                    JwtFilter.class,
                    Map.of(
                        "keys", "pem:/WEB-INF/issuer.pem",
                        "issuer", Tokens.ISSUER,
                        "logout", "/logout",
                        "login-page", "/login"),
                    "/*")
                .servlet("/login", (q, r) -> r.getWriter().print("please log in"))
                .servlet("/request-login", LoginTest::requestLogin));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    one.close();
    two.close();
    contained.close();
    verifying.close();
  }

  private static WebApp app(ServerUnderTest server, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(
        Map.of(
            "keys", Tokens.KEYS,
            "endpoints", "/jwt",
            "protect", "/mine/*",
            "protect-roles", "/admin/*=admin",
            "login-page", "/login",
            "login-error-page", "/login?again=1"));
    WebApp app = WebApp.at("/shop");
    // Tomcat asks its realm without being told how to; Jetty needs a method.
    return (server == ServerUnderTest.JETTY ? app.basicLogin() : app)
        .securityRole("customer")
        .filter("jwt", JwtFilter.class, settings, "/*")
        .servlet("/login", (q, r) -> say(r, "please log in " + q.getQueryString()))
        .servlet("/mine/*", (q, r) -> say(r, q.getRemoteUser() + " " + q.getParameter("x")))
        .servlet("/admin/*", (q, r) -> say(r, q.getRemoteUser()))
        .servlet("/who", LoginTest::who)
        .servlet("/put", (q, r) -> q.getSession().setAttribute("cart", q.getParameter("item")))
        .servlet("/request-login", LoginTest::requestLogin)
        .servlet("/request-logout", LoginTest::requestLogout)
        .servlet("/invalidate", (q, r) -> q.getSession().invalidate())
        .servlet("/authenticate", LoginTest::authenticate)
        .servlet("/", (q, r) -> say(r, "home"));
  }

  private static void say(HttpServletResponse response, Object text) throws IOException {
    response.getWriter().print(text);
  }

  private static void who(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var session = request.getSession(false);
    say(
        response,
        request.getRemoteUser()
            + " customer:"
            + request.isUserInRole("customer")
            + " admin:"
            + request.isUserInRole("admin")
            + " cart:"
            + (session == null ? "-" : session.getAttribute("cart")));
  }

  private static void requestLogin(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      request.login(request.getParameter("name"), request.getParameter("secret"));
      say(response, request.getRemoteUser() + " " + request.getAuthType());
    } catch (ServletException e) {
      say(response, "failed: " + e.getMessage());
    }
  }

  private static void requestLogout(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request.logout();
    say(response, request.getRemoteUser() + " " + request.getUserPrincipal());
  }

  private static void authenticate(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request.getSession().setAttribute("cart", "kept");
    if (request.authenticate(response)) {
      say(response, "known: " + request.getRemoteUser());
    }
  }

  private static Client browser() {
    return Client.of(one, two);
  }

  private static Answer form(Client browser, String name, String password) {
    return browser.post("/j_security_check", "j_username", name, "j_password", password);
  }

  private static Client loggedIn(String name) {
    Client browser = browser();
    assertEquals(303, form(browser, name, name).status());
    return browser;
  }

  @Test
  void formLogin_leadsToThePageThatWasWanted_onAnyNode() {
    Client browser = browser();
    Answer page = browser.get("/mine/orders?x=1%202&y=z");
    assertEquals("/login", browser.target(page));
    Answer answer = form(browser, "ann", "ann");
    assertEquals(303, answer.status());
    assertEquals(List.of("/shop/mine/orders?x=1%202&y=z"), answer.headers("Location"));
    assertEquals(List.of("no-store"), answer.headers("Cache-Control"));
    assertEquals("ann 1 2", browser.follow(answer).text());
    assertEquals("ann customer:true admin:false cart:-", browser.get("/who").text());
    assertFalse(browser.jar().names().contains("jwt-target"));
    assertFalse(browser.jar().names().contains("JSESSIONID"));
  }

  @Test
  void formLogin_worksBelowAnyPath_andWithoutAWantedPage() {
    Client browser = browser();
    Answer answer =
        browser.post("/mine/j_security_check", "j_username", "bob", "j_password", "bob");
    assertEquals("home", browser.follow(answer).text());
    assertEquals("bob", browser.get("/admin/x").text());
  }

  @ParameterizedTest
  @CsvSource({
    "ann, wrong",
    "ann, ''",
    "'', ''",
    "nobody, ann",
    "ANN, ann",
    "ann, 'ann '",
    "'ann\u0000', ann",
    "\"'\"\"';--\", x"
  })
  void formLogin_withAnythingWrong_leadsToTheErrorPage(String name, String password) {
    Client browser = browser();
    Answer answer = form(browser, name, password);
    assertEquals(303, answer.status());
    assertEquals("please log in again=1", browser.follow(answer).text());
    assertFalse(browser.jar().names().contains("jwt"));
  }

  @Test
  void formLogin_withFieldsMissing_leadsToTheErrorPage() {
    Client browser = browser();
    assertEquals(
        "/login?again=1", browser.target(browser.post("/j_security_check", "j_username", "ann")));
    assertEquals(
        "/login?again=1", browser.target(browser.post("/j_security_check", "j_password", "ann")));
    assertEquals("/login?again=1", browser.target(browser.post("/j_security_check")));
  }

  @Test
  void failedLogin_keepsTheWantedPage() {
    Client browser = browser();
    browser.get("/mine/orders?x=7");
    form(browser, "ann", "wrong");
    assertEquals("ann 7", browser.follow(form(browser, "ann", "ann")).text());
  }

  @Test
  void password_inTheUrl_isNotTaken() {
    Client browser = browser();
    Answer form = browser.post("/j_security_check?j_username=ann&j_password=ann");
    assertEquals("/login?again=1", browser.target(form));
    Answer get = browser.get("/j_security_check?j_username=ann&j_password=ann");
    assertEquals(List.of(), get.setCookies("jwt"));
    Request post = Request.post("/jwt/login?username=ann&password=ann").header("Accept", "a/json");
    assertEquals(401, browser.send(post).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/%2fevil.example"
      })
  void login_leadsNowhereElse(String forged) {
    Client browser = browser();
    String value =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(forged.getBytes(StandardCharsets.UTF_8));
    browser.jar().put("jwt-target", value);
    assertEquals(List.of("/shop/"), form(browser, "ann", "ann").headers("Location"));
  }

  @Test
  void login_fromAnotherSite_isRefused() {
    Request post = Request.post("/j_security_check", "j_username", "ann", "j_password", "ann");
    for (Request evil :
        List.of(
            post.header("Sec-Fetch-Site", "cross-site"),
            post.header("Origin", "https://evil.example"),
            post.header("Referer", "https://evil.example/x"))) {
      Answer answer = browser().send(evil);
      assertEquals(403, answer.status());
      assertEquals(List.of(), answer.setCookies());
    }
    assertEquals(303, browser().send(post).status());
  }

  private static Request api(String path, String... fields) {
    return Request.post(path, fields)
        .header("Accept", "application/json")
        .header("Sec-Fetch-Site", "same-origin");
  }

  @Test
  void loginEndpoint_answersAClient_withATokenOfOurs() {
    Client client = browser();
    Answer answer = client.send(api("/jwt/login", "username", "ann", "password", "ann"));
    assertEquals(200, answer.status());
    assertEquals(List.of("no-store"), answer.headers("Cache-Control"));
    assertTrue(answer.header("Content-Type").orElse("").startsWith("application/json"));
    String json = answer.text();
    assertTrue(
        json.matches(
            "\\{\"access_token\":\"[\\w.-]+\",\"token_type\":\"Bearer\",\"expires_in\":1800}"),
        json);
    String token = json.split("\"")[3];
    assertEquals("ann null", Client.of(two).send(Request.get("/mine/x").bearer(token)).text());
    assertTrue(client.get("/who").text().startsWith("ann "));
  }

  @Test
  void loginEndpoint_withAnythingWrong_saysNotWhat() {
    Answer wrong = browser().send(api("/jwt/login", "username", "ann", "password", "x"));
    Answer unknown = browser().send(api("/jwt/login", "username", "nobody", "password", "x"));
    assertEquals(401, wrong.status());
    assertEquals(wrong.text(), unknown.text());
    assertEquals(List.of(), wrong.setCookies());
    assertEquals(401, browser().send(api("/jwt/login")).status());
    Request json =
        Request.of("POST", "/jwt/login")
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .body("{\"username\":\"ann\",\"password\":\"ann\"}");
    assertEquals(401, browser().send(json).status());
  }

  @Test
  void loginEndpoint_answersAForm_withAPage() {
    Client browser = browser();
    Answer answer = browser.post("/jwt/login", "username", "ann", "password", "ann");
    assertEquals("home", browser.follow(answer).text());
  }

  @Test
  void endpoints_takePostsOnly() {
    for (String path : List.of("/jwt/login", "/jwt/logout")) {
      Answer answer = loggedIn("ann").get(path);
      assertEquals(405, answer.status());
      assertEquals(List.of("POST"), answer.headers("Allow"));
    }
  }

  @Test
  void logoutEndpoint_endsLoginAndSession_andAnswersTheSameTwice() {
    Client browser = loggedIn("ann");
    browser.get("/put?item=a");
    Client late = browser.twin();
    Answer answer = browser.post("/jwt/logout");
    assertEquals("home", browser.follow(answer).text());
    assertEquals("null customer:false admin:false cart:-", browser.get("/who").text());
    assertEquals(303, browser.post("/jwt/logout").status());
    assertEquals(204, browser.send(api("/jwt/logout")).status());
    // A late response brings the old cookies back; the mark of the logout is still there.
    late.jar().cookies().forEach(old -> browser.jar().put(old.name(), old.value()));
    assertEquals("null customer:false admin:false cart:-", browser.get("/who").text());
  }

  @Test
  void logout_fromAnotherSite_isRefused() {
    Client browser = loggedIn("ann");
    Request post = Request.post("/jwt/logout").header("Sec-Fetch-Site", "cross-site");
    assertEquals(403, browser.send(post).status());
    assertTrue(browser.get("/who").text().startsWith("ann "));
  }

  @Test
  void requestLogin_beginsALogin() {
    Client browser = browser();
    Answer answer = browser.get("/request-login?name=bob&secret=bob");
    assertEquals("bob Bearer", answer.text());
    assertEquals("bob customer:true admin:true cart:-", browser.get("/who").text());
    assertTrue(browser.get("/request-login?name=ann&secret=ann").text().startsWith("failed: "));
    assertTrue(browser().get("/request-login?name=ann&secret=x").text().startsWith("failed: "));
  }

  @Test
  void requestLogout_endsTheLogin_andKeepsTheSession() {
    Client browser = loggedIn("ann");
    browser.get("/put?item=a");
    assertEquals("null null", browser.get("/request-logout").text());
    assertEquals("null customer:false admin:false cart:a", browser.get("/who").text());
  }

  @Test
  void invalidatedSession_endsTheLogin() {
    Client browser = loggedIn("ann");
    browser.get("/invalidate");
    assertEquals("null customer:false admin:false cart:-", browser.get("/who").text());
  }

  @Test
  void authenticate_asksForALogin_andLosesNoSession() {
    Client browser = browser();
    Answer answer = browser.get("/authenticate");
    assertEquals("/login", browser.target(answer));
    assertEquals("null customer:false admin:false cart:kept", browser.get("/who").text());
    assertEquals("known: ann", browser.follow(form(browser, "ann", "ann")).text());
  }

  @Test
  void login_ofSomebodyElse_endsTheFirst_andTakesNoSessionOver() {
    Client browser = loggedIn("ann");
    browser.get("/put?item=anns");
    Client late = browser.twin();
    form(browser, "bob", "bob");
    assertEquals("bob customer:true admin:true cart:-", browser.get("/who").text());
    browser.jar().remove("jwt");
    browser.jar().put("jwt", late.jar().value("jwt").orElseThrow());
    assertTrue(browser.get("/who").text().startsWith("null "));
  }

  @Test
  void visitorsSession_goesOn_afterTheLogin() {
    Client browser = browser();
    browser.get("/put?item=a");
    form(browser, "ann", "ann");
    assertEquals("ann customer:true admin:false cart:a", browser.get("/who").text());
  }

  @Test
  void containersSession_getsANewId_andKeepsItsAttributes() {
    Client browser = Client.of(contained);
    browser.get("/put?item=a");
    String before = browser.jar().value("JSESSIONID").orElseThrow();
    Client attacker = browser.twin();
    Answer answer = form(browser, "ann", "ann");
    assertEquals(1, answer.setCookies("JSESSIONID").size(), answer::toString);
    assertNotEquals(before, browser.jar().value("JSESSIONID").orElseThrow());
    assertEquals("ann customer:true admin:false cart:a", browser.get("/who").text());
    assertEquals("null customer:false admin:false cart:-", attacker.get("/who").text());
    browser.post("/jwt/logout");
    assertEquals("null customer:false admin:false cart:-", browser.get("/who").text());
  }

  @Test
  void containersSession_isNotMadeByALogin() {
    Client browser = Client.of(contained);
    form(browser, "ann", "ann");
    assertEquals(List.of("jwt-device", "jwt", "jwt-refresh"), browser.jar().names());
    assertEquals("ann customer:true admin:false cart:-", browser.get("/who").text());
  }

  @Test
  void publicKeysAlone_beginNoLogin() {
    Client browser = Client.of(verifying);
    Answer answer = form(browser, "ann", "ann");
    assertTrue(answer.status() == 404 || answer.status() == 405, answer::toString);
    assertEquals(
        "failed: keys has no key that can sign, so no login can begin here",
        browser.get("/request-login?name=ann&secret=ann").text());
  }

  @Test
  void passwordsAndTokens_areNeverLogged() {
    try (ServerLog log = ServerLog.of("")) {
      Client browser = browser();
      form(browser, "ann", "s3cret-guess");
      form(browser, "ann", "ann");
      String token = browser.jar().value("jwt").orElseThrow();
      browser.send(api("/jwt/login", "username", "ann", "password", "s3cret-guess"));
      browser.get("/request-login?name=ann&secret=s3cret-guess");
      Client.of(one).send(Request.get("/who").bearer(token + "x"));
      assertFalse(log.text().contains("s3cret-guess"), log::text);
      assertFalse(log.text().contains(token), log::text);
    }
  }
}
