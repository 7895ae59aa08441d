package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.ProofMaker;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.CookieJar;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;
import org.jwtfilter.store.testkit.SharedStoreProvider;

/** DPoP (RFC 9449) over HTTP: two nodes behind one address, and one that asks for more. */
@ParameterizedClass
@EnumSource
class DpopOverHttpTest {
  private static final String SHOP = "https://shop.example/shop";
  private static final String SPA = "https://spa.example";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";
  private static final String DPOP = "DPoP algs=\"RS256 RS384 RS512 ES256 ES384 ES512\"";

  private static final ProofMaker CLIENT = ProofMaker.es256();
  private static final ProofMaker THIEF = ProofMaker.rs256();

  private static String store = "";
  private static Node one;
  private static Node two;
  private static Node strict;
  private static Node proxied;

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    store = "dpop-http-" + server;
    Map<String, String> accepting =
        Map.of("dpop", "accept", "dpop-origins", "https://shop.example");
    one = server.start(app(accepting));
    two = server.start(app(accepting));
    proxied = server.start(app(Map.of("dpop", "accept", "trusted-proxies", "loopback")));
    strict = server.start(app(Map.of("dpop", "require", "dpop-nonce", "on")));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    List.of(one, two, proxied, strict).forEach(Node::close);
  }

  @BeforeEach
  void begin() {
    ClockedFilter.CLOCK.set(ClockedFilter.CLOCK.instant().plus(Duration.ofDays(30)));
  }

  @AfterEach
  void giveBack() {
    SharedStoreProvider.down(store, false);
  }

  private static WebApp app(Map<String, String> more) {
    return app(more, ClockedFilter.class);
  }

  private static WebApp app(Map<String, String> more, Class<? extends Filter> filter) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("keys", Tokens.KEYS);
    settings.put("lifetime", "10m");
    settings.put("endpoints", "/jwt");
    settings.put("protect", "/mine/*");
    settings.put("protect-roles", "/admin/*=admin");
    settings.put("login-page", "/login");
    settings.put("exchange", "orders=customer");
    settings.put("allowed-origins", SPA);
    settings.putIfAbsent("store", "shared:" + store);
    return WebApp.at("/shop")
        .basicLogin()
        .securityRole("customer")
        .securityRole("admin")
        .filter("jwt", filter, settings, "/*", DispatcherType.values())
        .servlet("/login", (q, r) -> r.getWriter().print("please log in"))
        .servlet("/admin/x", (q, r) -> r.getWriter().print("secret"))
        .servlet("/guarded/*", (q, r) -> r.getWriter().print(q.getRemoteUser()))
        .servlet("/mine/*", (q, r) -> r.getWriter().print(q.getRemoteUser()));
  }

  private static Instant now() {
    return ClockedFilter.CLOCK.instant();
  }

  private static Client client(Node node) {
    return Client.of(List.of(node.base()), new CookieJar(ClockedFilter.CLOCK));
  }

  private static String field(Answer answer, String name) {
    Matcher matcher = Pattern.compile('"' + name + "\":\"?([^\",}]*)").matcher(answer.text());
    return matcher.find() ? matcher.group(1) : "";
  }

  private static Request login() {
    return Request.post("/jwt/login", "username", "ann", "password", "ann");
  }

  private static Answer loggedIn() {
    String proof = CLIENT.proof("POST", SHOP + "/jwt/login", now()).signed();
    Answer answer = client(one).send(login().header("DPoP", proof));
    assertEquals(200, answer.status(), answer::toString);
    return answer;
  }

  private static String token() {
    return field(loggedIn(), "access_token");
  }

  private static Request mine(String token, String proof) {
    return Request.get("/mine/x").header("Authorization", "DPoP " + token).header("DPoP", proof);
  }

  private static String proof(String token) {
    return CLIENT.proof("GET", SHOP + "/mine/x", now()).of(token).signed();
  }

  private static Answer send(Request request) {
    return client(one).send(request);
  }

  private static void assertChallenged(String error, Answer answer) {
    assertEquals(401, answer.status(), answer::toString);
    List<String> challenges = answer.headers("WWW-Authenticate");
    assertEquals(2, challenges.size(), challenges::toString);
    assertTrue(
        challenges.get(0).startsWith(DPOP + ", error=\"" + error + "\""), challenges::toString);
    assertTrue(challenges.get(1).startsWith("Bearer "), challenges::toString);
    assertEquals("no-store", answer.header("Cache-Control").orElse(""));
  }

  // --- logins ---

  @Test
  void loginWithAProof_givesBoundTokens_andNoCookie() {
    Answer answer = loggedIn();
    assertEquals("DPoP", field(answer, "token_type"));
    assertEquals("600", field(answer, "expires_in"));
    assertFalse(field(answer, "refresh_token").isEmpty());
    assertEquals(List.of(), answer.setCookies("jwt"));
    assertEquals(List.of(), answer.setCookies("jwt-refresh"));
  }

  @Test
  void loginOfAScriptWithAProof_isAnsweredWithTokens_andShownTheBoundRefreshToken() {
    String proof = CLIENT.proof("POST", SHOP + "/jwt/login", now()).signed();
    Answer answer = send(login().header("DPoP", proof).header("Origin", SPA));
    assertEquals(200, answer.status(), answer::toString);
    assertEquals("DPoP", field(answer, "token_type"));
    assertFalse(field(answer, "refresh_token").isEmpty());
  }

  @Test
  void loginWithoutAProof_isAsEver() {
    Answer answer = send(login().header("Accept", "application/json"));
    assertEquals("Bearer", field(answer, "token_type"));
    assertEquals(1, answer.setCookies("jwt").size());
    Request bearer = Request.get("/mine/x").bearer(field(answer, "access_token"));
    assertEquals("ann", send(bearer).text());
  }

  @Test
  void loginWithABadProof_doesNotBegin_andAWrongPasswordIsNotHelpedByAGoodOne() {
    String elsewhere = CLIENT.proof("POST", SHOP + "/jwt/logout", now()).signed();
    Answer answer = send(login().header("DPoP", elsewhere));
    assertEquals(400, answer.status(), answer::toString);
    assertEquals("invalid_dpop_proof", field(answer, "error"));
    assertEquals(List.of(), answer.setCookies("jwt"));
    assertEquals(List.of(), answer.setCookies("jwt-refresh"));
    Request wrong = Request.post("/jwt/login", "username", "ann", "password", "wrong");
    String good = CLIENT.proof("POST", SHOP + "/jwt/login", now()).signed();
    assertEquals(401, send(wrong.header("DPoP", good)).status());
  }

  // --- D01 to D04 ---

  @Test
  void boundToken_withItsProof_isTheCaller_onBothNodes() {
    String token = token();
    assertEquals("ann", client(one).send(mine(token, proof(token))).text());
    assertEquals("ann", client(two).send(mine(token, proof(token))).text());
  }

  @Test
  void boundToken_withoutAProof_orWithTwo_isChallenged() {
    String token = token();
    Request without = Request.get("/mine/x").header("Authorization", "DPoP " + token);
    assertChallenged("invalid_dpop_proof", send(without));
    Request two = mine(token, proof(token)).header("DPoP", proof(token));
    assertChallenged("invalid_dpop_proof", send(two));
    assertChallenged("invalid_dpop_proof", send(mine(token, "garbage")));
  }

  @Test
  void proofOfTheThief_forAnotherRequest_orAnotherToken_isRefused() {
    String token = token();
    String stolen = THIEF.proof("GET", SHOP + "/mine/x", now()).of(token).signed();
    String posted = CLIENT.proof("POST", SHOP + "/mine/x", now()).of(token).signed();
    String elsewhere = CLIENT.proof("GET", SHOP + "/mine/y", now()).of(token).signed();
    String foreign =
        CLIENT.proof("GET", "https://evil.example/shop/mine/x", now()).of(token).signed();
    for (String bad : List.of(stolen, posted, elsewhere, foreign, proof(token()))) {
      assertChallenged("invalid_dpop_proof", send(mine(token, bad)));
    }
  }

  @Test
  void uri_isComparedAsItWasSent_inAnySpelling() {
    String token = token();
    String path = "/mine/%7Ex%20y";
    Request request =
        Request.get(path + "?q=1")
            .header("Authorization", "DPoP " + token)
            .header(
                "DPoP", CLIENT.proof("GET", SHOP + "/mine/~x%20y?other", now()).of(token).signed());
    assertEquals("ann", send(request).text());
  }

  @Test
  void boundToken_asBearer_orInACookie_isRefused() {
    String token = token();
    Answer bearer = send(Request.get("/mine/x").bearer(token).header("DPoP", proof(token)));
    assertEquals(401, bearer.status());
    List<String> challenges = bearer.headers("WWW-Authenticate");
    assertTrue(challenges.get(0).contains("Bearer realm=\"token\", error=\"invalid_token\""));
    assertEquals(DPOP, challenges.get(1));
    Request cookie = Request.get("/mine/x").header("Cookie", "jwt=" + token);
    assertEquals(401, send(cookie.header("Accept", "application/json")).status());
  }

  @Test
  void unboundToken_asDpop_isRefused() {
    String plain = field(send(login().header("Accept", "application/json")), "access_token");
    assertChallenged("invalid_token", send(mine(plain, proof(plain))));
  }

  // --- D02, D07: used once, on all nodes ---

  @Test
  void proofThatWasUsed_isRefused_onEitherNode() {
    String token = token();
    String proof = proof(token);
    assertEquals(200, client(one).send(mine(token, proof)).status());
    assertChallenged("invalid_dpop_proof", client(two).send(mine(token, proof)));
    assertChallenged("invalid_dpop_proof", client(one).send(mine(token, proof)));
  }

  @Test
  void storeThatDoesNotAnswer_letsNobodyIn() {
    String token = token();
    assertEquals(200, send(mine(token, proof(token))).status());
    SharedStoreProvider.down(store, true);
    String proof = proof(token);
    assertEquals(503, send(mine(token, proof)).status());
    SharedStoreProvider.down(store, false);
  }

  @Test
  void proof_endsAfterAMinuteAndTheSkew() {
    String token = token();
    Instant then = now();
    String last = proof(token);
    String late = proof(token);
    ClockedFilter.CLOCK.set(then.plusSeconds(119));
    assertEquals(200, send(mine(token, last)).status());
    ClockedFilter.CLOCK.set(then.plusSeconds(120));
    assertChallenged("invalid_dpop_proof", send(mine(token, late)));
  }

  // --- D05: nonces; required proofs; the address that the request names ---

  private static String at(Node node, String path) {
    return node.base() + path;
  }

  @Test
  void strictNode_asksForANonce_atTheLoginAndThePages_andTakesNothingUnbound() {
    Client client = client(strict);
    String address = at(strict, "/jwt/login");
    Answer asked =
        client.send(login().header("DPoP", CLIENT.proof("POST", address, now()).signed()));
    assertEquals(400, asked.status(), asked::toString);
    assertEquals("use_dpop_nonce", field(asked, "error"));
    String nonce = asked.header("DPoP-Nonce").orElseThrow();
    String second = CLIENT.proof("POST", address, now()).nonce(nonce).signed();
    String token = field(client.send(login().header("DPoP", second)), "access_token");

    ProofMaker.Draft draft = CLIENT.proof("GET", at(strict, "/mine/x"), now()).of(token);
    Answer refused = client.send(mine(token, draft.signed()));
    assertEquals(401, refused.status());
    assertTrue(
        refused.header("WWW-Authenticate").orElse("").startsWith(DPOP + ", error=\"use_dpop_non"));
    assertEquals(1, refused.headers("WWW-Authenticate").size());
    assertEquals(nonce, refused.header("DPoP-Nonce").orElse(""));
    Answer good = client.send(mine(token, draft.nonce(nonce).signed()));
    assertEquals("ann", good.text(), good::toString);

    Answer plain = client(strict).send(login().header("Accept", "application/json"));
    Request bearer = Request.get("/mine/x").bearer(field(plain, "access_token"));
    assertEquals(401, client(strict).send(bearer).status());
  }

  @Test
  void nonceThatEndsSoon_isFollowedByTheNext_inAGoodAnswer() {
    Client client = client(strict);
    String address = at(strict, "/jwt/login");
    Answer asked =
        client.send(login().header("DPoP", CLIENT.proof("POST", address, now()).signed()));
    String nonce = asked.header("DPoP-Nonce").orElseThrow();
    ClockedFilter.CLOCK.set(now().plusSeconds(120));
    Answer answer =
        client.send(
            login().header("DPoP", CLIENT.proof("POST", address, now()).nonce(nonce).signed()));
    assertEquals(200, answer.status(), answer::toString);
    assertFalse(answer.header("DPoP-Nonce").orElseThrow().equals(nonce));
  }

  // --- module and filter

  @Test
  void proof_isUsedUpByARequestOnce_thoughModuleAndFilterSeeIt() {
    // At the time of the wall, by which no store of the other nodes goes.
    Map<String, String> more =
        Map.of("dpop", "accept", "dpop-origins", "https://shop.example", "store", "memory:local");
    WebApp guarded =
        app(more, JwtFilter.class).jaspi().securityConstraint("/guarded/*", "customer");
    try (Node node = server.start(guarded)) {
      Instant now = Instant.now();
      String login = CLIENT.proof("POST", SHOP + "/jwt/login", now).signed();
      String token = field(client(node).send(login().header("DPoP", login)), "access_token");
      String proof = CLIENT.proof("GET", SHOP + "/guarded/x", now).of(token).signed();
      Request request =
          Request.get("/guarded/x").header("Authorization", "DPoP " + token).header("DPoP", proof);
      assertEquals("ann", client(node).send(request).text());
      assertEquals(401, client(node).send(request).status());
    }
  }

  // --- B15: behind a proxy

  @Test
  void uri_isThatWhichTheClientAskedTheTrustedProxy_andNoOtherIsBelieved() {
    String token = token();
    assertEquals("ann", client(proxied).send(forwarded(mine(token, proof(token)))).text());
    assertEquals(401, client(proxied).send(mine(token, proof(token))).status());
    String own = CLIENT.proof("GET", at(strict, "/mine/x"), now()).of(token).signed();
    Answer asked = client(strict).send(forwarded(mine(token, own)));
    String nonce = asked.header("DPoP-Nonce").orElseThrow();
    String again = CLIENT.proof("GET", SHOP + "/mine/x", now()).of(token).nonce(nonce).signed();
    assertEquals(401, client(strict).send(forwarded(mine(token, again))).status());
  }

  private static Request forwarded(Request request) {
    return request
        .header("X-Forwarded-For", "192.0.2.7")
        .header("X-Forwarded-Proto", "https")
        .header("X-Forwarded-Host", "shop.example");
  }

  // --- D06: challenges, CORS ---

  @Test
  void nobody_isToldBothWays() {
    Answer answer = send(Request.get("/mine/x").header("Accept", "application/json"));
    assertEquals(
        List.of("Basic realm=\"realm\"", "Bearer realm=\"token\"", DPOP),
        answer.headers("WWW-Authenticate"));
  }

  @Test
  void callerWithoutTheRole_isForbidden() {
    String token = token();
    String proof = CLIENT.proof("GET", SHOP + "/admin/x", now()).of(token).signed();
    Answer answer =
        send(
            Request.get("/admin/x").header("Authorization", "DPoP " + token).header("DPoP", proof));
    assertEquals(403, answer.status());
    assertEquals(1, answer.headers("WWW-Authenticate").size());
  }

  @Test
  void scriptOfAnAllowedOrigin_maySendProofs_andReadTheNonce() {
    Answer preflight =
        client(strict)
            .send(
                Request.of("OPTIONS", "/mine/x")
                    .header("Origin", SPA)
                    .header("Access-Control-Request-Method", "GET")
                    .header("Access-Control-Request-Headers", "authorization,dpop"));
    assertTrue(preflight.header("Access-Control-Allow-Headers").orElse("").contains("DPoP"));
    Answer answer = client(strict).send(Request.get("/mine/x").header("Origin", SPA));
    assertEquals(
        "DPoP-Nonce, WWW-Authenticate", answer.header("Access-Control-Expose-Headers").orElse(""));
  }

  // --- refresh and exchange ---

  @Test
  void boundRefreshToken_needsItsKey() {
    String refresh = field(loggedIn(), "refresh_token");
    Request request = Request.post("/jwt/refresh", "refresh_token", refresh);
    Answer without = send(request);
    assertEquals(400, without.status());
    assertEquals("invalid_dpop_proof", field(without, "error"));
    String address = SHOP + "/jwt/refresh";
    String stolen = THIEF.proof("POST", address, now()).signed();
    assertEquals("invalid_dpop_proof", field(send(request.header("DPoP", stolen)), "error"));
    String own = CLIENT.proof("POST", address, now()).signed();
    Answer next = client(two).send(request.header("DPoP", own));
    assertEquals("DPoP", field(next, "token_type"), next::toString);
    assertEquals(List.of(), next.setCookies());
    String token = field(next, "access_token");
    assertEquals("ann", send(mine(token, proof(token))).text());
    assertFalse(field(next, "refresh_token").isEmpty());
  }

  @Test
  void boundToken_isExchangedByItsKey_forABoundOne() {
    String token = token();
    Request request =
        Request.post(
            "/jwt/token",
            "grant_type",
            GRANT,
            "subject_token",
            token,
            "subject_token_type",
            ACCESS,
            "audience",
            "orders");
    assertEquals("invalid_dpop_proof", field(send(request), "error"));
    String proof = CLIENT.proof("POST", SHOP + "/jwt/token", now()).signed();
    Answer answer = send(request.header("DPoP", proof));
    assertEquals("DPoP", field(answer, "token_type"), answer::toString);
  }

  @Test
  void logout_withAProof_endsTheBoundLogin() {
    Answer login = loggedIn();
    String token = field(login, "access_token");
    String proof = CLIENT.proof("POST", SHOP + "/jwt/logout", now()).of(token).signed();
    Answer out =
        send(
            Request.post("/jwt/logout")
                .header("Authorization", "DPoP " + token)
                .header("DPoP", proof)
                .header("Accept", "application/json"));
    assertEquals(204, out.status(), out::toString);
    assertEquals(401, send(mine(token, proof(token))).status());
  }
}
