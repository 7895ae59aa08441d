package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Who is let in, who is not, and what they are told. */
@ParameterizedClass
@EnumSource
class ProtectTest {
  private static final String ANN = Tokens.of("ann", "customer");
  private static final String BOB = Tokens.of("bob", "customer", "admin");
  private static final String SECRET = "the secret page";
  private static final String FRIEND = "https://friend.example";
  private static Node node;

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    Map<String, String> settings =
        Map.of(
            "keys",
            Tokens.KEYS,
            "issuer",
            Tokens.ISSUER,
            "protect",
            "/mine/*, *.jsp",
            "protect-roles",
            "/admin/*=admin\n/admin/help=*",
            "allowed-origins",
            FRIEND,
            "login-page",
            "/login.jsp?from=filter");
    node =
        server.start(
            WebApp.at("/shop")
                .filter("jwt", JwtFilter.class, settings, "/*")
                .servlet("/mine/*", (q, r) -> secret(q, r))
                .servlet("/admin/*", (q, r) -> secret(q, r))
                .servlet("/open/*", (q, r) -> r.getWriter().print("open"))
                .servlet("/forward", (q, r) -> q.getRequestDispatcher("/mine/x").forward(q, r))
                .servlet("/gone", (q, r) -> r.sendError(410))
                .servlet("/not-modified", (q, r) -> r.setStatus(304))
                .servlet("/send-error", (q, r) -> r.sendError(418))
                .servlet("/throw", (q, r) -> fail())
                .servlet("/reset", (q, r) -> r.reset())
                .errorPage(400, "/mine/error")
                .errorPage(401, "/mine/error")
                .errorPage(403, "/mine/error")
                .errorPage(410, "/mine/error")
                .file("login.jsp", "<%@ page session=\"false\" %>please log in")
                .xml(
                    "<welcome-file-list><welcome-file>index.jsp</welcome-file></welcome-file-list>")
                .file("folder/index.jsp", "<%@ page session=\"false\" %>" + SECRET)
                .file("other.jsp", "<%@ page session=\"false\" %>" + SECRET));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    node.close();
  }

  private static void fail() {
    throw new IllegalStateException("thrown on purpose");
  }

  private static void secret(
      jakarta.servlet.http.HttpServletRequest request,
      jakarta.servlet.http.HttpServletResponse response)
      throws java.io.IOException {
    Object status = request.getAttribute("jakarta.servlet.error.status_code");
    String text = status == null ? SECRET : "error " + status + " for " + request.getRemoteUser();
    response.getWriter().print(text);
  }

  private static Answer send(Request request) {
    return Client.of(node).send(request);
  }

  private static Request client(String path) {
    return Request.get(path).header("Accept", "application/json");
  }

  private static Request page(String path) {
    return Request.get(path).header("Accept", "text/html,*/*;q=0.8");
  }

  @Test
  void openPage_needsNobody() {
    assertEquals("open", send(Request.get("/open/x")).text());
    assertEquals(List.of(), send(Request.get("/open/x")).headers("Cache-Control"));
  }

  @Test
  void protectedPage_isForCallers_andNotForSharedCaches() {
    Answer answer = send(client("/mine/x").bearer(ANN));
    assertEquals(SECRET, answer.text());
    assertEquals(List.of("private"), answer.headers("Cache-Control"));
    assertEquals(SECRET, send(Request.get("/other.jsp").bearer(ANN)).text());
  }

  @Test
  void client_withoutToken_isChallenged() {
    Answer answer = send(client("/mine/x"));
    assertEquals(401, answer.status());
    assertEquals(List.of("Bearer realm=\"token\""), answer.headers("WWW-Authenticate"));
    assertEquals(List.of("no-store"), answer.headers("Cache-Control"));
    assertTrue(answer.header("Content-Type").orElse("").startsWith("application/problem+json"));
    assertTrue(answer.text().contains("\"status\":401"));
  }

  @Test
  void client_withABadToken_isToldSo() {
    Answer answer = send(client("/mine/x").bearer(Tokens.forged("bob")));
    assertEquals(401, answer.status());
    String challenge = answer.header("WWW-Authenticate").orElse("");
    assertTrue(challenge.startsWith("Bearer realm=\"token\", error=\"invalid_token\""));
    assertEquals(List.of("no-store"), answer.headers("Cache-Control"));
  }

  @Test
  void page_isLedToTheLogin_whichIsOpen() {
    Client browser = Client.of(node);
    Answer answer = browser.send(page("/mine/x"));
    assertEquals(303, answer.status());
    assertEquals("/login.jsp?from=filter", browser.target(answer));
    assertEquals("please log in", browser.follow(answer).text());
    assertEquals("please log in", send(Request.get("/login.jsp")).text());
  }

  @Test
  void whoPresentsABadToken_isAnsweredAsAClient_whateverItAccepts() {
    Answer answer = send(page("/open/x").bearer(Tokens.forged("bob")));
    assertEquals(401, answer.status());
    assertTrue(answer.header("Content-Type").orElse("").startsWith("application/problem+json"));
  }

  @Test
  void browserWithTwoCookies_seesTheErrorPage_asNobody() {
    Answer answer = send(page("/mine/x").header("Cookie", "jwt=" + ANN + "; jwt=" + BOB));
    assertEquals(400, answer.status());
    assertEquals("error 400 for null", answer.text());
    assertTrue(answer.header("WWW-Authenticate").orElse("").contains("invalid_request"));
  }

  @Test
  void role_isNeeded() {
    assertEquals(SECRET, send(client("/admin/x").bearer(BOB)).text());
    Answer answer = send(client("/admin/x").bearer(ANN));
    assertEquals(403, answer.status());
    assertTrue(
        answer.header("WWW-Authenticate").orElse("").contains("error=\"insufficient_scope\""));
    assertEquals(401, send(client("/admin/x")).status());
    assertEquals(SECRET, send(client("/admin/help").bearer(ANN)).text());
  }

  @Test
  void forbiddenPage_showsTheErrorPage_whichKnowsTheCaller_andMayBeProtectedItself() {
    Answer answer = send(page("/admin/x").header("Cookie", "jwt=" + ANN));
    assertEquals(403, answer.status());
    assertEquals("error 403 for ann", answer.text());
    assertEquals("error 410 for null", send(page("/gone")).text());
    assertEquals("error 410 for ann", send(page("/gone").bearer(ANN)).text());
  }

  @Test
  void welcomePage_isProtectedAsIfItWereAskedForByName() {
    assertEquals(401, send(client("/folder/")).status());
    assertEquals(SECRET, send(client("/folder/").bearer(ANN)).text());
  }

  @Test
  void forward_toAProtectedPage_isTheApplicationsDecision() {
    assertEquals(SECRET, send(Request.get("/forward")).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "DELETE",
        "OPTIONS",
        "PATCH",
        "PROPFIND",
        "get",
        "JEFF"
      })
  void method_makesNoDifference(String method) {
    Request request = Request.of(method, "/mine/x").header("Accept", "application/json");
    Answer answer = send(request);
    assertTrue(answer.status() >= 400, method + " " + answer.status());
    assertFalse(answer.text().contains(SECRET));
    assertEquals(Optional.empty(), answer.header("Allow"));
    assertNotEquals(
        200, send(Request.of(method, "/admin/x").header("Accept", "a/json").bearer(ANN)).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/mine/x",
        "/mine",
        "/mine/",
        "/mine;a=b/x",
        "/mine/x;.png",
        "/;/mine/x",
        "/;a/mine/x",
        "/open/..;/mine/x",
        "/open/../mine/x",
        "/open/..;a=b/mine/x",
        "//mine/x",
        "/mine//x",
        "/open//../mine/x",
        "/./mine/x",
        "/mine/./x",
        "/%6dine/x",
        "/%6Dine%2fx",
        "/mine%2fx",
        "/mine%2Fx",
        "/open%2f..%2fmine/x",
        "/open/%2e%2e/mine/x",
        "/open/%2e%2e%2fmine/x",
        "/open/.%2e/mine/x",
        "/mine%00",
        "/mine%00/x",
        "/mine/%00",
        "/mine\\x",
        "/mine%5cx",
        "/open\\..\\mine\\x",
        "/open%5c..%5cmine/x",
        "/mine%252fx",
        "/%256dine/x",
        "/mine/x%3b",
        "/mine%3bx",
        "/mine%3b/x",
        "/mine/x/.",
        "/mine/x/..",
        "/MINE/x",
        "/mine%20/x",
        "/mine%0a/x",
        "/folder/",
        "/folder",
        "/folder/index.jsp",
        "/other.jsp",
        "/other.jsp;x",
        "/other.jsp/",
        "/other.jsp/x",
        "/other.jsp%00",
        "/other%2ejsp",
        "/other.jsp%20",
        "/OTHER.JSP",
        "/other.jsp.",
        "/open/../other.jsp",
        "/other.jsp%2fx.png",
        "/mine/x?a=/open/x",
        "/mine/x#/open/x",
        "/open/x/../../mine/x",
        "/../shop/mine/x",
        "/%c0%ae%c0%ae/mine/x",
        "/open/%c0%afmine/x",
        "/mine%uff0fx"
      })
  void pathTrick_neverGetsIn(String path) {
    for (Request one : List.of(client(path), page(path), client(path).bearer(Tokens.forged("x")))) {
      Answer answer = send(one);
      assertFalse(answer.text().contains(SECRET), path + " " + answer);
      assertNotEquals(200, answer.status(), path);
      assertTrue(answer.status() < 500, path + " " + answer);
    }
  }

  @Test
  void pathTrick_aroundARole_neverGetsIn() {
    for (String path :
        List.of(
            "/mine/../admin/x",
            "/mine/..;/admin/x",
            "/admin;/x",
            "//admin/x",
            "/admin/help/../x",
            "/admin/help/..;/x",
            "/admin/help%2f..%2fx",
            "/admin/help;/../x")) {
      Answer answer = send(client(path).bearer(ANN));
      assertFalse(answer.text().contains(SECRET), path + " " + answer);
    }
  }

  @Test
  void ordinaryPath_withEscapes_works() {
    assertEquals(SECRET, send(client("/mine/a%20b/k%C3%A4se").bearer(ANN)).text());
  }

  @Test
  void refusal_isReadableForAnAllowedOrigin() {
    for (Request one :
        List.of(
            client("/mine/x"),
            client("/admin/x").bearer(ANN),
            page("/open/x").bearer("x.y.z"),
            page("/admin/x").header("Cookie", "jwt=" + ANN))) {
      Answer answer = send(one.header("Origin", FRIEND));
      assertTrue(answer.status() == 401 || answer.status() == 403, answer.toString());
      assertEquals(List.of(FRIEND), answer.headers("Access-Control-Allow-Origin"));
      assertEquals(List.of("Origin"), answer.headers("Vary"));
    }
    assertEquals(
        List.of(),
        send(client("/mine/x").header("Origin", "https://evil.example"))
            .headers("Access-Control-Allow-Origin"));
  }

  @Test
  void everyAnswer_saysThatItDependsOnTheOrigin() {
    for (String path : List.of("/open/x", "/gone", "/login.jsp", "/open;x/y")) {
      assertEquals(List.of("Origin"), send(Request.get(path)).headers("Vary"), path);
    }
  }

  @ParameterizedTest
  @CsvSource({"/not-modified, 304", "/send-error, 418", "/throw, 500", "/reset, 200"})
  void everyAnswer_isReadableForAnAllowedOrigin_whateverTheApplicationDoes(
      String path, int status) {
    Answer answer = send(Request.get(path).header("Origin", FRIEND));
    assertEquals(status, answer.status());
    assertEquals(List.of(FRIEND), answer.headers("Access-Control-Allow-Origin"), path);
    assertEquals(List.of("true"), answer.headers("Access-Control-Allow-Credentials"), path);
    // Jetty takes it back from error pages of its own, which nobody may keep.
    assertTrue(
        answer.headers("Vary").equals(List.of("Origin"))
            || (status >= 400 && answer.header("Cache-Control").orElse("").contains("no-store")),
        answer::toString);
  }

  @Test
  void preflight_isAnsweredBeforeAnythingElse() {
    Request preflight =
        Request.of("OPTIONS", "/mine/x")
            .header("Origin", FRIEND)
            .header("Access-Control-Request-Method", "PUT");
    assertEquals(204, send(preflight).status());
    Request evil =
        Request.of("OPTIONS", "/mine/x")
            .header("Origin", "https://evil.example")
            .header("Access-Control-Request-Method", "PUT");
    assertEquals(403, send(evil).status());
  }

  @Test
  void unsafeRequest_withACookie_fromElsewhere_isForbidden() {
    Request post = Request.post("/mine/x", "a", "b").header("Cookie", "jwt=" + ANN);
    assertEquals(SECRET, send(post.header("Sec-Fetch-Site", "same-origin")).text());
    assertEquals(403, send(post.header("Sec-Fetch-Site", "cross-site")).status());
    assertEquals(403, send(post).status());
    assertEquals(SECRET, send(post.header("Origin", FRIEND)).text());
  }
}
