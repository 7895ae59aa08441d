package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/**
 * A page of a neighbouring host plants cookies under our names (RFC 6265bis, 8.6): they neither
 * replace a login nor lock it out.
 */
@ParameterizedClass
@EnumSource
class PlantedCookieTest {
  private static final String US = "app.shop.example";
  private static final String NEIGHBOUR = "evil.shop.example";

  private static Node shop;
  private static Node root;
  private static Node stored;

  @Parameter ServerUnderTest server;

  private final SitesJar jar = new SitesJar();
  private String attackers = "";

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    shop = server.start(app("/shop", Map.of("session", "token")));
    stored = server.start(app("/shop", Map.of("session", "store")));
    root = server.start(app("", Map.of("session", "token")));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    shop.close();
    stored.close();
    root.close();
  }

  private static WebApp app(String contextPath, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(
        Map.of(
            "keys", Tokens.KEYS,
            "issuer", "me",
            "endpoints", "/jwt",
            "protect", "/mine/*",
            "login-page", "/login"));
    return WebApp.at(contextPath)
        .basicLogin()
        .securityRole("customer")
        .filter("jwt", SecureFilter.class, settings, "/*")
        .servlet("/login", (q, r) -> say(r, "please log in"))
        .servlet("/who", (q, r) -> say(r, q.getRemoteUser()))
        .servlet("/mine/*", (q, r) -> say(r, q.getRemoteUser()))
        .servlet("/put", (q, r) -> q.getSession().setAttribute("x", q.getParameter("x")))
        .servlet(
            "/cart",
            (q, r) ->
                say(r, q.getSession(false) == null ? null : q.getSession(false).getAttribute("x")));
  }

  private static void say(HttpServletResponse response, Object text) throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().print(text);
  }

  @BeforeEach
  void attackerLogsIn() {
    attackers = value(login(shop, new SitesJar(), "bob"), "__Secure-jwt");
  }

  /** Over TLS, as the browser of this jar at our host sends it. */
  private Answer send(Node node, SitesJar browser, Request request) {
    String path = node.base().getRawPath() + request.path().replaceFirst("\\?.*", "");
    Request whole = request.header("Host", US).header(SecureFilter.OVER_TLS, "yes");
    String cookies = browser.header(US, path);
    Answer answer =
        Client.of(node).send(cookies.isEmpty() ? whole : whole.header("Cookie", cookies));
    for (String line : answer.setCookies()) {
      boolean taken = browser.takes(line, US);
      assertTrue(taken || line.contains("Domain="), line);
    }
    return answer;
  }

  private Answer get(String path) {
    return send(shop, jar, Request.get(path).header("Accept", "text/html"));
  }

  private Answer login(Node node, SitesJar browser, String name) {
    Answer answer =
        send(
            node,
            browser,
            Request.post("/jwt/login", "username", name, "password", name)
                .header("Accept", "application/json")
                .header("Sec-Fetch-Site", "same-origin"));
    assertEquals(200, answer.status(), answer::toString);
    return answer;
  }

  private static String value(Answer answer, String cookie) {
    return answer.setCookies(cookie).stream()
        .map(line -> line.replaceFirst("^[^=]*=([^;]*);.*", "$1"))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElseThrow(() -> new AssertionError(answer.toString()));
  }

  private void plant(String nameAndValue, String place) {
    assertTrue(jar.takes(nameAndValue + "; Secure; " + place, NEIGHBOUR));
  }

  // The login

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Domain=shop.example; Path=/",
        "Domain=shop.example; Path=/shop",
        "Domain=shop.example; Path=/shop/",
        "Domain=shop.example; Path=/shop/mine",
        "Domain=shop.example; Path=/shop/mine/x",
        "Domain=shop.example; Path=/; Partitioned",
        "Domain=shop.example; Path=/shop/mine/x; Partitioned"
      })
  void plantedLogin_isRefusedOnce_andThenGone(String place) {
    login(shop, jar, "ann");
    plant("__Secure-jwt=" + attackers, place);
    assertEquals(2, jar.count("__Secure-jwt"));
    Answer refused = get("/mine/x");
    assertEquals(400, refused.status());
    assertTrue(refused.headers("Cache-Control").get(0).contains("no-store"), refused::toString);
    assertEquals("ann", get("/mine/x").text());
    assertEquals(1, jar.count("__Secure-jwt"));
    assertEquals(List.of(), get("/mine/x").setCookies());
  }

  @Test
  void severalPlantedLogins_areGoneAtOnce() {
    login(shop, jar, "ann");
    for (String path : List.of("/", "/shop", "/shop/mine", "/shop/mine/x")) {
      plant("__Secure-jwt=" + attackers, "Path=" + path + "; Domain=shop.example");
      plant("__Secure-jwt=x", "Partitioned; Path=" + path + "; Domain=shop.example");
    }
    assertEquals(400, get("/mine/x").status());
    assertEquals("ann", get("/mine/x").text());
  }

  @Test
  void openPage_isShownToNobody_once_andTheLoginIsSpared() {
    login(shop, jar, "ann");
    plant("__Secure-jwt=" + attackers, "Domain=shop.example; Path=/");
    Answer open = get("/who");
    assertEquals("null", open.text());
    assertTrue(open.headers("Cache-Control").contains("private"), open::toString);
    assertEquals("ann", get("/who").text());
  }

  @Test
  void loginPage_worksMeanwhile_andTheLoginLeadsStraightToThePage() {
    plant("__Secure-jwt=garbage", "Domain=shop.example; Path=/");
    plant("__Secure-jwt-session=garbage", "Domain=shop.example; Path=/");
    Answer asked = get("/mine/x");
    assertEquals(303, asked.status(), asked::toString);
    assertEquals("please log in", get("/login").text());
    Answer done =
        send(
            shop,
            jar,
            Request.post("/mine/j_security_check", "j_username", "ann", "j_password", "ann")
                .header("Sec-Fetch-Site", "same-origin"));
    assertEquals("/shop/mine/x", done.header("Location").orElseThrow());
    assertEquals("ann", get("/mine/x").text());
  }

  @Test
  void logout_withAPlantedLogin_takesBothAway() {
    login(shop, jar, "ann");
    plant("__Secure-jwt=" + attackers, "Domain=shop.example; Path=/shop");
    Answer out =
        send(shop, jar, Request.post("/jwt/logout").header("Sec-Fetch-Site", "same-origin"));
    assertEquals(303, out.status(), out::toString);
    assertEquals(0, jar.count("__Secure-jwt"));
  }

  @Test
  void cookieOfAnEarlierConfiguration_isGoneAfterOneRequest() {
    jar.takes("__Secure-jwt=" + attackers + "; Path=/; Secure", US);
    jar.takes("__Secure-jwt=" + attackers + "; Path=/; Secure; Domain=" + US, US);
    login(shop, jar, "ann");
    assertEquals("ann", get("/mine/x").text());
    assertEquals(1, jar.count("__Secure-jwt"));
  }

  @Test
  void answer_isNotTooLongForTomcat_whateverIsPlanted() {
    login(shop, jar, "ann");
    String deep = "/mine" + "/x".repeat(100);
    for (String name :
        List.of("", "-session", "-session.t", "-visitor", "-out", "-device", "-target")) {
      plant("__Secure-jwt" + name + "=a", "Domain=shop.example; Path=/");
      plant("__Secure-jwt" + name + "=b", "Domain=shop.example; Path=/shop");
    }
    assertEquals(400, get(deep).status());
    int bytes = get(deep).setCookies().stream().mapToInt(String::length).sum();
    assertTrue(bytes <= 6 * 1024, () -> "" + bytes);
    assertEquals("ann", get(deep).text());
  }

  @Test
  void hostName_cannotBePlanted_andLookAlikesAreNotRead() {
    login(root, jar, "ann");
    for (String line :
        List.of(
            "__Host-jwt=" + attackers + "; Secure; Path=/; Domain=shop.example",
            "__Host-jwt=" + attackers + "; Secure; Path=/mine",
            "__HOST-jwt=" + attackers + "; Secure; Path=/; Domain=shop.example",
            "=__Host-jwt=" + attackers + "; Secure; Path=/; Domain=shop.example",
            "__Host-jwt=" + attackers + "; Path=/")) {
      assertFalse(jar.takes(line, NEIGHBOUR), line);
    }
    for (String name : List.of("jwt", "__Secure-jwt", "__host_jwt", "Host-jwt", "$__Host-jwt")) {
      plant(name + "=" + attackers, "Domain=shop.example; Path=/mine");
    }
    plant("__first=\"a", "Domain=shop.example; Path=/mine/x");
    plant("last=b\"", "Domain=shop.example; Path=/");
    Answer page = send(root, jar, Request.get("/mine/x"));
    assertEquals("ann", page.text(), page::toString);
    assertEquals(List.of(), page.setCookies());
  }

  // Sessions

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void plantedSessions_changeNothingOfALoginsOwn(boolean inStore) {
    Node node = inStore ? stored : shop;
    SitesJar evil = new SitesJar();
    login(node, evil, "bob");
    String theirs = value(send(node, evil, Request.get("/put?x=evil")), "__Secure-jwt-session");
    login(node, jar, "ann");
    send(node, jar, Request.get("/put?x=good"));
    plant("__Secure-jwt-session=" + theirs, "Domain=shop.example; Path=/shop/cart");
    assertEquals("good", send(node, jar, Request.get("/cart")).text());
    assertEquals(1, jar.count("__Secure-jwt-session"));
  }

  @Test
  void manyPlantedSessions_loseNothing() {
    login(shop, jar, "ann");
    get("/put?x=good");
    for (String path : List.of("/", "/shop", "/shop/", "/shop/cart")) {
      plant("__Secure-jwt-session=1.abcdef.a" + path, "Path=" + path + "; Domain=shop.example");
      plant("__Secure-jwt-session=b" + path, "Partitioned; Path=" + path + "; Domain=shop.example");
    }
    assertEquals("null", get("/cart").text());
    assertEquals("good", get("/cart").text());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void plantedSession_besideAVisitorsOwn_isNeverTaken(boolean inStore) {
    Node node = inStore ? stored : shop;
    SitesJar evil = new SitesJar();
    String theirs = value(send(node, evil, Request.get("/put?x=evil")), "__Secure-jwt-visitor");
    send(node, jar, Request.get("/put?x=good"));
    plant("__Secure-jwt-visitor=" + theirs, "Domain=shop.example; Path=/shop/cart");
    assertEquals("null", send(node, jar, Request.get("/cart")).text());
    assertEquals("good", send(node, jar, Request.get("/cart")).text());
  }

  @Test
  void sessionOfAVisitor_getsAnotherIdAtTheLogin_soThatWhoPlantedItHasNothing() {
    SitesJar evil = new SitesJar();
    String theirs = value(send(stored, evil, Request.get("/put?x=evil")), "__Secure-jwt-visitor");
    plant("__Secure-jwt-visitor=" + theirs, "Domain=shop.example; Path=/shop");
    login(stored, jar, "ann");
    send(stored, jar, Request.get("/put?x=secret"));
    assertNotEquals("secret", send(stored, evil, Request.get("/cart")).text());
    assertEquals("secret", send(stored, jar, Request.get("/cart")).text());
  }
}
