package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;

/** The token among the sub-protocols of a handshake. */
class SubprotocolTransportTest {
  private final TokenTransport transport = new SubprotocolTransport();

  private static FakeExchange handshake(String... offered) {
    FakeExchange exchange = FakeExchange.get("/chat").header("Upgrade", "websocket");
    List.of(offered).forEach(one -> exchange.header("Sec-WebSocket-Protocol", one));
    return exchange;
  }

  private Reason refused(FakeExchange exchange) {
    return assertThrows(JwtRejected.class, () -> transport.read(exchange)).reason();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bearer, a.b.c",
        "bearer,a.b.c",
        "Bearer ,  a.b.c",
        "chat, bearer, a.b.c",
        "bearer, a.b.c, chat",
        ", bearer,, a.b.c ,",
      })
  void token_followsTheMarker(String offered) throws JwtRejected {
    assertEquals(Optional.of("a.b.c"), transport.read(handshake(offered)));
  }

  @Test
  void token_isFoundAcrossHeaders() throws JwtRejected {
    assertEquals(Optional.of("a.b.c"), transport.read(handshake("chat, bearer", "a.b.c")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "chat", "bearer.x", "a.b.c", "xbearer, a.b.c"})
  void otherProtocols_areNoneOfOurBusiness(String offered) throws JwtRejected {
    assertEquals(Optional.empty(), transport.read(handshake(offered)));
  }

  @Test
  void requestThatOpensNoSocket_isNotLookedAt() throws JwtRejected {
    for (FakeExchange request :
        List.of(
            FakeExchange.get("/"),
            FakeExchange.of("POST", "/").header("Upgrade", "websocket"),
            FakeExchange.of("CONNECT", "/"),
            FakeExchange.get("/").header("Upgrade", "h2c"))) {
      request.header("Sec-WebSocket-Protocol", "bearer, a.b.c");
      assertEquals(Optional.empty(), transport.read(request));
    }
  }

  @Test
  void upgrade_isReadInAnyCase_andAmongOthers() throws JwtRejected {
    FakeExchange request = FakeExchange.get("/").header("Upgrade", "h2c, WebSocket");
    request.header("Sec-WebSocket-Protocol", "bearer, a.b.c");
    assertEquals(Optional.of("a.b.c"), transport.read(request));
  }

  @Test
  void handshakeOverHttp2_isAConnect() throws JwtRejected {
    FakeExchange request = FakeExchange.of("CONNECT", "/").header("Sec-WebSocket-Version", "13");
    request.header("Sec-WebSocket-Protocol", "bearer, a.b.c");
    assertEquals(Optional.of("a.b.c"), transport.read(request));
  }

  @Test
  void malformedOffers_areRefused() {
    assertEquals(Reason.BAD_REQUEST, refused(handshake("bearer")));
    assertEquals(Reason.BAD_REQUEST, refused(handshake("chat", "bearer,")));
    assertEquals(Reason.TWO_TOKENS, refused(handshake("bearer, a.b.c, bearer, a.b.c")));
    assertEquals(Reason.TWO_TOKENS, refused(handshake("bearer, a.b.c", "Bearer")));
    assertEquals(Reason.TOO_LONG, refused(handshake("bearer, " + "a".repeat(100_000))));
  }

  @Test
  void acceptedToken_isAnsweredWithItsMarker_asTheClientSpelledIt() {
    FakeExchange exchange = handshake("chat, Bearer, a.b.c");
    transport.accepted(exchange);
    assertEquals(Map.of("Sec-WebSocket-Protocol", "Bearer"), exchange.answered);
  }

  @Test
  void token_isNotSentByBrowsersByThemselves() {
    assertFalse(transport.ambient());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bearer, t|",
        "bearer|",
        "chat|chat",
        "chat, bearer, t|chat",
        "bearer, t, chat, news|chat, news",
        "chat,BEARER,t,news|chat, news",
        "bearer, t, chat, bearer, u|chat",
        "bearer, bearer, t|t",
      })
  void application_seesWhatIsNotOurs(String offered, String visible) {
    assertEquals(Optional.ofNullable(visible), Handshake.visible(List.of(offered)));
  }

  @Test
  void offer_doesNotShowItsToken() {
    assertFalse(Handshake.offers(handshake("bearer, secret")).toString().contains("secret"));
  }
}
