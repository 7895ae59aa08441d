package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletRequestAttributeEvent;
import jakarta.servlet.ServletRequestAttributeListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.CsrfToken;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/**
 * The token of a page, sent back by a browser that tells nothing of where a request comes from, on
 * nodes that share nothing. {@code Client.send} is such a browser, {@code Client.post} a current
 * one.
 */
@ParameterizedClass
@EnumSource
class CsrfTokenTest {
  private static final Pattern FIELD =
      Pattern.compile("name=\"_csrf\" value=\"([\\w-]{65})\" data-header=\"X-CSRF-TOKEN\"");
  private static final String FIELD_TEXT = "name=\"%s\" value=\"%s\" data-header=\"%s\"";
  private static final String FORM_JSP =
      """
      <%@ page contentType="text/html;charset=UTF-8" session="false" %>
      <input type="hidden" name="${_csrf.parameterName}" value="${_csrf.token}" \
      data-header="${_csrf.headerName}"> again ${_csrf.token}
      """;

  private static Node one;
  private static Node two;
  private static Node walled;
  private static Node withFormTokens;

  @Parameter ServerUnderTest server;

  private Client browser;

  /** Hears of every attribute of a request. */
  public static final class Listener implements ServletRequestAttributeListener {
    static final List<String> HEARD = new CopyOnWriteArrayList<>();

