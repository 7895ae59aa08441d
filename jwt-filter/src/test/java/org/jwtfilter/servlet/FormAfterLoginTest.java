package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

/** A form that was posted before the login goes on after it, on nodes that share nothing. */
@ParameterizedClass
@EnumSource
class FormAfterLoginTest {
  private static final String UTF_8 = "application/x-www-form-urlencoded; charset=UTF-8";
  private static final String POST_NEEDS_ADMIN =
      """
      <security-constraint>
        <web-resource-collection>
          <web-resource-name>r</web-resource-name>
          <url-pattern>/asks</url-pattern>
          <http-method>POST</http-method>
        </web-resource-collection>
        <auth-constraint><role-name>admin</role-name></auth-constraint>
      </security-constraint>
      <security-role><role-name>admin</role-name></security-role>
      """;
  private static Node one;
  private static Node two;
  private static Node withFormTokens;
  private static Node constrained;
  private static Node clocked;

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    one = server.start(app(server, Map.of("session", "token")));
    two = server.start(app(server, Map.of("session", "token")));
    constrained = server.start(app(server, Map.of()).xml(POST_NEEDS_ADMIN));
    clocked =
        server.start(
            app(server, Map.of())
                .replacing(JwtFilter.class.getName(), ClockedFilter.class.getName()));
    withFormTokens = server.start(app(server, Map.of("token-from", "cookie, form")));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    one.close();
    two.close();
    withFormTokens.close();
    constrained.close();
    clocked.close();
  }

  private static WebApp app(ServerUnderTest server, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(
        Map.of(
            "keys", Tokens.KEYS,
            "endpoints", "/jwt",
            "protect", "/mine/*",
            "protect-roles", "/admin/*=admin",
            "login-page", "/login"));
    WebApp app = WebApp.at("/shop");
    return (server == ServerUnderTest.JETTY ? app.basicLogin() : app)
        .securityRole("customer")
        .filter("jwt", JwtFilter.class, settings, "/*")
        .servlet("/login", (q, r) -> r.getWriter().print("please log in"))
        .servlet("/mine/order", FormAfterLoginTest::tell)
        .servlet("/mine/latin", FormAfterLoginTest::tellLatin)
        .servlet("/mine/body", FormAfterLoginTest::tellBody)
        .servlet("/mine/lines", (q, r) -> r.getWriter().print(q.getReader().readLine()))
        .servlet("/mine/headers", FormAfterLoginTest::tellHeaders)
        .servlet("/mine/async", FormAfterLoginTest::async)
        .servlet(
            "/mine/forward", (q, r) -> q.getRequestDispatcher("/mine/order?more=yes").forward(q, r))
        .servlet("/mine/fails", (q, r) -> r.sendError(418))
        .servlet("/mine/cached", FormAfterLoginTest::cached)
        .servlet("/admin/order", FormAfterLoginTest::tell)
        .servlet("/asks", FormAfterLoginTest::asks)
        .servlet("/failed", FormAfterLoginTest::tell)
        .servlet("/who", (q, r) -> r.getWriter().print(q.getRemoteUser()))
        .servlet("/", (q, r) -> r.getWriter().print("home"))
        .errorPage(418, "/failed");
  }

  private static void tell(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response
        .getWriter()
        .print(request.getRemoteUser() + " " + request.getMethod() + " " + parameters(request));
  }

  private static String parameters(HttpServletRequest request) {
    return new TreeMap<>(request.getParameterMap())
        .entrySet().stream()
            .map(each -> each.getKey() + "=" + Arrays.asList(each.getValue()))
            .collect(Collectors.joining(" "));
  }

  private static void tellLatin(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.setCharacterEncoding("ISO-8859-1");
    tell(request, response);
  }

  private static void tellBody(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = request.getInputStream().readAllBytes();
    response
        .getWriter()
        .print(new String(body, StandardCharsets.ISO_8859_1) + " " + request.getParameter("item"));
  }

  private static void tellHeaders(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response
        .getWriter()
        .print(
            String.join(
                " ",
                request.getContentType(),
                "" + request.getContentLength(),
                "" + request.getContentLengthLong(),
                request.getHeader("content-type"),
                "" + request.getIntHeader("Content-Length"),
                "" + request.getHeader("If-None-Match"),
                "" + request.getDateHeader("If-Modified-Since"),
                "" + request.getHeader("X-Sent"),
                request.getQueryString(),
                request.getRequestURI()));
  }

  private static void async(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    async.dispatch("/mine/order");
  }

  private static void cached(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "public, max-age=3600");
    response.getWriter().print("cached");
  }

  private static void asks(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    String before = request.getParameter("before") == null ? "" : request.getParameter("item");
    if (request.getParameter("body") != null) {
      request.getInputStream().read();
    }
    if (request.authenticate(response)) {
      tell(request, response);
    }
  }

  private static Client browser() {
    return Client.of(one, two);
  }

  private static Answer logsIn(Client browser, String name) {
    return browser.post("/j_security_check", "j_username", name, "j_password", name);
  }

  /** Logs in and goes on to where that leads. */
  private static Answer goesOn(Client browser, String name) {
    Answer login = logsIn(browser, name);
    assertEquals(303, login.status(), login::toString);
    return browser.get(browser.target(login));
  }

  private static boolean keeps(Client browser) {
    return browser.jar().names().contains("jwt-form-ticket");
  }

  @Test
  void postedForm_goesOnAfterTheLogin_onAnyNode() {
    Client browser = browser();
    Answer asked = browser.post("/mine/order?shop=1", "item", "k\u00e4se & co", "n", "2", "n", "3");
    assertEquals(303, asked.status());
    assertEquals("/login", browser.target(asked));
    assertEquals("please log in", browser.get("/login").text());
    Answer done = goesOn(browser, "ann");
    assertEquals("ann POST item=[k\u00e4se & co] n=[2, 3] shop=[1]", done.text());
    assertEquals(List.of("no-store"), done.headers("Cache-Control"));
  }

  @Test
  void postedForm_isUsedOnce() {
    Client browser = browser();
    browser.post("/mine/order", "item", "7");
    Answer done = goesOn(browser, "ann");
    assertEquals("ann POST item=[7]", done.text());
    assertEquals(List.of("jwt-device", "jwt", "jwt-refresh"), browser.jar().names());
    assertEquals("ann GET ", browser.get("/mine/order").text());
  }

  @Test
  void queryAndBody_ofTheSameName_comeInThisOrder() {
    Client browser = browser();
    browser.post("/mine/order?n=1", "n", "2");
    assertEquals("ann POST n=[1, 2]", goesOn(browser, "ann").text());
  }

  @Test
  void body_isReadAsItWasSent() {
    Client browser = browser();
    browser.send(form("/mine/body").body("item=a%2Bb&empty=&flag"));
    assertEquals("item=a%2Bb&empty=&flag null", goesOn(browser, "ann").text());
    browser = browser();
    browser.send(form("/mine/lines").body("item=a%2Bb&empty=&flag"));
    assertEquals("item=a%2Bb&empty=&flag", goesOn(browser, "ann").text());
  }

  @Test
  void emptyForm_isAForm() {
    Client browser = browser();
    browser.post("/mine/order");
    assertEquals("ann POST ", goesOn(browser, "ann").text());
  }

  private static Request form(String path) {
    return Request.post(path).header("Sec-Fetch-Site", "same-origin");
  }

  private static Request form(String path, String type) {
    return Request.of("POST", path)
        .header("Sec-Fetch-Site", "same-origin")
        .header("Content-Type", type);
  }

  @Test
  void encoding_isWhatTheApplicationSays_orTheFormItself() {
    Client browser = browser();
    browser.send(form("/mine/latin").body("item=k%E4se"));
    assertEquals("ann POST item=[k\u00e4se]", goesOn(browser, "ann").text());
    browser = browser();
    browser.send(
        form("/mine/order", "application/x-www-form-urlencoded; charset=ISO-8859-1")
            .body("item=k%E4se"));
    assertEquals("ann POST item=[k\u00e4se]", goesOn(browser, "ann").text());
  }

  @Test
  void headers_areThoseOfTheForm_andWithoutConditionsOnACachedPage() {
    Client browser = browser();
    browser.post("/mine/headers?x=%20y", "item", "7");
    Answer login = logsIn(browser, "ann");
    Answer done =
        browser.send(
            Request.get(browser.target(login))
                .header("If-None-Match", "*")
                .header("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")
                .header("X-Sent", "sent"));
    assertEquals(
        "application/x-www-form-urlencoded 6 6 application/x-www-form-urlencoded 6 null -1 sent"
            + " x=%20y /shop/mine/headers",
        done.text());
  }

  @Test
  void asyncDispatch_forward_andErrorPage_seeTheForm() {
    Client browser = browser();
    browser.post("/mine/async", "item", "7");
    assertEquals("ann POST item=[7]", goesOn(browser, "ann").text());
    browser = browser();
    browser.post("/mine/forward", "item", "7");
    assertEquals("ann POST item=[7] more=[yes]", goesOn(browser, "ann").text());
    browser = browser();
    browser.post("/mine/fails", "item", "7");
    Answer failed = goesOn(browser, "ann");
    assertEquals(418, failed.status());
    assertEquals("ann POST item=[7]", failed.text());
    assertFalse(keeps(browser), "what was kept is forgotten with an error page too");
  }

  @Test
  void answer_isCachedByNobody_whateverTheApplicationSays() {
    Client browser = browser();
    browser.post("/mine/cached");
    assertEquals(List.of("no-store"), goesOn(browser, "ann").headers("Cache-Control"));
    assertEquals(
        List.of("public, max-age=3600"), browser.get("/mine/cached").headers("Cache-Control"));
  }

  @Test
  void authenticate_calledByTheApplication_keepsTheFormToo() {
    Client browser = browser();
    assertEquals("/login", browser.target(browser.post("/asks", "item", "7")));
    assertEquals("ann POST item=[7]", goesOn(browser, "ann").text());
  }

  @Test
  void authenticate_afterParametersWereRead_keepsThem() {
    Client browser = browser();
    browser.send(form("/asks?q=%20", UTF_8).body("item=k%C3%A4se&before=x"));
    assertEquals("ann POST before=[x] item=[k\u00e4se] q=[ ]", goesOn(browser, "ann").text());
  }

  @Test
  void authenticate_afterTheBodyWasRead_keepsNothingOfIt() {
    Client browser = browser();
    browser.post("/asks?body=x", "item", "7");
    assertFalse(keeps(browser));
    assertEquals("ann GET body=[x]", goesOn(browser, "ann").text());
  }

  @Test
  void formWithTokens_isKeptWithoutThem() {
    Client browser = Client.of(withFormTokens);
    browser.send(
        form("/mine/order", UTF_8)
            .header("Accept", "text/html")
            .body("item=k%C3%A4se&access_token=bad"));
    assertEquals("ann POST item=[k\u00e4se]", goesOn(browser, "ann").text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void formThatAnotherSiteSent_isNotKept(String site) {
    Client browser = browser();
    Answer asked =
        browser.send(Request.post("/mine/order", "item", "7").header("Sec-Fetch-Site", site));
    assertEquals("/login", browser.target(asked));
    assertTrue(browser.jar().names().isEmpty(), browser.jar().names()::toString);
    assertEquals("home", goesOn(browser, "ann").text());
  }

  @Test
  void formOfNobodyKnowsWhere_isNotKept() {
    Client browser = browser();
    browser.send(Request.post("/mine/order", "item", "7"));
    assertEquals("home", goesOn(browser, "ann").text());
  }

  @Test
  void page_thatAnotherSiteLeadsTo_isNoForm() {
    Client browser = browser();
    browser.post("/mine/order", "item", "7");
    Answer login = logsIn(browser, "ann");
    Answer led =
        browser.send(Request.get(browser.target(login)).header("Sec-Fetch-Site", "cross-site"));
    assertEquals("ann GET ", led.text());
    assertEquals("ann POST item=[7]", browser.get("/mine/order").text());
  }

  @Test
  void anotherPage_isNoForm() {
    Client browser = browser();
    browser.post("/mine/order?a=1", "item", "7");
    logsIn(browser, "ann");
    assertEquals("ann GET ", browser.get("/mine/order").text());
    assertEquals("ann GET a=[2]", browser.get("/mine/order?a=2").text());
    assertEquals("ann POST a=[1] item=[7]", browser.get("/mine/order?a=1").text());
  }

  @Test
  void anotherLogin_doesNotGoOnWithTheForm() {
    Client browser = browser();
    browser.post("/mine/order", "item", "7");
    logsIn(browser, "ann");
    logsIn(browser, "bob");
    assertEquals("bob GET ", browser.get("/mine/order").text());
  }

  @Test
  void logout_forgetsTheForm() {
    Client browser = browser();
    browser.post("/mine/order", "item", "7");
    browser.post("/jwt/logout");
    assertFalse(keeps(browser));
    assertFalse(browser.jar().names().contains("jwt-target"));
    assertEquals("home", goesOn(browser, "ann").text());
    assertEquals("ann GET ", browser.get("/mine/order").text());
  }

  @Test
  void anotherPageWantedMeanwhile_takesThePlaceOfTheForm() {
    Client browser = browser();
    browser.post("/mine/order", "item", "7");
    browser.get("/mine/order");
    assertEquals("ann GET ", goesOn(browser, "ann").text());
  }

  @Test
  void failedLogin_keepsTheFormForTheNextTry() {
    Client browser = browser();
    browser.post("/mine/order", "item", "7");
    browser.post("/j_security_check", "j_username", "ann", "j_password", "wrong");
    assertEquals("ann POST item=[7]", goesOn(browser, "ann").text());
  }

  @Test
  void callerWhoMayNotPostThere_isRefused() {
    Client browser = browser();
    browser.post("/admin/order", "item", "7");
    assertEquals(403, goesOn(browser, "ann").status());
    browser = browser();
    browser.post("/admin/order", "item", "7");
    assertEquals("bob POST item=[7]", goesOn(browser, "bob").text());
  }

  /** The container lets the GET through, and would not have let through the POST. */
  @ParameterizedTest
  @CsvSource({"ann, 403, ''", "bob, 200, 'bob POST item=[7]'"})
  void callerWhoMayNotPostThereByWebXml_isRefused(String name, int status, String text) {
    Client browser = Client.of(one, constrained);
    browser.at(one).post("/asks", "item", "7");
    logsIn(browser.at(one), name);
    Answer answer = browser.at(constrained).get("/asks");
    assertEquals(status, answer.status(), answer::toString);
    assertTrue(answer.text().contains(text));
    assertEquals(name + " GET ", browser.at(constrained).get("/asks").text());
  }

  @Test
  void formThatComesAfterTheTokenHasEnded_goesOnByTheRefreshToken() {
    Client browser = Client.of(List.of(clocked.base()), new CookieJar(ClockedFilter.CLOCK));
    logsIn(browser, "ann");
    ClockedFilter.CLOCK.advance(
        Duration.ofMinutes(15).plusSeconds(60)); // to the end, with the skew
    Answer answer = browser.post("/mine/order", "item", "7");
    assertEquals("/jwt/refresh", browser.target(answer));
    assertEquals("ann POST item=[7]", browser.follow(answer).text());
  }

  @Test
  void formThatComesAfterTheWholeLoginHasEnded_goesOnByTheNextLogin() {
    Client browser = Client.of(List.of(clocked.base()), new CookieJar(ClockedFilter.CLOCK));
    logsIn(browser, "ann");
    browser.jar().remove("jwt-refresh");
    ClockedFilter.CLOCK.advance(Duration.ofMinutes(16));
    assertEquals("please log in", browser.follow(browser.post("/mine/order", "item", "7")).text());
    assertEquals("ann POST item=[7]", goesOn(browser, "ann").text());
  }

  @Test
  void formThatIsTooLong_leadsBackToItsPage() {
    Client browser = browser();
    String origin = one.base().getScheme() + "://" + one.base().getAuthority();
    Request posted =
        form("/mine/order")
            .header("Host", one.base().getAuthority())
            .header("Referer", origin + "/shop/mine/order?edit=1");
    browser.send(posted.body("item=" + noise(8000)));
    assertFalse(keeps(browser));
    assertEquals("ann GET edit=[1]", goesOn(browser, "ann").text());
  }

  /** What does not become shorter by compression. */
  private static String noise(int length) {
    return new java.util.Random(1)
        .ints(length, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void formThatIsTooLong_ofAPageThatIsNotTold_leadsToItsTarget() {
    Client browser = browser();
    browser.send(form("/mine/order?a=1").body("item=" + noise(40_000)));
    assertEquals("ann GET a=[1]", goesOn(browser, "ann").text());
  }

  @Test
  void multipartForm_isNotKept() {
    Client browser = browser();
    browser.send(form("/mine/order", "multipart/form-data; boundary=x").body("--x--\r\n"));
    assertFalse(keeps(browser));
    assertEquals("ann GET ", goesOn(browser, "ann").text());
  }

  @Test
  void longForm_thatCompresses_isKept() {
    Client browser = browser();
    browser.post("/mine/order", "item", "all work and no play ".repeat(400));
    assertTrue(goesOn(browser, "ann").text().endsWith("no play ]"));
  }

  @Test
  void form_isSentToItsOwnPathAlone() {
    Client browser = browser();
    browser.post("/mine/order", "item", "7");
    assertFalse(browser.jar().header("/shop/login").contains("jwt-form="));
    assertTrue(browser.jar().header("/shop/mine/order").contains("jwt-form="));
    assertTrue(browser.jar().refused().isEmpty());
  }

  @Test
  void script_isToldToLogIn_andNothingIsKept() {
    Client browser = browser();
    Answer asked = browser.send(form("/mine/order").header("Accept", "application/json"));
    assertEquals(401, asked.status());
    assertTrue(browser.jar().names().isEmpty());
  }
}
