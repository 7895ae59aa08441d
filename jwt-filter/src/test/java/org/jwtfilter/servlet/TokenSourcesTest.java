package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** RFC 6750, section 2: where a token may be, and what the application sees of it. */
@ParameterizedClass
@EnumSource
class TokenSourcesTest {
  @Parameter ServerUnderTest server;

  private static final String ANN = Tokens.of("ann", "customer");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static Node usual;
  private static Node all;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    usual = server.start(app("header, cookie"));
    all = server.start(app("header, cookie, query, form"));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    usual.close();
    all.close();
  }

  private static WebApp app(String from) {
    Map<String, String> settings =
        Map.of(
            "keys",
            Tokens.KEYS,
            "issuer",
            Tokens.ISSUER,
            "token-from",
            from,
            "csrf",
            "off",
            "login-page",
            "/login",
            "protect",
            "/mine/*");
    return WebApp.at("/shop")
        .filter("jwt", JwtFilter.class, settings, "/*")
        .servlet("/parameters", TokenSourcesTest::parameters)
        .servlet("/body", TokenSourcesTest::body)
        .servlet("/reader", (request, response) -> reader(request, response))
        .servlet("/both", TokenSourcesTest::both)
        .servlet("/query", (request, response) -> say(response, request.getQueryString()))
        .servlet("/mine/x", (request, response) -> say(response, request.getRemoteUser()))
        .servlet(
            "/forward",
            (request, response) ->
                request.getRequestDispatcher("/forwarded?y=2").forward(request, response))
        .servlet("/forwarded", TokenSourcesTest::forwarded)
        .servlet("/cacheable", TokenSourcesTest::cacheable)
        .servlet("/flushed", TokenSourcesTest::flushed)
        .file("file.txt", "a file")
        .servlet("/who", (request, response) -> say(response, request.getRemoteUser()));
  }

  private static void say(HttpServletResponse response, Object text) throws IOException {
    response.setContentType("text/plain;charset=utf-8");
    response.getWriter().print(text);
  }

  private static void parameters(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Map<String, String> all = new TreeMap<>();
    request.getParameterMap().forEach((name, values) -> all.put(name, Arrays.toString(values)));
    List<String> names = Collections.list(request.getParameterNames());
    String token = request.getParameter("access_token");
    boolean none = request.getParameterValues("access_token") == null;
    say(response, request.getRemoteUser() + all + (names.size() == all.size()) + token + none);
  }

  private static void body(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] bytes = request.getInputStream().readAllBytes();
    say(response, request.getRemoteUser() + ":" + new String(bytes, StandardCharsets.UTF_8));
  }

  private static void reader(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    say(
        response,
        request.getRemoteUser()
            + ":"
            + request.getReader().lines().collect(Collectors.joining("\n")));
  }

  private static void both(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String before = request.getParameter("item");
    String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    say(response, before + "," + body + "," + request.getParameter("item"));
  }

  private static void forwarded(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    say(
        response,
        request.getQueryString()
            + "|"
            + request.getAttribute("jakarta.servlet.forward.query_string")
            + "|"
            + request.getParameter("access_token")
            + "|"
            + request.getParameter("x")
            + request.getParameter("y")
            + request.getRemoteUser());
  }

  private static void cacheable(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "public, max-age=3600");
    response.setHeader("Referrer-Policy", "unsafe-url");
    say(response, "x");
  }

  private static void flushed(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "public, max-age=3600");
    say(response, "x");
    response.flushBuffer();
  }

  private static Answer toAll(Request request) {
    return Client.of(all).send(request);
  }

  private static Answer toUsual(Request request) {
    return Client.of(usual).send(request);
  }

  private static Request cookie(Request request) {
    return request.header("Cookie", "a=b; jwt=" + ANN + "; c=d");
  }

  @Test
  void token_isFoundInHeaderAndCookie() {
    assertEquals("ann", toUsual(Request.get("/who").bearer(ANN)).text());
    assertEquals("ann", toUsual(cookie(Request.get("/who"))).text());
    assertEquals("null", toUsual(Request.get("/who")).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer ", "BEARER ", "Bearer    "})
  void scheme_isReadInAnyCase(String scheme) {
    assertEquals("ann", toUsual(Request.get("/who").header("Authorization", scheme + ANN)).text());
  }

  @Test
  void basicHeader_besideTheCookie_isTheApplicationsBusiness() {
    Request request = cookie(Request.get("/who")).header("Authorization", "Basic eDp5");
    assertEquals("ann", toUsual(request).text());
  }

  @Test
  void queryAndForm_areNotRead_unlessTokenFromSaysSo() {
    assertEquals("null", toUsual(Request.get("/who?access_token=" + ANN)).text());
    assertEquals("null", toUsual(Request.post("/who", "access_token", ANN)).text());
    assertEquals("access_token=" + ANN, toUsual(Request.get("/query?access_token=" + ANN)).text());
  }

  @Test
  void queryAndForm_areRead_ifTokenFromSaysSo() {
    assertEquals("ann", toAll(Request.get("/who?access_token=" + ANN)).text());
    assertEquals("ann", toAll(Request.post("/who", "access_token", ANN)).text());
    assertEquals("ann", toAll(Request.get("/who?x=1&access%5Ftoken=" + ANN)).text());
  }

  @Test
  void twoTokens_areABadRequest_onOpenPagesToo() {
    List<Request> twice =
        List.of(
            cookie(Request.get("/who")).bearer(ANN),
            Request.get("/who?access_token=" + ANN).bearer(ANN),
            Request.get("/who?access_token=" + ANN + "&access_token=" + ANN),
            cookie(Request.get("/who?access_token=" + ANN)),
            cookie(Request.post("/who", "access_token", ANN)),
            Request.post("/who?access_token=" + ANN, "access_token", ANN),
            Request.post("/who", "access_token", ANN, "access_token", ANN),
            Request.get("/who").bearer(ANN).bearer(ANN));
    for (Request one : twice) {
      Answer answer = toAll(one);
      assertEquals(400, answer.status(), one::toString);
      assertTrue(
          answer.header("WWW-Authenticate").orElse("").contains("error=\"invalid_request\""));
    }
  }

  @Test
  void twoCookies_areABadRequest_whereACallerIsNeeded_andNobodyElsewhere() {
    String two = "jwt=" + ANN + "; jwt=" + ANN;
    assertEquals(400, toUsual(Request.get("/mine/x").header("Cookie", two)).status());
    assertEquals("null", toUsual(Request.get("/who").header("Cookie", two)).text());
  }

  @Test
  void badToken_isRefused_inTheHeaderEverywhere_inTheCookieWhereItMatters() {
    String bad = Tokens.forged("ann");
    assertEquals(401, toUsual(Request.get("/who").bearer(bad)).status());
    Answer open = toUsual(Request.get("/who").header("Cookie", "jwt=" + bad));
    assertEquals("null", open.text());
    assertTrue(open.setCookies("jwt").get(0).contains("Max-Age=0"));
    Request api = Request.get("/mine/x").header("Accept", "application/json");
    assertEquals(401, toUsual(api.header("Cookie", "jwt=" + bad)).status());
  }

  @Test
  void overlongTokens_areRefused() {
    String tooLong = "a".repeat(5000);
    assertEquals(401, toAll(Request.get("/who").bearer(tooLong)).status());
    assertEquals(401, toAll(Request.get("/who?access_token=" + tooLong)).status());
    assertEquals(401, toAll(Request.post("/who", "access_token", "a".repeat(100_000))).status());
  }

  @Test
  void tokenInTheUrl_isInvisibleToTheApplication() {
    String query = "?x=1&access_token=" + ANN + "&y=%20";
    assertEquals("x=1&y=%20", toAll(Request.get("/query" + query)).text());
    assertEquals("null", toAll(Request.get("/query?access_token=" + ANN)).text());
    assertEquals("ann{x=[1], y=[ ]}truenulltrue", toAll(Request.get("/parameters" + query)).text());
    assertEquals(
        "y=2|x=1|null|12ann", toAll(Request.get("/forward?x=1&access_token=" + ANN)).text());
  }

  @Test
  void tokenInTheForm_isInvisibleToTheApplication() {
    Request post = Request.post("/parameters?q=1", "x", "1", "access_token", ANN, "y", "\u20ac");
    assertEquals(200, toAll(post).status());
    String text = toAll(Request.post("/parameters?q=1", "x", "1", "access_token", ANN)).text();
    assertEquals("ann{q=[1], x=[1]}truenulltrue", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/who", "/cacheable", "/flushed", "/file.txt", "/nowhere"})
  void tokenInTheUrl_leavesNoTraceInCachesAndReferrers(String path) {
    Answer answer = toAll(Request.get(path + "?access_token=" + ANN));
    assertEquals(1, answer.headers("Cache-Control").size());
    assertTrue(answer.header("Cache-Control").orElseThrow().endsWith("no-store"));
    assertEquals(List.of("no-referrer"), answer.headers("Referrer-Policy"));
    Answer without = toAll(Request.get(path).bearer(ANN));
    assertFalse(without.header("Referrer-Policy").equals(answer.header("Referrer-Policy")));
  }

  @Test
  void badTokenInTheUrl_isNotRememberedForAfterTheLogin() {
    Client browser = Client.of(all);
    Request page =
        Request.get("/mine/x?a=1&access_token=" + Tokens.forged("ann"))
            .header("Accept", "text/html");
    Answer answer = browser.send(page);
    assertEquals("/login", browser.target(answer));
    String kept = browser.jar().value("jwt-target").orElseThrow();
    assertEquals(
        "/shop/mine/x?a=1",
        new String(java.util.Base64.getUrlDecoder().decode(kept), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FORM,
        FORM + ";charset=UTF-8",
        FORM + "; charset=\"utf-8\"",
        "APPLICATION/X-WWW-FORM-URLENCODED",
        " application/x-www-form-urlencoded ; charset=UTF-8"
      })
  void form_isReadWhateverItsTypeIsSpelled(String type) {
    Request post =
        Request.of("POST", "/who").header("Content-Type", type).body("x=1&access_token=" + ANN);
    assertEquals("ann", toAll(post).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/json",
        "application/x-www-form-urlencodedx",
        "multipart/form-data; boundary=b",
        "x/application/x-www-form-urlencoded"
      })
  void bodyOfAnotherType_isNotTouched(String type) {
    Request post =
        Request.of("POST", "/body").header("Content-Type", type).body("access_token=" + ANN);
    assertEquals("null:access_token=" + ANN, toAll(post).text());
    Request multipart =
        Request.of("POST", "/body")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .body("--b\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--b--\r\n");
    assertTrue(toAll(multipart).text().startsWith("null:--b"));
  }

  @Test
  void bodyOfAGet_isNotTouched() {
    Request get =
        Request.get("/body")
            .header("Content-Type", FORM)
            .header("Content-Length", "14")
            .body("access_token=x");
    assertEquals("null:access_token=x", toAll(get).text());
  }

  @Test
  void body_isTheApplications_whereFormIsOff() {
    assertEquals("null:a=1&b=%20", toUsual(form("/body", "a=1&b=%20")).text());
    assertEquals("null:a=1", toUsual(form("/reader", "a=1")).text());
  }

  private static Request form(String path, String body) {
    return Request.of("POST", path).header("Content-Type", FORM).body(body);
  }

  @Test
  void form_isStillReadableEveryWay() {
    String posted = "item=caf%C3%A9&access_token=" + ANN + "&item=b%2Bc&empty=";
    String utf8 = FORM + ";charset=UTF-8";
    Request stream = Request.of("POST", "/body?q=1").header("Content-Type", utf8).body(posted);
    assertEquals("ann:item=caf%C3%A9&item=b%2Bc&empty=", toAll(stream).text());
    Request reader = Request.of("POST", "/reader").header("Content-Type", utf8).body(posted);
    assertEquals("ann:item=caf%C3%A9&item=b%2Bc&empty=", toAll(reader).text());
    assertEquals("a,item=a&x=1,a", toAll(form("/both", "item=a&x=1")).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"access_token=%zz", "access_token=%", "%zz=1&access_token=x", "access_token"})
  void brokenEscapes_neverBecomeAFault(String text) {
    int query = toAll(Request.get("/who?" + text)).status();
    assertTrue(query == 400 || query == 401, "query: " + query);
    int form = toAll(form("/who", text)).status();
    assertTrue(form == 200 || form == 400 || form == 401, "form: " + form);
  }

  static Stream<String> formsThatNoServerParses() {
    return Stream.of(
        "%", "a=%", "access_token=%GG", "a=%zz&access_token=" + ANN, "a=%ff%", "%u0041=1");
  }

  @ParameterizedTest
  @MethodSource("formsThatNoServerParses")
  void formThatTheServerCannotParse_isNoFault_whereACallerIsNeeded(String text) {
    int api = toAll(form("/mine/x", text).header("Accept", "application/json")).status();
    assertTrue(api == 401 || text.contains(ANN), "status " + api);
    int page = toAll(form("/mine/x", text).header("Accept", "text/html")).status();
    assertTrue(page == 303 || text.contains(ANN), "status " + page);
  }

  @Test
  void formThatIsTooLongForTheServer_isNoFault_whereACallerIsNeeded() {
    Request post =
        form("/mine/x", "a=" + "b".repeat(3_000_000)).header("Accept", "application/json");
    assertEquals(401, toAll(post).status());
  }
}