    @Override
    public void attributeAdded(ServletRequestAttributeEvent event) {
      HEARD.add(event.getName());
    }
  }

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    one = server.start(app(Map.of()).basicLogin());
    two = server.start(app(Map.of()).basicLogin());
    withFormTokens = server.start(app(Map.of("token-from", "cookie, form")).basicLogin());
    walled =
        server.start(
            app(Map.of())
                .jaspi()
                .formLogin("/login", "/login")
                .securityConstraint("/walled/*", "customer"));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    one.close();
    two.close();
    walled.close();
    withFormTokens.close();
  }

  private static WebApp app(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(
        Map.of(
            "keys", Tokens.KEYS,
            "endpoints", "/jwt",
            "session", "token",
            "protect", "/mine/*",
            "login-page", "/login",
            "csrf-token", "attribute, cookie"));
    return WebApp.at("/shop")
        .securityRole("customer")
        .listener(Listener.class)
        .filter("jwt", JwtFilter.class, settings, "/*")
        .file("form.jsp", FORM_JSP)
        .servlet("/login", (q, r) -> say(r, "please log in"))
        .servlet("/who", (q, r) -> say(r, q.getRemoteUser()))
        .servlet("/names", (q, r) -> say(r, Collections.list(q.getAttributeNames())))
        .servlet("/own", CsrfTokenTest::own)
        .servlet("/page", CsrfTokenTest::page)
        .servlet("/forward", (q, r) -> q.getRequestDispatcher("/form.jsp").forward(q, r))
        .servlet("/again", CsrfTokenTest::again)
        .servlet("/cached", CsrfTokenTest::cached)
        .servlet("/name", CsrfTokenTest::name)
        .servlet("/mine/name", CsrfTokenTest::name)
        .servlet("/walled/name", CsrfTokenTest::name)
        .servlet("/body", (q, r) -> say(r, new String(q.getInputStream().readAllBytes(), "UTF-8")))
        .servlet("/reader", (q, r) -> say(r, q.getReader().readLine()));
  }

  private static void say(HttpServletResponse response, Object text) throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().print(text);
  }

  private static void page(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    CsrfToken token = (CsrfToken) request.getAttribute(CsrfToken.ATTRIBUTE);
    say(
        response,
        FIELD_TEXT.formatted(token.getParameterName(), token.getToken(), token.getHeaderName()));
  }

  private static void name(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.setCharacterEncoding("UTF-8");
    say(response, request.getMethod() + Arrays.toString(request.getParameterValues("name")));
  }

  /** As an application with a CSRF filter of its own does. */
  private static void own(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.setAttribute("_csrf", "mine");
    say(response, request.getAttribute("_csrf"));
  }

  private static void again(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    String before = ((CsrfToken) request.getAttribute(CsrfToken.ATTRIBUTE)).getToken();
    request.logout();
    Object between = request.getAttribute("_csrf");
    request.login("bob", "bob");
    String after = ((CsrfToken) request.getAttribute(CsrfToken.ATTRIBUTE)).getToken();
    say(response, before + " " + between + " " + after);
  }

  private static void cached(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.getAttribute("_csrf");
    response.setHeader("Cache-Control", "public, max-age=3600");
    say(response, "page");
  }

  @BeforeEach
  void logIn() {
    browser = Client.of(one, two);
    assertEquals(200, login(browser, "ann").status());
  }

  private static Answer login(Client client, String name) {
    return client.send(
        Request.post("/jwt/login", "username", name, "password", name)
            .header("Accept", "application/json")
            .header("Sec-Fetch-Site", "same-origin"));
  }

  private static String tokenOn(Answer page) {
    Matcher field = FIELD.matcher(page.text());
    assertTrue(field.find(), page::toString);
    return field.group(1);
  }

  private String token() {
    return tokenOn(browser.get("/page"));
  }

  private static Request named(String path, String... more) {
    String[] form = Arrays.copyOf(more, more.length + 2);
    form[more.length] = "name";
    form[more.length + 1] = "\u017d\u20ac";
    return Request.post(path, form);
  }

  // Pages

  @Test
  void jsp_hasTheToken_thatOpensTheFormOnAnotherNode() {
    assertEquals(403, browser.send(named("/name")).status());
    String token = tokenOn(browser.at(one).get("/form.jsp"));
    assertEquals("POST[\u017d\u20ac]", browser.at(two).send(named("/name", "_csrf", token)).text());
    assertEquals(
        "POST[\u017d\u20ac]", browser.send(named("/name").header("X-CSRF-TOKEN", token)).text());
  }

  @Test
  void legacyForm_inACurrentBrowser_needsNothing() {
    assertEquals("POST[x]", browser.post("/name", "name", "x").text());
  }

  @Test
  void page_hasOneToken_andTheNextPageAnother() {
    Answer page = browser.at(one).get("/forward");
    assertTrue(page.text().contains("again " + tokenOn(page)));
    assertNotEquals(tokenOn(page), token());
  }

  @Test
  void pageOfNobody_hasNone_andOfAnApplicationWithItsOwn_that() {
    Client stranger = Client.of(one);
    assertTrue(stranger.get("/form.jsp").text().contains("name=\"\" value=\"\""));
    assertEquals("mine", browser.get("/own").text());
    assertEquals("mine", stranger.get("/own").text());
  }

  @Test
  void attribute_isHeardOfByNobody_andInNoList() {
    Listener.HEARD.clear();
    token();
    String names = browser.get("/names").text();
    assertTrue(Listener.HEARD.stream().noneMatch(name -> name.contains("csrf")));
    assertFalse(names.contains("csrf") || names.contains("jwtfilter"), names);
  }

  @Test
  void attribute_followsTheLoginOfItsRequest() {
    String[] seen = browser.get("/again").text().split(" ");
    assertEquals("null", seen[1]);
    assertEquals(403, browser.send(named("/name", "_csrf", seen[0])).status());
    assertEquals(200, browser.send(named("/name", "_csrf", seen[2])).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/page", "/cached"})
  void pageWithAToken_isNotForSharedCaches(String path) {
    Answer page = browser.get(path);
    assertEquals(List.of(), page.setCookies());
    assertTrue(page.headers("Cache-Control").contains("private"), page::toString);
    assertEquals(List.of(), browser.get("/who").headers("Cache-Control"));
  }

  // Scripts

  @Test
  void script_sendsItsCookieBack() {
    String token = browser.jar().value("XSRF-TOKEN").orElseThrow();
    String line =
        browser.jar().seen().stream().filter(one -> one.startsWith("XSRF")).toList().get(0);
    assertFalse(line.contains("HttpOnly"), line);
    Request put = Request.of("PUT", "/who").header("Content-Type", "application/json").body("{}");
    assertEquals(403, browser.send(put).status());
    assertEquals("ann", browser.send(put.header("X-XSRF-TOKEN", token)).text());
  }

  @Test
  void cookie_comesOnce_andAgainWhereItIsOfNoUse() {
    assertEquals(List.of(), browser.get("/who").setCookies());
    browser.jar().remove("XSRF-TOKEN");
    assertEquals(1, browser.get("/who").setCookies("XSRF-TOKEN").size());
    assertEquals(List.of(), browser.get("/who").setCookies());
  }

  // The end of the login

  @Test
  void tokenOfAFormerLogin_isRefused_alsoOfTheSameUser() {
    String former = token();
    login(browser, "ann");
    assertEquals(403, browser.send(named("/name", "_csrf", former)).status());
    assertEquals(200, browser.send(named("/name", "_csrf", token())).status());
  }

  @Test
  void logout_withAToken_takesTheCookieAway() {
    assertEquals(403, browser.send(Request.post("/jwt/logout")).status());
    assertEquals("ann", browser.get("/who").text());
    Answer out = browser.send(Request.post("/jwt/logout", "_csrf", token()));
    assertEquals(1, out.setCookies("XSRF-TOKEN").size(), out::toString);
    assertEquals("null", browser.get("/who").text());
    assertFalse(browser.jar().names().contains("XSRF-TOKEN"));
  }

  @Test
  void endpoints_findTheRestOfTheForm() {
    assertEquals(403, browser.send(Request.post("/jwt/logins", "grant", "all")).status());
    Answer ended = browser.send(Request.post("/jwt/logins", "_csrf", token(), "grant", "all"));
    assertEquals(204, ended.status(), ended::toString);
    assertEquals("null", browser.get("/who").text());
  }

  @Test
  void login_needsNoToken_andIsRefusedOnEvidenceOnly() {
    Client stranger = Client.of(one);
    Request login =
        Request.post("/jwt/login", "username", "ann", "password", "ann")
            .header("Accept", "application/json");
    assertEquals(403, stranger.send(login.header("Origin", "https://evil.example")).status());
    assertEquals(403, stranger.send(login.header("Origin", "null")).status());
    assertEquals(200, stranger.send(login).status());
  }

  // Bodies

  @ParameterizedTest
  @ValueSource(strings = {"/body", "/reader"})
  void application_thatReadsTheFormItself_findsEveryByte(String path) {
    String form = "a=%C5%BD+x&_csrf=" + token() + "&b=\u017d&&c";
    Request post =
        Request.of("POST", path)
            .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
            .body(form);
    assertEquals(form, browser.send(post).text());
  }

  @Test
  void parametersOfTheUrl_comeFirst_andOnce() {
    assertEquals(
        "POST[1, \u017d\u20ac]",
        browser.send(named("/name?name=1&_csrf=x", "_csrf", token())).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data; boundary=b"})
  void bodyOfAnotherType_isNoProof_andNotTouched(String type) {
    String body = "_csrf=" + token();
    Request post = Request.of("POST", "/body").header("Content-Type", type).body(body);
    assertEquals(403, browser.send(post).status());
    assertEquals(body, browser.send(post.header("X-CSRF-TOKEN", token())).text());
  }

  @Test
  void tokenInTheUrl_isNoProof() {
    assertEquals(403, browser.send(named("/name?_csrf=" + token())).status());
  }

  @Test
  void formThatIsTooLong_isRefused() {
    String form = "x=" + "y".repeat(2 * 1024 * 1024) + "&_csrf=" + token();
    Request post =
        Request.of("POST", "/name")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form);
    assertEquals(403, browser.send(post).status());
  }

  @Test
  void whereFormsCarryTokens_theFormIsReadOnce() {
    Client client = Client.of(withFormTokens);
    login(client, "ann");
    String token = tokenOn(client.get("/page"));
    assertEquals(403, client.send(Request.post("/name", "name", "x")).status());
    Request post = Request.post("/name", "name", "x", "_csrf", token);
    assertEquals("POST[x]", client.send(post).text());
    Request body = Request.post("/body", "name", "x", "_csrf", token);
    assertEquals(
        List.of("_csrf=" + token, "name=x"),
        Arrays.stream(client.send(body).text().split("&")).sorted().toList());
  }

  // The auth module, and forms over a login

  @Test
  void constrainedPage_takesTheToken_andKeepsTheForm() {
    Client client = Client.of(walled);
    login(client, "ann");
    assertEquals(403, client.send(named("/walled/name")).status());
    String token = tokenOn(client.get("/page"));
    Answer answer = client.send(named("/walled/name", "_csrf", token));
    assertEquals("POST[\u017d\u20ac]", answer.text(), answer::toString);
  }

  @Test
  void formThatWaitedForTheLogin_goesOn_withTheTokenOfTheFormerOne() {
    String former = token();
    browser.post("/jwt/logout");
    Answer asked =
        browser.send(
            named("/mine/name", "_csrf", former)
                .header("Accept", "text/html")
                .header("Sec-Fetch-Site", "same-origin"));
    assertEquals("/login", browser.target(asked));
    Answer done = browser.post("/mine/j_security_check", "j_username", "ann", "j_password", "ann");
    assertEquals("/mine/name", browser.target(done), done::toString);
    assertEquals("POST[\u017d\u20ac]", browser.get("/mine/name").text());
  }
}
