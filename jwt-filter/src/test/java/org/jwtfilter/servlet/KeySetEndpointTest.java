package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Our public keys over HTTP, and a second application that verifies with them. */
@ParameterizedClass
@EnumSource
class KeySetEndpointTest {
  private static final String KEY = "/WEB-INF/key.pem";

  private static Node shop;
  private static Node walled;
  private static Node secrets;
  private static Node orders;

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    shop =
        server.start(
            app(Map.of("keys", "pem:" + KEY, "allowed-origins", "https://partner.example"))
                .file(KEY, key()));
    walled =
        server.start(
            app(Map.of("keys", "pem:" + KEY))
                .jaspi()
                .formLogin("/login.html", "/login.html")
                .securityRole("customer")
                .securityConstraint("/*", "customer")
                .file(KEY, key()));
    secrets = server.start(app(Map.of("keys", Tokens.KEYS)));
    orders =
        server.start(
            WebApp.at("/orders")
                .filter(
                    "jwt",
                    JwtFilter.class,
                    Map.of("keys", "jwks:" + address(shop), "issuer", "shop"),
                    "/*")
                .servlet("/who", (q, r) -> r.getWriter().print(q.getRemoteUser())));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    List.of(shop, walled, secrets, orders).forEach(Node::close);
  }

  private static WebApp app(Map<String, String> more) {
    Map<String, String> settings = new LinkedHashMap<>(more);
    settings.put("endpoints", "/jwt");
    settings.put("issuer", "shop");
    settings.put("accounts", OwnAccounts.class.getName());
    settings.put("protect", "/*");
    return WebApp.at("/shop").filter("jwt", JwtFilter.class, settings, "/*");
  }

  private static String key() {
    try (InputStream in =
        KeySetEndpointTest.class.getResourceAsStream("/keys/ec-P-256-pkcs8.pem")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String address(Node node) {
    return node.base().toString().replaceFirst("/$", "") + "/jwt/jwks";
  }

  @Test
  void everybody_readsOurPublicKeys() {
    Answer answer = Client.of(shop).get("/jwt/jwks");
    assertEquals(200, answer.status(), answer::toString);
    String type = answer.header("Content-Type").orElse("");
    assertEquals("application/jwk-set+json", type.replaceFirst(";.*", ""));
    assertTrue(
        answer
            .text()
            .matches(
                "\\{\"keys\":\\[\\{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"[\\w-]{43}\",\"y\":\"[\\w-]{43}\",\"kid\":\"[\\w-]{11}\",\"use\":\"sig\",\"alg\":\"ES256\"}]}"),
        answer::text);
    assertEquals(Optional.of("public, max-age=60"), answer.header("Cache-Control"));
    assertEquals(List.of("*"), answer.headers("Access-Control-Allow-Origin"));
    assertEquals(List.of(), answer.setCookies());
  }

  @Test
  void everybody_readsThem_evenWhereAConstraintCoversEverything() {
    assertEquals(200, Client.of(walled).get("/jwt/jwks").status());
  }

  @Test
  void head_hasTheSameHeaders_andNoBody() {
    Answer get = Client.of(shop).get("/jwt/jwks");
    Answer head = Client.of(shop).send(Request.of("HEAD", "/jwt/jwks"));
    assertEquals(200, head.status());
    assertEquals(get.header("ETag"), head.header("ETag"));
    assertEquals(get.header("Content-Length"), head.header("Content-Length"));
    assertEquals(0, head.body().length);
  }

  @Test
  void copyThatIsStillGood_is304() {
    String tag = Client.of(shop).get("/jwt/jwks").header("ETag").orElseThrow();
    Answer again = Client.of(shop).send(Request.get("/jwt/jwks").header("If-None-Match", tag));
    assertEquals(304, again.status());
    assertEquals(0, again.body().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://partner.example", "https://evil.example", "null"})
  void everyOrigin_mayReadThem_withoutCredentials(String origin) {
    Answer answer = Client.of(shop).send(Request.get("/jwt/jwks").header("Origin", origin));
    assertEquals(List.of("*"), answer.headers("Access-Control-Allow-Origin"));
    assertEquals(List.of(), answer.headers("Access-Control-Allow-Credentials"));
    Answer preflight =
        Client.of(shop)
            .send(
                Request.of("OPTIONS", "/jwt/jwks")
                    .header("Origin", origin)
                    .header("Access-Control-Request-Method", "GET"));
    assertEquals(204, preflight.status());
  }

  @Test
  void tokens_areNotLookedAt() {
    Answer answer =
        Client.of(shop)
            .send(Request.get("/jwt/jwks").bearer("junk").header("Cookie", "jwt=a; jwt=b"));
    assertEquals(200, answer.status());
    assertEquals(List.of(), answer.setCookies());
  }

  @Test
  void post_is405() {
    Answer answer = Client.of(shop).post("/jwt/jwks", "a", "b");
    assertEquals(405, answer.status());
    assertEquals(Optional.of("GET, HEAD, OPTIONS"), answer.header("Allow"));
  }

  @Test
  void secretsAlone_publishNothing() {
    assertEquals(401, Client.of(secrets).get("/jwt/jwks").status());
    assertFalse(Client.of(secrets).get("/jwt/jwks").text().contains("keys"));
  }

  @Test
  void anotherApplication_verifiesOurTokens_withThem() {
    Answer login =
        Client.of(shop).send(Request.post("/jwt/login", "username", "zoe", "password", "secret"));
    assertEquals(200, login.status(), login::toString);
    String token = login.text().replaceFirst("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
    assertEquals("zoe", Client.of(orders).send(Request.get("/who").bearer(token)).text());
  }
}
