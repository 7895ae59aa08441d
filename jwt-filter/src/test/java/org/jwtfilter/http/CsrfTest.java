package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;

class CsrfTest {
  private static final Jwt ANN = Fixture.jwt();
  private static final TokenTransport COOKIE = new CookieTransport(Fixture.cookies());
  private static final TokenTransport HEADER = new HeaderTransport();

  private final Csrf csrf = new Csrf(Set.of("https://friend.example"), false);
  private final Csrf lenient = new Csrf(Set.of(), true);

  private static FakeExchange post() {
    return FakeExchange.of("POST", "/cart").header("Host", "shop.example");
  }

  private void refused(FakeExchange exchange) {
    JwtRejected e = assertThrows(JwtRejected.class, () -> csrf.check(exchange, ANN, COOKIE));
    assertEquals(Reason.CSRF, e.reason());
  }

  private void passes(FakeExchange exchange) {
    assertDoesNotThrow(() -> csrf.check(exchange, ANN, COOKIE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE"})
  void safeRequest_passes(String method) {
    passes(FakeExchange.of(method, "/").header("Sec-Fetch-Site", "cross-site"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "PROPFIND", "get"})
  void unsafeRequest_fromElsewhere_isRefused(String method) {
    refused(FakeExchange.of(method, "/").header("Sec-Fetch-Site", "cross-site"));
  }

  @Test
  void tokenThatBrowsersDoNotSend_needsNoProof() {
    assertDoesNotThrow(
        () -> csrf.check(post().header("Sec-Fetch-Site", "cross-site"), ANN, HEADER));
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin, true",
    "none, true",
    "same-site, false",
    "cross-site, false",
    "x, false"
  })
  void secFetchSite_decides(String site, boolean ours) {
    FakeExchange exchange = post().header("Sec-Fetch-Site", site);
    if (ours) {
      passes(exchange);
    } else {
      refused(exchange);
    }
  }

  @Test
  void allowedOrigin_passes_thoughItIsAnotherSite() {
    passes(
        post().header("Sec-Fetch-Site", "cross-site").header("Origin", "https://friend.example"));
  }

  @Test
  void secFetchSite_goesBeforeAnOriginOfOurs() {
    refused(post().header("Sec-Fetch-Site", "cross-site").header("Origin", "https://shop.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example",
        "http://shop.example",
        "https://SHOP.example",
        "https://shop.example:443",
        "http://shop.example:80"
      })
  void origin_ofOurHost_passes(String origin) {
    passes(post().header("Origin", origin));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "https://evil.example",
        "https://shop.example.evil",
        "https://shop.example:444",
        "http://shop.example:443",
        "https://shop.example@evil.example",
        "ftp://shop.example",
        "shop.example",
        "//shop.example",
        "https://",
        "https://shop.example\\@evil",
        "%",
        "https:"
      })
  void origin_ofAnybodyElse_isRefused(String origin) {
    refused(post().header("Origin", origin));
  }

  @Test
  void origin_sentTwice_isRefused() {
    refused(post().header("Origin", "https://shop.example").header("Origin", "https://x.example"));
  }

  @Test
  void plainOrigin_ofARequestOverTls_isRefused() {
    refused(post().header("Origin", "http://shop.example").overTls());
    passes(post().header("Origin", "https://shop.example").overTls());
  }

  @Test
  void referer_countsWhereThereIsNoOrigin() {
    passes(post().header("Referer", "https://shop.example/cart?x=1"));
    refused(post().header("Referer", "https://evil.example/shop.example"));
    refused(
        post()
            .header("Origin", "https://evil.example")
            .header("Referer", "https://shop.example/cart"));
  }

  @Test
  void requestThatSaysNothing_isRefusedUnlessAllowed() {
    refused(post());
    assertDoesNotThrow(() -> lenient.check(post(), ANN, COOKIE));
    assertThrows(
        JwtRejected.class,
        () -> lenient.check(post().header("Origin", "https://evil.example"), ANN, COOKIE));
  }

  @Test
  void requestWithoutHost_isRefused() {
    refused(FakeExchange.of("POST", "/").header("Origin", "https://shop.example"));
  }

  @Test
  void login_isRefusedOnEvidenceOnly() {
    assertDoesNotThrow(() -> csrf.checkLogin(post()));
    assertDoesNotThrow(() -> csrf.checkLogin(post().header("Origin", "https://shop.example")));
    assertThrows(
        JwtRejected.class, () -> csrf.checkLogin(post().header("Origin", "https://evil.example")));
    assertThrows(
        JwtRejected.class, () -> csrf.checkLogin(post().header("Sec-Fetch-Site", "same-site")));
  }

  @Test
  void login_ofAPageThatHidesItsOrigin_isRefused() {
    assertThrows(JwtRejected.class, () -> csrf.checkLogin(post().header("Origin", "null")));
    assertThrows(JwtRejected.class, () -> lenient.checkLogin(post().header("Origin", "null")));
  }

  @Test
  void login_fromAnywhere_passesWhereEveryOriginIsAllowed() {
    Csrf open = new Csrf(Set.of("*"), false);
    assertDoesNotThrow(() -> open.checkLogin(post().header("Sec-Fetch-Site", "cross-site")));
  }

  private static FakeExchange handshake() {
    return FakeExchange.get("/chat").header("Host", "shop.example").header("Upgrade", "websocket");
  }

  @Test
  void webSocket_opensForPagesOfOursAndOfFriends() {
    passes(handshake().header("Origin", "https://shop.example"));
    passes(handshake().header("Origin", "http://shop.example"));
    passes(handshake().header("Origin", "https://friend.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "https://shop.example.evil.example", ""})
  void webSocket_opensForNoOtherPages(String origin) {
    refused(handshake().header("Origin", origin));
    refused(handshake().header("Origin", origin).header("Sec-Fetch-Site", "same-origin"));
  }

  @Test
  void webSocket_ofAPageOfOurs_opens_whateverABrowserThinksOfTheSite() {
    passes(
        handshake()
            .header("Origin", "https://shop.example")
            .header("Sec-Fetch-Site", "cross-site"));
  }

  @Test
  void webSocketThatSaysNothing_isRefusedUnlessAllowed() {
    refused(handshake());
    refused(handshake().header("Referer", "https://shop.example/"));
    assertDoesNotThrow(() -> lenient.check(handshake(), ANN, COOKIE));
    assertDoesNotThrow(() -> csrf.check(handshake(), ANN, HEADER));
  }
}
