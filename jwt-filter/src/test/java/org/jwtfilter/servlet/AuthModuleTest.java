package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
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
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** Filter and auth module in one application with constraints, on servers that ask modules. */
@ParameterizedClass
@EnumSource
class AuthModuleTest {
  private static final String ANN = Tokens.of("ann", "customer");
  private static final String BOB = Tokens.of("bob", "customer", "admin");
  private static final String EVE = Tokens.of("eve", "nothing");

  /** The cookie of browsers in which somebody has logged in before. */
  private static final String DEVICE = "jwt-device";

  private static Node one;
  private static Node two;
  private static Node contained;
  private static Node walled;
  private static Node basic;
  private static Node own;

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    one = server.start(form(Map.of("session", "token")));
    two = server.start(form(Map.of("session", "token")));
    contained = server.start(form(Map.of()));
    walled = server.start(walled());
    basic = server.start(basic(Map.of()));
    own = server.start(basic(Map.of("accounts", OwnAccounts.class.getName())));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    List.of(one, two, contained, walled, basic, own).forEach(Node::close);
  }

  @BeforeEach
  void forget() {
    AuthEvents.HEARD.clear();
  }

  private static WebApp form(Map<String, String> more) {
    return constrained(more).formLogin("/login", "/login?again=1");
  }

  private static WebApp basic(Map<String, String> more) {
    return constrained(more).basicLogin();
  }

  private static WebApp constrained(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(
        Map.of(
            "keys",
            Tokens.KEYS,
            "issuer",
            Tokens.ISSUER,
            "endpoints",
            "/jwt",
            "protect",
            "/mine/*",
            "protect-roles",
            "/boss/*=admin",
            "events",
            AuthEvents.class.getName()));
    return WebApp.at("/shop")
        .jaspi()
        .securityRole("customer")
        .securityRole("admin")
        .securityConstraint("/member/*", "customer")
        .securityConstraint("/admin/*", "admin")
        .securityConstraint("/any/*", "**")
        .xml(constraint("/nobody/*", "", "<auth-constraint/>"))
        .xml(constraint("/posted/*", "<http-method>POST</http-method>", allowed("customer")))
        .filter("jwt", JwtFilter.class, settings, "/*")
        .servlet("/login", (q, r) -> say(r, "please log in " + q.getQueryString()))
        .servlet("/member/*", AuthModuleTest::who)
        .servlet("/admin/*", AuthModuleTest::who)
        .servlet("/any/*", AuthModuleTest::who)
        .servlet("/nobody/*", AuthModuleTest::who)
        .servlet("/posted/*", AuthModuleTest::who)
        .servlet("/mine/*", AuthModuleTest::who)
        .servlet("/boss/*", AuthModuleTest::who)
        .servlet("/open/*", AuthModuleTest::who)
        .servlet("/secured/*", SecuredServlet.class, Map.of())
        .servlet("/roles/*", RolesServlet.class, Map.of())
        .servlet("/denied/*", DeniedServlet.class, Map.of())
        .servlet("/count", AuthModuleTest::count)
        .servlet("/member-count", AuthModuleTest::count)
        .securityConstraint("/member-count", "customer")
        .servlet("/request-login", AuthModuleTest::requestLogin)
        .servlet("/member-logout", AuthModuleTest::requestLogout)
        .securityConstraint("/member-logout", "customer")
        .servlet("/authenticate", AuthModuleTest::authenticate)
        .servlet("/error", AuthModuleTest::error)
        .servlet("/member-async", (q, r) -> q.startAsync().dispatch("/open/async"))
        .securityConstraint("/member-async", "customer")
        .errorPage(403, "/error")
        .servlet("/", (q, r) -> say(r, "home"));
  }

  /** Everything needs a caller, also the pages of the login and all endpoints. */
  private static WebApp walled() {
    Map<String, String> settings =
        Map.of(
            "keys", Tokens.KEYS, "issuer", Tokens.ISSUER, "endpoints", "/jwt", "session", "token");
    return WebApp.at("/shop")
        .jaspi()
        .securityRole("customer")
        .securityConstraint("/*", "customer")
        .filter("jwt", JwtFilter.class, settings, "/*")
        .servlet(
            "/login",
            (q, r) -> {
              q.getSession().setAttribute("seen", "login");
              say(r, "please log in as " + q.getUserPrincipal());
            })
        .servlet("/sorry", (q, r) -> say(r, "try again"))
        .servlet("/who", AuthModuleTest::who)
        .servlet(
            "/seen",
            (q, r) ->
                say(r, q.getSession(false) == null ? null : q.getSession().getAttribute("seen")))
        .servlet("/", (q, r) -> say(r, "home"))
        .formLogin("/login", "/sorry");
  }

  private static String constraint(String pattern, String methods, String roles) {
    return "<security-constraint><web-resource-collection><web-resource-name>r</web-resource-name>"
        + ("<url-pattern>" + pattern + "</url-pattern>")
        + methods
        + "</web-resource-collection>"
        + roles
        + "</security-constraint>";
  }

  private static String allowed(String role) {
    return "<auth-constraint><role-name>" + role + "</role-name></auth-constraint>";
  }

  private static void say(HttpServletResponse response, Object text) throws IOException {
    response.getWriter().print(text);
  }

  private static void who(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    say(
        response,
        request.getRemoteUser()
            + " customer:"
            + request.isUserInRole("customer")
            + " by "
            + request.getAuthType());
  }

  private static void error(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object status = request.getAttribute("jakarta.servlet.error.status_code");
    say(response, "error " + status + " for " + request.getRemoteUser());
  }

  private static void count(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Integer before = (Integer) request.getSession().getAttribute("count");
    request.getSession().setAttribute("count", before == null ? 1 : before + 1);
    say(response, request.getRemoteUser() + " " + request.getSession().getAttribute("count"));
  }

  private static void requestLogin(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      request.login(request.getParameter("name"), request.getParameter("secret"));
      who(request, response);
    } catch (ServletException e) {
      say(response, "failed");
    }
  }

  private static void requestLogout(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    request.logout();
    say(response, request.getRemoteUser() + " " + request.isUserInRole("customer"));
  }

  private static void authenticate(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (request.authenticate(response)) {
      who(request, response);
    }
  }

  private static Request client(String path) {
    return Request.get(path).header("Accept", "application/json");
  }

  private static Request page(String path) {
    return Request.get(path).header("Accept", "text/html,*/*;q=0.8");
  }

  private static Answer send(Request request) {
    return Client.of(one).send(request);
  }

  private static Request basic(Request request, String name, String password) {
    byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private static Client browser() {
    return Client.of(one, two);
  }

  private static Answer post(Client browser, String name, String password) {
    return browser.post("/j_security_check", "j_username", name, "j_password", password);
  }

  private static Client loggedIn(Client browser, String name) {
    Answer answer = post(browser, name, name);
    assertEquals(303, answer.status(), answer::toString);
    assertTrue(browser.jar().names().contains("jwt"), answer::toString);
    return browser;
  }

  @Test
  void module_isInPlace() {
    for (Node node : List.of(one, two, contained, walled, basic, own)) {
      assertTrue(AuthModule.of(node.context()).inPlace());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /open/x, 200, 200, 200, 200, 401",
    "GET, /member/x, 401, 200, 200, 403, 401",
    "GET, /admin/x, 401, 403, 200, 403, 401",
    "GET, /any/x, 401, 200, 200, 200, 401",
    "GET, /nobody/x, 403, 403, 403, 403, 40x",
    "GET, /posted/x, 200, 200, 200, 200, 401",
    "POST, /posted/x, 401, 200, 200, 403, 401",
    "GET, /secured/x, 401, 403, 200, 403, 401",
    "POST, /secured/x, 401, 200, 200, 403, 401",
    "PUT, /secured/x, 403, 403, 403, 403, 40x",
    "GET, /mine/x, 401, 200, 200, 200, 401",
    "GET, /boss/x, 401, 403, 200, 403, 401",
    "GET, /roles/x, 401, 403, 200, 403, 401",
    "GET, /denied/x, 401, 403, 403, 403, 401"
  })
  void header_tokensAndStrangers(
      String method, String path, int nobody, int ann, int bob, int eve, String forged) {
    Request request = Request.of(method, path).header("Accept", "application/json");
    List<Integer> statuses = new ArrayList<>();
    statuses.add(send(request).status());
    for (String token : List.of(ANN, BOB, EVE)) {
      statuses.add(send(request.bearer(token)).status());
    }
    assertEquals(List.of(nobody, ann, bob, eve), statuses, path);
    int bad = send(request.bearer(Tokens.forged("bob"))).status();
    assertTrue(forged.equals("40x") ? bad == 401 || bad == 403 : bad == 401, path + " " + bad);
  }

  @ParameterizedTest
  @CsvSource({"/member/x, 200, 403", "/admin/x, 403, 403", "/any/x, 200, 200", "/mine/x, 200, 200"})
  void cookie_tokens(String path, int ann, int eve) {
    assertEquals(ann, send(page(path).header("Cookie", "jwt=" + ANN)).status());
    assertEquals(eve, send(page(path).header("Cookie", "jwt=" + EVE)).status());
    Answer bad = send(page(path).header("Cookie", "jwt=" + Tokens.forged("bob")));
    assertEquals(303, bad.status());
    assertEquals("/login", Client.of(one).target(bad));
    String deletion = "jwt=; Max-Age=0; Path=/shop; HttpOnly; SameSite=Lax";
    assertTrue(bad.setCookies("jwt").contains(deletion), bad::toString);
  }

  @Test
  void constrainedPage_knowsTheCaller() {
    assertEquals("ann customer:true by Bearer", send(client("/member/x").bearer(ANN)).text());
    assertEquals(
        "ann customer:true by FORM", send(page("/member/x").header("Cookie", "jwt=" + ANN)).text());
    assertEquals("null customer:false by null", send(client("/posted/x")).text());
    assertEquals("ann customer:true by Bearer", send(client("/open/x").bearer(ANN)).text());
  }

  @Test
  void stranger_isChallenged() {
    Answer answer = send(client("/member/x"));
    assertEquals(List.of("Bearer realm=\"token\""), answer.headers("WWW-Authenticate"));
    assertTrue(answer.header("Content-Type").orElse("").startsWith("application/problem+json"));
    assertTrue(answer.text().contains("\"status\":401"), answer::toString);
  }

  @Test
  void badToken_isNamedBad() {
    Answer answer = send(client("/member/x").bearer(Tokens.forged("bob")));
    assertTrue(
        answer.header("WWW-Authenticate").orElse("").contains("error=\"invalid_token\""),
        answer::toString);
  }

  @Test
  void twoTokens_areABadRequest() {
    Answer answer = send(client("/member/x").bearer(ANN).header("Cookie", "jwt=" + BOB));
    assertEquals(400, answer.status());
    assertEquals(
        400, send(page("/member/x").header("Cookie", "jwt=" + ANN + "; jwt=" + BOB)).status());
  }

  @Test
  void postOfAnotherSite_isRefused() {
    Request post =
        Request.post("/member/x")
            .header("Cookie", "jwt=" + ANN)
            .header("Accept", "application/json");
    assertEquals(403, send(post.header("Sec-Fetch-Site", "cross-site")).status());
    assertEquals(200, send(post.header("Sec-Fetch-Site", "same-origin")).status());
  }

  @Test
  void preflight_isAnswered_beforeTheConstraints() {
    Answer answer =
        send(
            Request.of("OPTIONS", "/member/x")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "GET"));
    assertEquals(List.of(), answer.headers("Access-Control-Allow-Origin"));
    assertFalse(answer.text().contains("customer"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/member/x", "/open/x", "/mine/x", "/secured/x", "/roles/x", "/member-async"})
  void work_isDoneOnce(String path) {
    assertEquals(200, send(client(path).bearer(BOB)).status());
    assertEquals(List.of("accepted bob"), AuthEvents.HEARD);
  }

  @Test
  void wrongRole_getsTheErrorPage_whichKnowsTheCaller() {
    Answer answer = send(page("/admin/x").bearer(ANN));
    assertEquals(403, answer.status());
    if (server == ServerUnderTest.TOMCAT) { // Jetty shows a page of its own, without us too
      assertEquals("error 403 for ann", answer.text());
    }
  }

  @Test
  void asyncDispatch_keepsTheCaller() {
    assertEquals("ann customer:true by Bearer", send(client("/member-async").bearer(ANN)).text());
  }

  @Test
  void formLogin_leadsToTheConstrainedPage_onAnyNode() {
    Client browser = browser();
    Answer asked = browser.send(page("/member/orders?x=1%202"));
    assertEquals(303, asked.status());
    assertEquals("/login", browser.target(asked));
    assertEquals("please log in null", browser.follow(asked).text());
    Answer answer = post(browser, "ann", "ann");
    assertEquals(List.of("/shop/member/orders?x=1%202"), answer.headers("Location"));
    assertEquals("ann customer:true by FORM", browser.follow(answer).text());
    assertEquals("ann customer:true by FORM", browser.get("/member/x").text());
    assertFalse(browser.jar().names().contains("JSESSIONID"), browser.jar().names()::toString);
  }

  @Test
  void formLogin_withAWrongPassword_leadsToTheErrorPage() {
    Client browser = browser();
    Answer answer = post(browser, "ann", "wrong");
    assertEquals("please log in again=1", browser.follow(answer).text());
    assertEquals(303, browser.send(page("/member/x")).status());
    assertEquals(List.of("failed ann"), AuthEvents.HEARD);
  }

  @Test
  void login_survivesTheNodeThatDidIt() {
    Node third = server.start(form(Map.of("session", "token")));
    Client browser = Client.of(third);
    loggedIn(browser, "ann");
    assertEquals("ann 1", browser.get("/member-count").text());
    third.close();
    Client moved = Client.of(List.of(two.base()), browser.jar());
    assertEquals("ann 2", moved.get("/member-count").text());
    assertEquals(403, moved.get("/admin/x").status());
  }

  @Test
  void loginOfSomebodyElse_replacesTheFirst() {
    Client browser = loggedIn(browser(), "ann");
    loggedIn(browser, "bob");
    assertEquals("bob customer:true by FORM", browser.get("/admin/x").text());
  }

  @Test
  void logoutEndpoint_endsTheLogin() {
    Client browser = loggedIn(browser(), "ann");
    browser.post("/jwt/logout");
    assertEquals(303, browser.send(page("/member/x")).status());
  }

  @Test
  void requestLogout_endsTheLogin_inAConstrainedPage() {
    Client browser = loggedIn(browser(), "ann");
    assertEquals("null false", browser.get("/member-logout").text());
    assertEquals(303, browser.send(page("/member/x")).status());
  }

  @Test
  void requestLogin_opensConstrainedPages() {
    Client browser = browser();
    assertEquals(
        "ann customer:true by FORM", browser.get("/request-login?name=ann&secret=ann").text());
    assertEquals("ann customer:true by FORM", browser.get("/member/x").text());
    assertEquals("failed", browser().get("/request-login?name=ann&secret=x").text());
  }

  @Test
  void authenticate_asksForALogin() {
    Client browser = browser();
    Answer answer = browser.send(page("/authenticate"));
    assertEquals("/login", browser.target(answer));
    assertEquals("ann customer:true by FORM", browser.follow(post(browser, "ann", "ann")).text());
  }

  @Test
  void containersSession_keepsItsId_whileTheCallerIsTheSame() {
    Client browser = loggedIn(Client.of(contained), "ann");
    assertEquals("ann 1", browser.get("/member-count").text());
    assertEquals("ann 2", browser.get("/member-count").text());
    String id = browser.jar().value("JSESSIONID").orElseThrow();
    assertEquals("ann 3", browser.get("/member-count").text());
    assertEquals("ann 4", browser.get("/count").text());
    assertEquals(id, browser.jar().value("JSESSIONID").orElseThrow());
  }

  @Test
  void containersSession_doesNotRememberTheCaller() {
    Client browser = loggedIn(Client.of(contained), "ann");
    browser.get("/member-count");
    browser.get("/member-count");
    browser.jar().remove("jwt");
    browser.jar().remove("jwt-refresh");
    assertEquals(303, browser.send(page("/member/x")).status());
    assertEquals("null customer:false by null", browser.get("/open/x").text());
    loggedIn(browser, "bob");
    assertEquals("bob customer:true by FORM", browser.get("/admin/x").text());
  }

  @Test
  void wall_hasADoor() {
    Client browser = Client.of(walled);
    Answer asked = browser.send(page("/who?x=1"));
    assertEquals("/login", browser.target(asked));
    assertEquals("please log in as null", browser.follow(asked).text());
    assertEquals("try again", browser.follow(post(browser, "ann", "wrong")).text());
    Answer answer = post(browser, "ann", "ann");
    assertEquals("ann customer:true by FORM", browser.follow(answer).text());
    assertEquals("login", browser.get("/seen").text());
    Answer refreshed =
        browser.send(
            Request.post("/jwt/refresh")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Accept", "application/json"));
    assertEquals(200, refreshed.status(), refreshed::toString);
    assertEquals(200, browser.send(client("/jwt/logins")).status());
    browser.post("/jwt/logout");
    assertEquals(303, browser.send(page("/who")).status());
    assertEquals(401, browser.send(client("/who")).status());
  }

  @Test
  void wall_answersLoginsOfClients() {
    Request login =
        Request.post("/jwt/login", "username", "ann", "password", "ann")
            .header("Accept", "application/json");
    Answer answer = Client.of(walled).send(login);
    assertEquals(200, answer.status(), answer::toString);
    String token = answer.text().split("\"")[3];
    assertEquals(
        "ann customer:true by Bearer", Client.of(walled).send(client("/who").bearer(token)).text());
  }

  @ParameterizedTest
  @CsvSource({
    "/open/x, 200, 200, 200, 200",
    "/member/x, 401, 200, 200, 401",
    "/admin/x, 401, 403, 200, 401",
    "/mine/x, 401, 200, 200, 401",
    "/boss/x, 401, 403, 200, 401",
    "/roles/x, 401, 403, 200, 401"
  })
  void basic_isAskedOfTheRealm_onEachRequest(String path, int nobody, int ann, int bob, int wrong) {
    Client client = Client.of(basic);
    assertEquals(nobody, client.send(client(path)).status());
    Answer answer = client.send(basic(client(path), "ann", "ann"));
    assertEquals(ann, answer.status(), answer::toString);
    assertEquals(bob, client.send(basic(client(path), "bob", "bob")).status());
    assertEquals(wrong, client.send(basic(client(path), "ann", "wrong")).status());
    assertEquals(List.of(), client.jar().names().stream().filter(n -> !n.equals(DEVICE)).toList());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void basic_isNotLookedAt_afterTooManyWrongPasswords(boolean ownAccounts) {
    Client client = Client.of(ownAccounts ? own : basic);
    String name = ownAccounts ? "zoe" : "bob";
    for (int i = 0; i < 10; i++) {
      assertEquals(401, client.send(basic(client("/member/x"), name, "wrong")).status());
    }
    Answer answer = client.send(basic(client("/member/x"), name, ownAccounts ? "secret" : "bob"));
    assertEquals(429, answer.status(), answer::toString);
    assertTrue(answer.headers("Retry-After").toString().matches("\\[2\\d]"), answer::toString);
    assertEquals(200, client.send(basic(client("/open/x"), name, "wrong")).status());
    assertEquals(10, AuthEvents.HEARD.stream().filter(("failed " + name)::equals).count());
  }

  @Test
  void basic_isOfferedBesideTokens() {
    assertEquals(
        List.of("Basic realm=\"realm\"", "Bearer realm=\"token\""),
        Client.of(basic).send(client("/member/x")).headers("WWW-Authenticate"));
    assertEquals(200, Client.of(basic).send(client("/member/x").bearer(ANN)).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/member/x", "/mine/x"})
  void basicCaller_isKnownAsSuch(String path) {
    assertEquals(
        "ann customer:true by BASIC",
        Client.of(basic).send(basic(client(path), "ann", "ann")).text());
  }

  @Test
  void basicCaller_keepsTheContainersSession() {
    Client client = Client.of(basic);
    client.send(basic(client("/member-count"), "ann", "ann"));
    client.send(basic(client("/member-count"), "ann", "ann"));
    String id = client.jar().value("JSESSIONID").orElseThrow();
    assertEquals("ann 3", client.send(basic(client("/member-count"), "ann", "ann")).text());
    assertEquals(id, client.jar().value("JSESSIONID").orElseThrow());
    assertEquals(401, client.send(client("/member-count")).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic",
        "Basic ",
        "Basic !",
        "Basic YW5u",
        "Basic Og==",
        "basic OmFubg==",
        "Basic YW4KbjphbjE="
      })
  void malformedBasic_isNobody(String header) {
    Answer answer = Client.of(basic).send(client("/member/x").header("Authorization", header));
    assertEquals(401, answer.status(), answer::toString);
  }

  @Test
  void basic_isAskedOfTheApplicationsOwnAccounts() {
    Client client = Client.of(own);
    assertEquals(
        "zoe customer:false by BASIC",
        client.send(basic(client("/admin/x"), "zoe", "secret")).text());
    assertEquals(403, client.send(basic(client("/member/x"), "zoe", "secret")).status());
    assertEquals(401, client.send(basic(client("/member/x"), "ann", "ann")).status());
  }

  @Test
  void authenticate_takesBasic() {
    assertEquals(
        "ann customer:true by BASIC",
        Client.of(basic).send(basic(client("/authenticate"), "ann", "ann")).text());
    assertEquals(401, Client.of(basic).send(client("/authenticate")).status());
  }
}
