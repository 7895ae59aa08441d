package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.CookieJar;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** The endpoint where tokens are exchanged (RFC 8693), over HTTP, and what those tokens can do. */
@ParameterizedClass
@EnumSource
class TokenEndpointTest {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";

  private static Node shop;
  private static Node plain;
  private static Instant start = ClockedFilter.CLOCK.instant();

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    shop = server.start(app("audience", "shop"));
    plain = server.start(app("allowed-origins", "https://partner.example"));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    List.of(shop, plain).forEach(Node::close);
  }

  @BeforeEach
  void begin() {
    start = ClockedFilter.CLOCK.instant().plus(Duration.ofDays(30));
    at(0);
  }

  private static void at(long seconds) {
    ClockedFilter.CLOCK.set(start.plusSeconds(seconds));
  }

  private static WebApp app(String option, String value) {
    Map<String, String> settings =
        Map.of(
            "keys",
            Tokens.KEYS,
            "issuer",
            "https://shop.example",
            "lifetime",
            "10m",
            "endpoints",
            "/jwt",
            "protect",
            "/mine/*",
            "exchange",
            "orders=customer\nshop=customer",
            option,
            value);
    return WebApp.at("/shop")
        .basicLogin()
        .securityRole("customer")
        .securityRole("admin")
        .filter("jwt", ClockedFilter.class, settings, "/*", DispatcherType.values())
        .servlet(
            "/mine/x",
            (q, r) ->
                r.getWriter()
                    .print(
                        q.getRemoteUser()
                            + " "
                            + q.isUserInRole("customer")
                            + " "
                            + q.isUserInRole("admin")));
  }

  private static Client client(Node node) {
    return Client.of(List.of(node.base()), new CookieJar(ClockedFilter.CLOCK));
  }

  private static String field(Answer answer, String name) {
    Matcher matcher = Pattern.compile('"' + name + "\":\"?([^\",}]*)").matcher(answer.text());
    return matcher.find() ? matcher.group(1) : "";
  }

  /** The access token of a login of somebody who keeps no cookies. */
  private static String logIn(Node node, String name) {
    Answer answer =
        client(node)
            .send(
                Request.post("/jwt/login", "username", name, "password", name)
                    .header("Accept", "application/json"));
    assertEquals(200, answer.status(), answer::toString);
    return field(answer, "access_token");
  }

  private static Request request(String token, String audience) {
    return Request.post(
        "/jwt/token",
        "grant_type",
        GRANT,
        "subject_token",
        token,
        "subject_token_type",
        ACCESS,
        "audience",
        audience);
  }

  private static String exchanged(Node node, String token, String audience) {
    Answer answer = client(node).send(request(token, audience));
    assertEquals(200, answer.status(), answer::toString);
    return field(answer, "access_token");
  }

  private static Answer mine(Node node, String token) {
    return client(node).send(Request.get("/mine/x").bearer(token));
  }

  @Test
  void token_isGivenAsJson_thatNobodyKeeps() {
    Client client = client(shop);
    Answer answer = client.send(request(logIn(shop, "ann"), "orders"));
    assertEquals(200, answer.status(), answer::toString);
    assertEquals("no-store", answer.header("Cache-Control").orElse(""));
    assertTrue(answer.header("Content-Type").orElse("").startsWith("application/json"));
    assertEquals(ACCESS, field(answer, "issued_token_type"));
    assertEquals("Bearer", field(answer, "token_type"));
    assertEquals("300", field(answer, "expires_in"));
    assertEquals("customer", field(answer, "scope"));
    assertFalse(answer.text().contains("refresh_token"));
    assertEquals(List.of(), answer.setCookies());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD"})
  void otherMethods_areRefused(String method) {
    Answer answer = client(shop).send(Request.of(method, "/jwt/token"));
    assertEquals(405, answer.status(), answer::toString);
    assertEquals("POST", answer.header("Allow").orElse(""));
  }

  @Test
  void errors_areThoseOfOAuth() {
    String token = logIn(shop, "ann");
    Answer answer = client(shop).send(request(token, "other"));
    assertEquals(400, answer.status(), answer::toString);
    assertEquals("invalid_target", field(answer, "error"));
    assertEquals("no-store", answer.header("Cache-Control").orElse(""));
    assertEquals("invalid_request", field(client(shop).send(request("x", "orders")), "error"));
    assertEquals(
        "unsupported_grant_type",
        field(client(shop).send(Request.post("/jwt/token", "grant_type", "password")), "error"));
  }

  @Test
  void cookieHeaderAndUrl_areNoProof() {
    Client browser = client(shop);
    browser.send(Request.post("/jwt/login", "username", "ann", "password", "ann"));
    assertEquals("ann true false", browser.get("/mine/x").text());
    Request without =
        Request.post(
            "/jwt/token?subject_token=" + logIn(shop, "ann"),
            "grant_type",
            GRANT,
            "subject_token_type",
            ACCESS,
            "audience",
            "orders");
    Answer byCookie = browser.send(without.header("Sec-Fetch-Site", "same-origin"));
    assertEquals("invalid_request", field(byCookie, "error"), byCookie::toString);
    Answer byHeader = client(shop).send(without.bearer(logIn(shop, "ann")));
    assertEquals("invalid_request", field(byHeader, "error"), byHeader::toString);
  }

  @Test
  void whoTheCallerIs_isNotAsked() {
    String token = logIn(shop, "ann");
    Answer answer = client(shop).send(request(token, "orders").bearer("nonsense"));
    assertEquals(200, answer.status(), answer::toString);
  }

  @Test
  void bodyThatIsNoForm_isRefused() {
    Request json =
        Request.of("POST", "/jwt/token")
            .header("Content-Type", "application/json")
            .body("{\"grant_type\":\"" + GRANT + "\"}");
    assertEquals("invalid_request", field(client(shop).send(json), "error"));
  }

  @Test
  void scriptsOfAllowedOrigins_mayRead() {
    String token = logIn(plain, "ann");
    Answer answer =
        client(plain).send(request(token, "orders").header("Origin", "https://partner.example"));
    assertEquals(200, answer.status(), answer::toString);
    assertEquals(
        "https://partner.example", answer.header("Access-Control-Allow-Origin").orElse(""));
    Answer foreign =
        client(plain).send(request(token, "orders").header("Origin", "https://evil.example"));
    assertEquals("", foreign.header("Access-Control-Allow-Origin").orElse(""));
  }

  // --- what it can do here

  @Test
  void tokenForOthers_isNoLogin_withAndWithoutAnAudienceOfOurs() {
    for (Node node : List.of(shop, plain)) {
      String token = logIn(node, "ann");
      assertEquals("ann true false", mine(node, token).text());
      assertEquals(401, mine(node, exchanged(node, token, "orders")).status());
      Answer cookie =
          client(node)
              .send(
                  Request.get("/mine/x")
                      .header("Cookie", "jwt=" + exchanged(node, token, "orders")));
      assertEquals(401, cookie.status(), cookie::toString);
    }
  }

  @Test
  void tokenForUs_actsForTheCaller_butNeitherSeesNorEndsLogins() {
    String token = logIn(shop, "ann");
    String lent = exchanged(shop, token, "shop");
    assertEquals("ann true false", mine(shop, lent).text());
    assertEquals(403, client(shop).send(Request.get("/jwt/logins").bearer(lent)).status());
    Request all = Request.post("/jwt/logins", "grant", "all").bearer(lent);
    assertEquals(403, client(shop).send(all).status());
    assertEquals(200, client(shop).send(Request.get("/jwt/logins").bearer(token)).status());
    assertEquals(204, client(shop).send(logout(lent)).status());
    assertEquals(401, mine(shop, lent).status());
    assertEquals("ann true false", mine(shop, token).text());
  }

  private static Request logout(String token) {
    return Request.post("/jwt/logout").bearer(token).header("Accept", "application/json");
  }

  @Test
  void tokenForUs_isNeitherRefreshed_norRenewed_andEndsToTheSecond() {
    String lent = exchanged(shop, logIn(shop, "ann"), "shop");
    Answer refresh = client(shop).send(Request.post("/jwt/refresh", "refresh_token", lent));
    assertEquals("invalid_grant", field(refresh, "error"));
    at(300 + 59);
    Answer last = client(shop).send(Request.get("/mine/x").header("Cookie", "jwt=" + lent));
    assertEquals(200, last.status(), last::toString);
    assertEquals(List.of(), last.setCookies());
    at(300 + 60);
    assertEquals(401, mine(shop, lent).status());
  }

  @Test
  void endOfTheLogin_endsWhatWasExchanged_andWhatWouldBe() {
    String token = logIn(shop, "ann");
    String lent = exchanged(shop, token, "shop");
    assertEquals(204, client(shop).send(logout(token)).status());
    assertEquals(401, mine(shop, lent).status());
    assertEquals("invalid_request", field(client(shop).send(request(token, "orders")), "error"));
  }

  @Test
  void revokedToken_endsWhatWasExchangedForIt() {
    String token = logIn(shop, "ann");
    String lent = exchanged(shop, token, "shop");
    assertEquals(200, client(shop).send(Request.post("/jwt/revoke", "token", token)).status());
    assertEquals(401, mine(shop, lent).status());
  }

  @Test
  void endpoint_isNotThere_whereNothingIsExchanged() {
    WebApp app =
        WebApp.at("/shop")
            .filter(
                "jwt",
                ClockedFilter.class,
                Map.of("keys", Tokens.KEYS, "endpoints", "/jwt"),
                "/*",
                DispatcherType.values())
            .servlet("/jwt/token", (q, r) -> r.getWriter().print("the application's own"));
    try (Node node = server.start(app)) {
      assertEquals("the application's own", client(node).get("/jwt/token").text());
    }
  }
}
