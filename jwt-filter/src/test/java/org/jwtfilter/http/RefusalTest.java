package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Reason;
import org.jwtfilter.config.DpopMode;

class RefusalTest {
  private static final Challenges BEARER = new Challenges(DpopMode.OFF);
  private final SavedTarget target = new SavedTarget(Fixture.cookies());
  private final Refusal withLogin =
      new Refusal(Optional.of("/login.jsp"), Optional.empty(), target, BEARER);
  private final Refusal withoutLogin =
      new Refusal(Optional.empty(), Optional.empty(), target, BEARER);

  private static FakeExchange client() {
    return FakeExchange.get("/mine").header("Accept", "application/json");
  }

  @Test
  void client_withoutToken_isChallenged_withoutAnError() {
    FakeExchange exchange = client();
    withLogin.askForLogin(exchange);
    assertEquals(401, exchange.status);
    assertEquals("Bearer realm=\"token\"", exchange.challenge());
    assertEquals("no-store", exchange.answered.get("Cache-Control"));
    assertEquals("application/problem+json", exchange.contentType);
    assertEquals(
        "{\"type\":\"about:blank\",\"status\":401,\"detail\":\"A token is needed here\"}",
        exchange.body);
  }

  @Test
  void client_withABadToken_isToldWhatKind() {
    FakeExchange exchange = client().header("Authorization", "Bearer x");
    withLogin.refuse(exchange, Reason.EXPIRED);
    assertEquals(401, exchange.status);
    assertEquals(
        "Bearer realm=\"token\", error=\"invalid_token\", error_description=\"The token has"
            + " expired\"",
        exchange.challenge());
  }

  @ParameterizedTest
  @EnumSource
  void everyReason_hasItsStatusAndCode_andADescriptionThatFitsTheHeader(Reason reason) {
    FakeExchange exchange = client();
    withoutLogin.refuse(exchange, reason);
    assertEquals(reason.status(), exchange.status);
    String challenge = exchange.challenge();
    assertTrue(challenge.contains("error=\"" + reason.error() + "\""));
    assertTrue(reason.description().matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+"));
    assertTrue(exchange.body.contains("\"status\":" + reason.status()));
  }

  @Test
  void page_isLedToTheLogin_andRemembered() {
    FakeExchange exchange = FakeExchange.page("/mine").query("x=1");
    withLogin.askForLogin(exchange);
    assertEquals(303, exchange.status);
    assertEquals("/shop/login.jsp", exchange.answered.get("Location"));
    assertEquals("no-store", exchange.answered.get("Cache-Control"));
    assertEquals(Optional.of("/shop/mine?x=1"), target.take(exchange.next(FakeExchange.get("/"))));
  }

  @Test
  void postedPage_isLedToTheLogin_butNotRepeated() {
    FakeExchange exchange = FakeExchange.of("POST", "/mine").header("Accept", "text/html");
    withLogin.askForLogin(exchange);
    assertEquals(303, exchange.status);
    assertTrue(exchange.set.isEmpty());
  }

  @Test
  void page_withoutALoginPage_isTheApplicationsErrorPage() {
    FakeExchange exchange = FakeExchange.page("/mine");
    withoutLogin.askForLogin(exchange);
    assertEquals(401, exchange.errorPage);
    assertEquals("Bearer realm=\"token\"", exchange.challenge());
  }

  @Test
  void page_forbidden_isTheApplicationsErrorPage_notTheLogin() {
    FakeExchange exchange = FakeExchange.page("/admin");
    withLogin.refuse(exchange, Reason.MISSING_ROLE);
    assertEquals(403, exchange.errorPage);
    assertNull(exchange.answered.get("Location"));
  }

  @Test
  void page_withAnExpiredCookie_isLedToTheLogin() {
    FakeExchange exchange = FakeExchange.page("/mine");
    withLogin.refuse(exchange, new Refused(Reason.EXPIRED, true));
    assertEquals("/shop/login.jsp", exchange.answered.get("Location"));
  }

  @Test
  void anybody_withAnExpiredCookie_isLedToTheLogin() {
    FakeExchange exchange = FakeExchange.get("/mine");
    withLogin.refuse(exchange, new Refused(Reason.EXPIRED, true));
    assertEquals("/shop/login.jsp", exchange.answered.get("Location"));
  }

  @Test
  void expiredTokenInTheUrl_isChallenged_unlessAPageIsWanted() {
    FakeExchange client = FakeExchange.get("/mine");
    withLogin.refuse(client, new Refused(Reason.EXPIRED, false));
    assertEquals(401, client.status);
    FakeExchange page = FakeExchange.page("/mine");
    withLogin.refuse(page, new Refused(Reason.EXPIRED, false));
    assertEquals("/shop/login.jsp", page.answered.get("Location"));
  }

  @Test
  void twoCookies_areNoReasonForALogin() {
    FakeExchange exchange = FakeExchange.page("/mine");
    withLogin.refuse(exchange, new Refused(Reason.TWO_TOKENS, true));
    assertEquals(400, exchange.errorPage);
  }

  @Test
  void whoeverAsksForNothingElse_takesAPage() {
    assertTrue(Refusal.takesPage(FakeExchange.get("/")));
    assertTrue(Refusal.takesPage(FakeExchange.page("/")));
    assertTrue(Refusal.takesPage(FakeExchange.get("/").header("Accept", "*/*")));
    assertTrue(Refusal.takesPage(FakeExchange.page("/").header("Sec-Fetch-Mode", "navigate")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json, */*",
        "text/plain",
        "image/avif,image/webp,*/*;q=0.8",
        "text/css,*/*;q=0.1",
        "application/problem+json",
        ""
      })
  void whoeverAsksForSomethingElse_takesNoPage(String accept) {
    assertFalse(Refusal.takesPage(FakeExchange.get("/").header("Accept", accept)));
  }

  @Test
  void scripts_takeNoPage() {
    assertFalse(
        Refusal.takesPage(FakeExchange.page("/").header("X-Requested-With", "XMLHttpRequest")));
    assertFalse(Refusal.takesPage(FakeExchange.page("/").header("Sec-Fetch-Mode", "cors")));
    assertFalse(Refusal.takesPage(FakeExchange.page("/").header("Authorization", "Bearer x")));
  }
}
