package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The CORS protocol of the Fetch standard. */
class CorsTest {
  private static final String FRIEND = "https://friend.example";

  private final Cors cors = new Cors(Set.of(FRIEND), true, false);

  private static FakeExchange preflight(String origin) {
    return FakeExchange.of("OPTIONS", "/x")
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "PUT");
  }

  @Test
  void nothing_isSaid_whereNoOriginIsAllowed() {
    FakeExchange exchange = preflight(FRIEND);
    assertFalse(new Cors(Set.of(), true, false).handled(exchange));
    assertEquals(Map.of(), exchange.answered);
    assertEquals(List.of(), exchange.added);
  }

  @Test
  void allowedOrigin_mayRead_withCredentials() {
    FakeExchange exchange = FakeExchange.get("/x").header("Origin", FRIEND);
    assertFalse(cors.handled(exchange));
    assertEquals(
        Map.of("Access-Control-Allow-Origin", FRIEND, "Access-Control-Allow-Credentials", "true"),
        exchange.answered);
    assertEquals(List.of("Vary: Origin"), exchange.added);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "https://evil.example",
        "https://friend.example.evil",
        "http://friend.example",
        "https://FRIEND.example",
        "*",
        ""
      })
  void otherOrigin_isNeverReflected(String origin) {
    FakeExchange exchange = FakeExchange.get("/x").header("Origin", origin);
    assertFalse(cors.handled(exchange));
    assertEquals(Map.of(), exchange.answered);
    assertEquals(List.of("Vary: Origin"), exchange.added);
  }

  @Test
  void twoOrigins_areNone() {
    FakeExchange exchange =
        FakeExchange.get("/x").header("Origin", FRIEND).header("Origin", FRIEND);
    cors.handled(exchange);
    assertEquals(Map.of(), exchange.answered);
  }

  @Test
  void preflight_ofAnAllowedOrigin_isAnswered() {
    FakeExchange exchange = preflight(FRIEND);
    assertTrue(cors.handled(exchange));
    assertEquals(204, exchange.status);
    assertEquals(FRIEND, exchange.answered.get("Access-Control-Allow-Origin"));
    assertTrue(exchange.answered.get("Access-Control-Allow-Methods").contains("PUT"));
    assertTrue(exchange.answered.get("Access-Control-Allow-Headers").contains("Authorization"));
  }

  @Test
  void preflight_grantsNothingThatIsNotListed_andNoPrivateNetwork() {
    FakeExchange exchange =
        preflight(FRIEND)
            .header("Access-Control-Request-Headers", "x-evil")
            .header("Access-Control-Request-Private-Network", "true");
    cors.handled(exchange);
    assertEquals(
        Set.of(
            "Access-Control-Allow-Origin",
            "Access-Control-Allow-Credentials",
            "Access-Control-Allow-Methods",
            "Access-Control-Allow-Headers",
            "Access-Control-Max-Age"),
        exchange.answered.keySet());
    assertFalse(exchange.answered.toString().contains("x-evil"));
  }

  @Test
  void preflight_ofAnotherOrigin_isRefusedWithoutAWord() {
    FakeExchange exchange = preflight("https://evil.example");
    assertTrue(cors.handled(exchange));
    assertEquals(403, exchange.status);
    assertEquals(Map.of(), exchange.answered);
  }

  @Test
  void options_withoutItsHeaders_isNoPreflight() {
    assertFalse(cors.handled(FakeExchange.of("OPTIONS", "/x").header("Origin", FRIEND)));
    assertFalse(
        cors.handled(
            FakeExchange.of("OPTIONS", "/x").header("Access-Control-Request-Method", "PUT")));
  }

  @Test
  void star_allowsEverybody_neverWithCredentials() {
    FakeExchange exchange = FakeExchange.get("/x").header("Origin", "https://any.example");
    new Cors(Set.of("*"), true, false).handled(exchange);
    assertEquals(Map.of("Access-Control-Allow-Origin", "*"), exchange.answered);
  }

  @Test
  void proofs_mayBeSent_andWhatTheyNeedMayBeRead_whereTheyAreOn() {
    Cors withProofs = new Cors(Set.of(FRIEND), true, true);
    FakeExchange preflight = preflight(FRIEND);
    assertTrue(withProofs.handled(preflight));
    assertTrue(preflight.answered.get("Access-Control-Allow-Headers").endsWith(", DPoP"));
    FakeExchange exchange = FakeExchange.get("/x").header("Origin", FRIEND);
    assertFalse(withProofs.handled(exchange));
    assertEquals(
        List.of("Vary: Origin", "Access-Control-Expose-Headers: DPoP-Nonce, WWW-Authenticate"),
        exchange.added);
    FakeExchange foreign = FakeExchange.get("/x").header("Origin", "https://evil.example");
    assertFalse(withProofs.handled(foreign));
    assertEquals(List.of("Vary: Origin"), foreign.added);
    FakeExchange without = preflight(FRIEND);
    assertTrue(cors.handled(without));
    assertFalse(without.answered.get("Access-Control-Allow-Headers").contains("DPoP"));
  }
}
