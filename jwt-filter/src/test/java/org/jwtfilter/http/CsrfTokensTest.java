package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.CsrfToken;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.Reason;
import org.jwtfilter.config.ConfigurationException;

/** The signed double-submit token (OWASP), where a browser does not tell where it comes from. */
class CsrfTokensTest {
  private static final TokenTransport COOKIE = new CookieTransport(Fixture.cookies());
  private static final TokenTransport HEADER = new HeaderTransport();
  private static final String OTHER_KEY =
      "hmac:base64:b3RoZXIgYnl0ZXMgZm9yIHRoZSBrZXkgb2Ygc29tZWJvZHkgZWxzZSAxMjM0NTY3ODkw";

  private final World world = new World("csrf-token", "attribute, cookie");
  private final Jwt ann = world.login("ann");

  @AfterEach
  void close() {
    world.close();
  }

  private String token(Jwt login) {
    return token(world, login);
  }

  private static String token(World world, Jwt login) {
    return world
        .shop
        .csrfTokens()
        .forPage(new PresentedToken(login, COOKIE))
        .orElseThrow()
        .getToken();
  }

  /** What an old browser posts with the cookie of a login. */
  private static FakeExchange post(Jwt login) {
    return FakeExchange.of("POST", "/cart")
        .header("Host", "shop.example")
        .cookie("jwt", login.token());
  }

  private static Optional<Reason> refusal(World world, FakeExchange exchange) {
    try {
      assertTrue(world.shop.authenticator().authenticate(exchange).isPresent());
      return Optional.empty();
    } catch (Refused refused) {
      return Optional.of(refused.reason());
    }
  }

  private void passes(FakeExchange exchange) {
    assertEquals(Optional.empty(), refusal(world, exchange));
  }

  private void refused(FakeExchange exchange) {
    assertEquals(Optional.of(Reason.CSRF), refusal(world, exchange));
  }

  // Where it comes back

  @Test
  void browserThatTellsNothing_passesWithTheToken_andNotWithout() {
    refused(post(ann));
    passes(post(ann).header("X-CSRF-TOKEN", token(ann)));
    passes(post(ann).header("X-XSRF-TOKEN", token(ann)));
    passes(post(ann).form("_csrf", token(ann)));
  }

  @Test
  void cookieAndUrl_areNoProof() {
    refused(post(ann).cookie("XSRF-TOKEN", token(ann)));
    refused(post(ann).cookie("_csrf", token(ann)));
    refused(post(ann).query("_csrf=" + token(ann)));
  }

  @Test
  void formIsNotRead_whereNothingDependsOnIt() {
    FakeExchange ours = post(ann).header("Sec-Fetch-Site", "same-origin");
    passes(ours);
    FakeExchange foreign = post(ann).header("Origin", "https://evil.example");
    refused(foreign);
    FakeExchange byHeader = post(ann).header("X-CSRF-TOKEN", token(ann));
    passes(byHeader);
    assertFalse(ours.formWasRead() || foreign.formWasRead() || byHeader.formWasRead());
  }

  @Test
  void pageThatHidesItsOrigin_needsTheToken_evenWhereAMissingOriginIsAllowed() {
    try (World lenient = new World("csrf", "allow-missing-origin")) {
      assertEquals(Optional.empty(), refusal(lenient, post(ann)));
      FakeExchange hidden = post(ann).header("Origin", "null");
      assertEquals(Optional.of(Reason.CSRF), refusal(lenient, hidden));
      hidden.header("X-CSRF-TOKEN", token(lenient, ann));
      assertEquals(Optional.empty(), refusal(lenient, hidden));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Origin, https://evil.example",
    "Origin, https://www.shop.example",
    "Referer, https://evil.example/"
  })
  void anotherSite_isRefused_whateverTokenItHas(String header, String value) {
    refused(post(ann).header(header, value).header("X-CSRF-TOKEN", token(ann)));
    refused(post(ann).header(header, value).form("_csrf", token(ann)));
  }

  @Test
  void hiddenOrigin_ofAnotherSite_isRefused_whateverTokenItHas() {
    refused(
        post(ann)
            .header("Origin", "null")
            .header("Sec-Fetch-Site", "cross-site")
            .header("X-CSRF-TOKEN", token(ann)));
  }

  @Test
  void webSocket_isJudgedByItsOriginAlone() {
    refused(
        FakeExchange.get("/chat")
            .header("Host", "shop.example")
            .header("Upgrade", "websocket")
            .cookie("jwt", ann.token())
            .header("X-CSRF-TOKEN", token(ann)));
  }

  // Whose it is

  @Test
  void tokenOfAnotherLogin_isRefused_alsoOfTheSameUser() {
    refused(post(ann).header("X-CSRF-TOKEN", token(world.login("bob"))));
    refused(post(ann).header("X-CSRF-TOKEN", token(world.login("ann"))));
  }

  @Test
  void token_isGoodOnEveryNode_andForRenewedLogins() {
    String token = token(ann);
    try (World node = new World("csrf-token", "attribute, cookie")) {
      assertEquals(Optional.empty(), refusal(node, post(ann).header("X-CSRF-TOKEN", token)));
    }
    world.clock.advance(Fixture.RULES.renewAfter().plusSeconds(1));
    JwtIssuer issuer = new JwtIssuer(Fixture.KEYS, Fixture.RULES, world.clock);
    Jwt renewed = world.verified(issuer.renew(ann).orElseThrow());
    assertNotEquals(ann.token(), renewed.token());
    passes(post(renewed).header("X-CSRF-TOKEN", token));
  }

