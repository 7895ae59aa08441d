package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
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
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** Our cookies on the wire (RFC 6265bis, 4.1), and everybody else's beside them. */
@ParameterizedClass
@EnumSource
class CookieTest {
  private static Node node;
  private static Node root;

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {

    node = server.start(app("/shop", Map.of()));
    root = server.start(app("", Map.of("cookie-same-site", "Strict", "session", "token")));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    node.close();
    root.close();
  }

  private static WebApp app(String contextPath, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(
        Map.of("keys", Tokens.KEYS, "endpoints", "/jwt", "login-page", "/login", "issuer", "me"));
    return WebApp.at(contextPath)
        .basicLogin()
        .securityRole("customer")
        .filter("jwt", SecureFilter.class, settings, "/*", DispatcherType.values())
        .servlet("/who", (q, r) -> r.getWriter().print(q.getRemoteUser()))
        .servlet("/login", (q, r) -> r.getWriter().print("please log in"))
        .servlet("/own", CookieTest::own);
  }

  private static void own(
      jakarta.servlet.http.HttpServletRequest request,
      jakarta.servlet.http.HttpServletResponse response)
      throws Exception {
    response.addHeader("Set-Cookie", "mine=1; Path=/");
    response.addCookie(new jakarta.servlet.http.Cookie("jwtx", "2"));
    response.setHeader("X-Mine", "3");
    response.setHeader("Cache-Control", "public, max-age=60");
    request.login("ann", "ann");
    request.logout();
    request.login("bob", "bob");
    response.addHeader("Set-Cookie", "late=4; Path=/");
    response.getWriter().print(request.getRemoteUser());
  }

  private static Request login(boolean tls) {
    Request post =
        Request.post("/jwt/login", "username", "ann", "password", "ann")
            .header("Accept", "application/json")
            .header("Sec-Fetch-Site", "same-origin");
    return tls ? post.header(SecureFilter.OVER_TLS, "yes") : post;
  }

  private static String attributes(Answer answer, String name) {
    List<String> lines = answer.setCookies(name);
    assertEquals(1, lines.size(), answer::toString);
    return lines.get(0).replaceFirst("^[^;]*; ", "");
  }

  @ParameterizedTest
  @CsvSource({
    "false, jwt, Path=/shop; HttpOnly; SameSite=Lax",
    "true, __Secure-jwt, Path=/shop; HttpOnly; Secure; SameSite=Lax",
  })
  void cookie_below_aContextPath(boolean tls, String name, String attributes) {
    Client browser = Client.of(node);
    assertEquals(attributes, attributes(browser.send(login(tls)), name));
    assertEquals(List.of(), browser.jar().refused());
  }

  @ParameterizedTest
  @CsvSource({
    "false, jwt, Path=/; HttpOnly; SameSite=Strict",
    "true, __Host-jwt, Path=/; HttpOnly; Secure; SameSite=Strict",
  })
  void cookie_at_theRoot(boolean tls, String name, String attributes) {
    Client browser = Client.of(root);
    assertEquals(attributes, attributes(browser.send(login(tls)), name));
    assertEquals(List.of(), browser.jar().refused());
  }

  @ParameterizedTest
  @CsvSource({"false, jwt", "true, __Secure-jwt"})
  void deletion_repeatsTheAttributes(boolean tls, String name) {
    Client browser = Client.of(node);
    String set = attributes(browser.send(login(tls)), name);
    Request logout = Request.post("/jwt/logout").header("Sec-Fetch-Site", "same-origin");
    Answer answer = browser.send(tls ? logout.header(SecureFilter.OVER_TLS, "yes") : logout);
    assertEquals("Max-Age=0; " + set, attributes(answer, name));
    assertFalse(browser.jar().names().contains(name));
  }

  @Test
  void cookieOfAPlainConnection_isNotTakenOverTls() {
    Client browser = Client.of(node);
    browser.send(login(false));
    assertEquals("ann", browser.get("/who").text());
    Request overTls = Request.get("/who").header(SecureFilter.OVER_TLS, "yes");
    assertEquals("null", browser.send(overTls).text());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void cookiesAndHeadersOfOthers_areLeftAlone(boolean tokenSessions) {
    Client browser = Client.of(tokenSessions ? root : node);
    Answer answer = browser.get("/own");
    assertEquals("bob", answer.text());
    assertEquals(1, answer.setCookies("mine").size());
    assertEquals(1, answer.setCookies("late").size());
    assertEquals(1, answer.setCookies("jwtx").size());
    assertEquals(1, answer.setCookies("jwt").size(), answer::toString);
    assertEquals(List.of("3"), answer.headers("X-Mine"));
    assertEquals(List.of("public, max-age=60", "private"), answer.headers("Cache-Control"));
    assertEquals("bob", browser.get("/who").text());
  }

  @Test
  void answerWithACookie_isNotForSharedCaches() {
    Answer answer = Client.of(node).send(login(false));
    assertEquals(List.of("no-store"), answer.headers("Cache-Control"));
  }

  @Test
  void look_alikes_areNotOurCookie() {
    Client browser = Client.of(node);
    browser.send(login(false));
    String token = browser.jar().value("jwt").orElseThrow();
    for (String name : List.of("JWT", "Jwt", "xjwt", "jwt-", "__Secure-jwt", "__Host-jwt")) {
      Request request = Request.get("/who").header("Cookie", name + "=" + token);
      assertEquals("null", Client.of(node).send(request).text());
    }
    assertNotEquals("", token);
    assertTrue(token.startsWith("ey"));
  }
}
