package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Grants;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.CookieJar;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.RawHttp;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.SocketClient;
import org.jwtfilter.servlet.testkit.SocketClient.Closed;
import org.jwtfilter.servlet.testkit.SocketClient.Socket;
import org.jwtfilter.servlet.testkit.WebApp;

/** WebSockets of an application that knows nothing of tokens, on two nodes that share a store. */
@ParameterizedClass
@EnumSource
class SocketTest {
  private static final Closed EXPIRED = new Closed(1008, "The token has expired");
  private static final Closed REVOKED = new Closed(1008, "The token was revoked");

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private static Instant start = ClockedFilter.CLOCK.instant();
  private static Node one;
  private static Node two;

  /** With the filter as it is, which takes its place by itself; its clock cannot be moved. */
  private static Node timed;

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    one = server.start(app("clocked", ClockedFilter.class, "sockets-" + server));
    two = server.start(app("clocked", ClockedFilter.class, "sockets-" + server));
    timed = server.start(app("jwt", JwtFilter.class, "sockets-timed-" + server));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    one.close();
    two.close();
    timed.close();
  }

  /** Long after the test before: what was revoked there stays so. */
  @BeforeEach
  void begin() {
    start = ClockedFilter.CLOCK.instant().plus(Duration.ofDays(30));
    at(0);
  }

  /** Seconds after the start. */
  private static void at(long seconds) {
    ClockedFilter.CLOCK.set(start.plusSeconds(seconds));
  }

  private static WebApp app(String name, Class<? extends Filter> filter, String store) {
    Map<String, String> settings = new HashMap<>();
    settings.put("keys", Tokens.KEYS);
    settings.put("issuer", Tokens.ISSUER);
    settings.put("token-from", "header, cookie, query, websocket");
    settings.put("lifetime", "10m");
    settings.put("clock-skew", "10s");
    settings.put("session", "token");
    settings.put("endpoints", "/jwt");
    settings.put("protect", "/mine/*");
    settings.put("protect-roles", "/admin/*=admin");
    settings.put("login-page", "/login");
    settings.put("allowed-origins", "https://friend.example");
    settings.put("store", "shared:" + store);
    return WebApp.at("/shop")
        .basicLogin()
        .securityRole("customer")
        .securityRole("admin")
        .listener(ChatApplication.class)
        .filter(name, filter, settings, "/*")
        .servlet("/who", (q, r) -> r.getWriter().print(q.getRemoteUser()))
        .servlet("/adding", (q, r) -> r.addHeader("Sec-WebSocket-Protocol", "chat"))
        .servlet("/cart", (q, r) -> q.getSession().setAttribute("cart", "tea"))
        .servlet(
            "/sockets", (q, r) -> r.getWriter().print(ChatApplication.Door.sockets(q.getSession())))
        .servlet("/kick", (q, r) -> grants(q).revokeUser(q.getParameter("name")));
  }

  private static Grants grants(HttpServletRequest request) {
    return (Grants) request.getServletContext().getAttribute(Grants.ATTRIBUTE);
  }

  /** A token of somebody else's login that is good for ten minutes. */
  private static String token(String user, String... roles) {
    Instant now = ClockedFilter.CLOCK.instant();
    return Tokens.of(
        Map.of(
            "sub",
            user,
            "groups",
            List.of(roles),
            "iat",
            now,
            "exp",
            now.plusSeconds(600),
            "jti",
            "token-" + COUNTER.incrementAndGet()));
  }

  private static SocketClient to(String path) {
    return SocketClient.of(one, path);
  }

  private static SocketClient bearer(String path, String token) {
    return to(path).header("Authorization", "Bearer " + token);
  }

  private static String origin() {
    URI base = one.base();
    return "http://" + base.getAuthority();
  }

  private static Client loggedIn(String name, Node... nodes) {
    List<URI> bases = List.of(nodes).stream().map(Node::base).toList();
    Client browser = Client.of(bases, new CookieJar(ClockedFilter.CLOCK));
    Answer answer =
        browser.send(
            Request.post("/jwt/login", "username", name, "password", name)
                .header("Accept", "application/json"));
    assertEquals(200, answer.status(), answer::toString);
    return browser;
  }

  /** A socket that a page of the application opens. */
  private static SocketClient byCookie(Client browser, String path) {
    return to(path)
        .header("Cookie", browser.jar().header("/shop" + path))
        .header("Origin", origin());
  }

  private static void abandon(Socket socket) {
    socket.close(1000);
  }

  // --- who is there

  @Test
  void caller_isFoundInEveryPlaceOfAToken() throws Exception {
    String token = token("ann", "customer");
    for (SocketClient client :
        List.of(
            bearer("/chat", token),
            to("/chat?access_token=" + token),
            to("/chat").header("Cookie", "jwt=" + token).header("Origin", origin()),
            to("/chat").offers("bearer", token))) {
      Socket socket = client.open();
      String said = socket.next();
      assertTrue(said.startsWith("ann known customer offers"), said);
      abandon(socket);
    }
  }

  @Test
  void nobody_isLetIn_whereNobodyIsKeptOut() throws Exception {
    Socket socket = to("/chat").open();
    assertTrue(socket.next().startsWith("nobody unknown offers"));
    abandon(socket);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mine/room", "/admin/chat"})
  void protectedSocket_withoutAToken_is401_andNotALoginPage(String path) {
    HttpResponse<?> answer = to(path).refused();
    assertEquals(401, answer.statusCode());
    assertTrue(
        answer.headers().allValues("WWW-Authenticate").stream()
            .anyMatch(one -> one.startsWith("Bearer ")));
  }

  @Test
  void protectedSocket_isForThoseWhoMay() throws Exception {
    assertEquals(403, bearer("/admin/chat", token("ann", "customer")).refused().statusCode());
    Socket admin = to("/admin/chat").offers("bearer", token("bob", "admin")).open();
    assertTrue(admin.next().startsWith("bob known admin"));
    abandon(admin);
    Socket room = bearer("/mine/tea", token("ann")).open();
    assertEquals("you said hello", skipped(room).ask("hello"));
    abandon(room);
  }

  private static Socket skipped(Socket socket) throws InterruptedException {
    socket.next();
    return socket;
  }

  @Test
  void badToken_isRefused_whereverItIs() {
    String forged = Tokens.forged("ann");
    assertEquals(401, bearer("/chat", forged).refused().statusCode());
    assertEquals(401, to("/chat").offers("bearer", forged).refused().statusCode());
    assertEquals(401, to("/chat").offers("bearer", "a".repeat(5000)).refused().statusCode());
    assertEquals(401, to("/chat?access_token=" + forged).refused().statusCode());
    SocketClient cookie = to("/mine/x").header("Cookie", "jwt=" + forged);
    assertEquals(401, cookie.header("Origin", origin()).refused().statusCode());
  }

  @Test
  void twoTokens_orAMarkerWithoutToken_areABadRequest() {
    String token = token("ann");
    assertEquals(400, bearer("/chat", token).offers("bearer", token).refused().statusCode());
    assertEquals(400, to("/chat").offers("chat", "bearer").refused().statusCode());
  }

  /** Where both are on one class path, Jetty starts its initializer and ours in any order. */
  @RepeatedTest(5)
  void filter_standsBeforeTheServersOwnUpgrade_byItself() throws Exception {
    try (Node fresh = server.start(app("jwt", JwtFilter.class, "sockets-fresh-" + server))) {
      assertEquals(401, SocketClient.of(fresh, "/mine/room").refused().statusCode());
    }
    assertEquals(401, SocketClient.of(timed, "/mine/room").refused().statusCode());
    SocketClient client = SocketClient.of(timed, "/mine/room");
    Socket socket = client.offers("bearer", Tokens.of("ann", "customer")).open();
    assertTrue(socket.next().startsWith("ann known customer"));
    abandon(socket);
  }

  // --- sub-protocols

  /** The upgrade, which we add in Jetty's place, does not start without what Jetty makes for it. */
  @Test
  void application_starts_thoughJettysWebSocketsAreSwitchedOff() {
    WebApp without =
        WebApp.at("/shop")
            .contextParam("org.eclipse.jetty.websocket.jakarta", "false")
            .contextParam("jwt.keys", Tokens.KEYS)
            .servlet("/who", (q, r) -> r.getWriter().print("there"));
    try (Node node = server.start(without)) {
      assertEquals("there", Client.of(node).get("/who").text());
    }
  }

  @Test
  void subprotocol_isTheApplications_ifItHasOneThatWasOffered_elseOurMarker() throws Exception {
    String token = token("ann");
    assertEquals("chat", chosen(to("/chat").offers("chat", "bearer", token)));
    assertEquals("chat", chosen(to("/chat").offers("bearer", token, "chat")));
    assertEquals("bearer", chosen(to("/chat").offers("bearer", token, "other")));
    assertEquals("bearer", chosen(to("/plain").offers("bearer", token)));
    assertEquals("Bearer", chosen(to("/plain").offers("Bearer", token)));
    assertEquals("", chosen(bearer("/plain", token)));
  }

  private static String chosen(SocketClient client) throws InterruptedException {
    Socket socket = skipped(client.open());
    abandon(socket);
    return socket.protocol();
  }

  @Test
  void tokenAmongTheSubprotocols_isInvisibleToTheApplication() throws Exception {
    // Jetty shows endpoints the bare request, whatever a filter has wrapped around it.
    assumeTrue(server == ServerUnderTest.TOMCAT);
    Socket socket = to("/chat").offers("bearer", token("ann"), "chat", "other").open();
    assertEquals("ann known offers [chat, other]", socket.next());
    abandon(socket);
    Socket alone = to("/chat").offers("bearer", token("ann")).open();
    assertEquals("ann known offers []", alone.next());
    abandon(alone);
  }

  @Test
  void subprotocols_ofAnOrdinaryRequest_areNotLookedAt() {
    Request request =
        Request.get("/who").header("Sec-WebSocket-Protocol", "bearer, " + token("ann"));
    assertEquals("null", Client.of(one).send(request).text());
  }

  @Test
  void token_isNotInTheAnswer() throws Exception {
    String token = token("ann");
    Answer answer =
        handshake(
            "/plain",
            "Sec-WebSocket-Protocol: bearer\r\nSec-WebSocket-Protocol: " + token + "\r\n");
    assertEquals(101, answer.status());
    assertEquals(List.of("bearer"), answer.headers("Sec-WebSocket-Protocol"));
    assertFalse(answer.headers().toString().contains(token));
  }

  @Test
  void answer_namesOneSubprotocol_thoughAServerAddsTheApplicationsToOurs() {
    Request request =
        Request.get("/adding")
            .header("Connection", "close, Upgrade")
            .header("Upgrade", "websocket")
            .header("Sec-WebSocket-Protocol", "chat, bearer, " + token("ann"));
    Answer answer = Client.of(one).send(request); // Payara: Tyrus adds its headers
    assertEquals(List.of("chat"), answer.headers("Sec-WebSocket-Protocol"), answer::toString);
  }

  /** What the server says to a handshake, and to the end of the socket at once. */
  private static Answer handshake(String path, String headers) throws IOException {
    String request =
        ("GET /shop" + path + " HTTP/1.1\r\nHost: " + one.base().getAuthority() + "\r\n")
            + "Upgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + (headers + "\r\n");
    String emptyClose = "\u0088\u0080\0\0\0\0";
    byte[] bytes = (request + emptyClose).getBytes(StandardCharsets.ISO_8859_1);
    return RawHttp.exchange(one.base(), bytes, Duration.ofSeconds(10));
  }

  // --- other sites

  @Test
  void cookie_thatAForeignPageMakesABrowserSend_opensNothing() {
    SocketClient foreign = to("/chat").header("Cookie", "jwt=" + token("ann"));
    assertEquals(403, foreign.header("Origin", "https://evil.example").refused().statusCode());
    SocketClient none = to("/chat").header("Cookie", "jwt=" + token("ann"));
    assertEquals(403, none.refused().statusCode());
    SocketClient nowhere = to("/chat").header("Cookie", "jwt=" + token("ann"));
    assertEquals(403, nowhere.header("Origin", "null").refused().statusCode());
  }

  @Test
  void cookie_opensASocket_forPagesOfAllowedOrigins() throws Exception {
    SocketClient friend = to("/chat").header("Cookie", "jwt=" + token("ann"));
    Socket socket = friend.header("Origin", "https://friend.example").open();
    assertTrue(socket.next().startsWith("ann"));
    abandon(socket);
  }

  @Test
  void tokenThatNoBrowserSendsByItself_isGoodFromAnywhere() throws Exception {
    SocketClient elsewhere = to("/chat").offers("bearer", token("ann"));
    Socket socket = elsewhere.header("Origin", "https://elsewhere.example").open();
    assertTrue(socket.next().startsWith("ann"));
    abandon(socket);
  }

  // --- until when

  @Test
  void socket_isClosed_whenItsTokenEnds() throws Exception {
    Socket socket = skipped(to("/chat").offers("bearer", token("ann")).open());
    Socket nobodys = skipped(to("/chat").open());
    at(609);
    assertEquals("you said still here", socket.ask("still here"));
    assertFalse(socket.isClosed());
    at(610);
    assertEquals(EXPIRED, socket.closed());
    assertEquals("you said me too", nobodys.ask("me too"));
    abandon(nobodys);
  }

  @Test
  void socket_isClosed_whenItsTokenIsRevoked_andNoOther() throws Exception {
    String token = token("ann");
    Socket socket = skipped(bearer("/chat", token).open());
    Socket other = skipped(bearer("/chat", token("bob")).open());
    assertEquals(200, Client.of(one).post("/jwt/revoke", "token", token).status());
    assertEquals(REVOKED, socket.closed());
    assertEquals("you said hello", other.ask("hello"));
    abandon(other);
  }

  @Test
  void socket_isClosed_whenItsUserIsLockedOut_onAnotherNode() throws Exception {
    Socket socket = skipped(byCookie(loggedIn("ann", one), "/chat").open());
    assertEquals(200, Client.of(two).post("/kick", "name", "ann").status());
    assertEquals(REVOKED, socket.closed());
  }

  @Test
  void sockets_areClosed_atLogout_onEitherNode() throws Exception {
    Client browser = loggedIn("ann", two);
    Socket socket = skipped(byCookie(browser, "/chat").open());
    Socket programmatic = skipped(byCookie(browser, "/mine/room").open());
    assertTrue(
        browser.send(Request.post("/jwt/logout").header("Sec-Fetch-Site", "same-origin")).status()
            < 400);
    assertEquals(REVOKED, socket.closed());
    assertEquals(REVOKED, programmatic.closed());
  }

  @Test
  void socket_goesOn_asLongAsItsLoginIsRenewed_whereverThatIs() throws Exception {
    Client browser = loggedIn("ann", two);
    Socket socket = skipped(byCookie(browser, "/chat").open());
    at(400);
    assertEquals(1, browser.get("/who").setCookies("jwt").size());
    at(900);
    assertEquals("you said still here", socket.ask("still here"));
    assertFalse(socket.isClosed());
    at(400 + 610);
    assertEquals(EXPIRED, socket.closed());
  }

  @Test
  void applicationsOwnEnd_isAsEver() throws Exception {
    Socket left = skipped(bearer("/chat", token("ann")).open());
    left.ask("hello");
    left.close(1000);
    Socket leaving = skipped(bearer("/chat", token("ann")).open());
    leaving.ask("x");
    try {
      leaving.ask("leave");
    } catch (AssertionError closedBefore) {
      // Servers differ in whether what a handler returns is still sent then.
    }
    assertEquals(1000, leaving.closed().status());
  }

  // --- the session

  @Test
  void handshake_seesTheSession_andItsChangesAreSavedInTheAnswer() throws Exception {
    Client browser = loggedIn("ann", one);
    browser.get("/cart");
    Socket socket = byCookie(browser, "/chat").open();
    String said = socket.next();
    assertTrue(said.endsWith(" cart tea"), said);
    abandon(socket);
    String cookies = browser.jar().header("/shop/chat");
    Answer answer = handshake("/chat", "Cookie: " + cookies + "\r\nOrigin: " + origin() + "\r\n");
    assertEquals(101, answer.status());
    answer.setCookies().forEach(line -> browser.jar().accept(line, "/shop/chat"));
    assertEquals("1", browser.get("/sockets").text());
  }
}