  @Test
  void tokenOfAForeignIssuer_withoutAGrant_isOfItsUser() {
    Jwt eve = world.foreign("\"sub\":\"eve\"", "\"jti\":\"1\"");
    Jwt again = world.foreign("\"sub\":\"eve\"", "\"jti\":\"2\"");
    Jwt other = world.foreign("\"sub\":\"adam\"", "\"jti\":\"3\"");
    passes(post(again).header("X-CSRF-TOKEN", token(eve)));
    refused(post(other).header("X-CSRF-TOKEN", token(eve)));
  }

  @Test
  void token_outlivesTheRotationOfItsKey_andNoOtherKeyMakesOne() {
    String mine = "hmac:base64:" + Fixture.SECRET;
    String token = token(ann);
    try (World rotated = new World("keys", OTHER_KEY + " " + mine);
        World stranger = new World("keys", mine, "session-keys", OTHER_KEY)) {
      assertEquals(Optional.empty(), refusal(rotated, post(ann).header("X-CSRF-TOKEN", token)));
      assertEquals(
          Optional.of(Reason.CSRF), refusal(stranger, post(ann).header("X-CSRF-TOKEN", token)));
    }
  }

  @Test
  void everyChangedCharacter_isRefused() {
    String token = token(ann);
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      refused(
          post(ann).header("X-CSRF-TOKEN", token.substring(0, i) + other + token.substring(i + 1)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAA"})
  void whatIsNoToken_isRefused(String text) {
    refused(post(ann).header("X-CSRF-TOKEN", text).form("_csrf", text));
    refused(post(ann).header("X-CSRF-TOKEN", token(ann) + text + "A"));
    refused(post(ann).header("X-CSRF-TOKEN", "\u20ac".repeat(65)));
    refused(post(ann).header("X-CSRF-TOKEN", "A".repeat(100_000)));
  }

  // Who gets one

  @Test
  void everyPage_getsAnotherText_withNothingInCommon() {
    Set<String> beginnings = new HashSet<>();
    Set<String> ends = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      String token = token(ann);
      assertEquals(65, token.length());
      assertTrue(token.matches("[\\w-]+"), token);
      beginnings.add(token.substring(0, 4));
      ends.add(token.substring(token.length() - 6));
    }
    assertTrue(beginnings.size() > 90 && ends.size() > 90);
  }

  @Test
  void callerWhoseTokenBrowsersDoNotSend_needsNone() {
    assertEquals(
        Optional.empty(), world.shop.csrfTokens().forPage(new PresentedToken(ann, HEADER)));
  }

  @Test
  void token_tellsHowItComesBack_andDoesNotShowItself() {
    CsrfToken token = new CsrfToken("secret");
    assertEquals("_csrf", token.getParameterName());
    assertEquals("X-CSRF-TOKEN", token.getHeaderName());
    assertFalse(token.toString().contains("secret"));
  }

  @ParameterizedTest
  @CsvSource({"csrf-token, none", "csrf, off"})
  void switchedOff_noneIsGiven(String option, String value) {
    try (World off = new World(option, value)) {
      assertEquals(
          Optional.empty(), off.shop.csrfTokens().forPage(new PresentedToken(ann, COOKIE)));
    }
  }

  @Test
  void switchedOff_noneIsTaken() {
    try (World off = new World("csrf-token", "none")) {
      FakeExchange post = post(ann).header("X-CSRF-TOKEN", token(ann));
      assertEquals(Optional.of(Reason.CSRF), refusal(off, post));
    }
  }

  @Test
  void withoutASecret_thereAreNone_unlessTheyAreAskedFor() {
    String key = "jwks:https://idp.example/jwks";
    assertDoesNotThrow(() -> Fixture.runtime("keys", key).close());
    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () -> Fixture.runtime("keys", key, "csrf-token", "attribute"));
    assertTrue(e.getMessage().contains("session-keys"), e::getMessage);
  }

  // The cookie for scripts

  private SetCookie kept(FakeExchange exchange) {
    world.shop.csrfTokens().keep(exchange, new PresentedToken(ann, COOKIE));
    return exchange.set.get("XSRF-TOKEN");
  }

  @Test
  void scripts_getACookieThatTheyCanRead_once() {
    FakeExchange first = FakeExchange.get("/").overTls();
    SetCookie cookie = kept(first);
    assertEquals("; Path=/shop; Secure; SameSite=Lax", cookie.attributes());
    assertEquals(null, kept(first.next(FakeExchange.get("/").overTls())));
    passes(post(ann).header("X-XSRF-TOKEN", cookie.value()));
  }

  @Test
  void cookieOfAnotherLogin_isReplaced() {
    String old = token(world.login("ann"));
    assertNotEquals(old, kept(FakeExchange.get("/").cookie("XSRF-TOKEN", old)).value());
  }

  @Test
  void login_bringsTheCookie_andLogoutTakesIt() {
    FakeExchange login = FakeExchange.of("POST", "/login");
    Jwt begun =
        world
            .shop
            .logins()
            .begin(login, new org.jwtfilter.Account("ann", Set.of()))
            .orElseThrow()
            .token()
            .jwt();
    passes(post(begun).header("X-XSRF-TOKEN", login.set.get("XSRF-TOKEN").value()));
    FakeExchange logout = login.next(FakeExchange.of("POST", "/logout"));
    world.shop.logins().end(logout, begun);
    assertEquals(
        "XSRF-TOKEN=; Max-Age=0; Path=/shop; SameSite=Lax", logout.set.get("XSRF-TOKEN").line());
  }

  @Test
  void withoutTheOption_thereIsNoCookie() {
    try (World usual = new World()) {
      FakeExchange page = FakeExchange.get("/");
      usual.shop.csrfTokens().keep(page, new PresentedToken(ann, COOKIE));
      assertEquals(Set.of(), page.set.keySet());
    }
  }
}
