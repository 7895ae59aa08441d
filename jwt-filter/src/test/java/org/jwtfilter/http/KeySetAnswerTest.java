package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.key.KeyRing;
import org.jwtfilter.key.TestKeys;

/** The endpoint that publishes our keys. */
class KeySetAnswerTest {
  private KeyRing ring = KeyRing.of(List.of(TestKeys.rs256()));
  private final KeySetAnswer answer = answer(Duration.ofSeconds(60));

  @Test
  void get_isAnswered_forEveryOrigin_andEveryCache() {
    FakeExchange exchange = FakeExchange.get("/jwt/jwks");
    assertTrue(answer.handled(exchange));
    assertEquals(200, exchange.status);
    assertEquals("application/jwk-set+json", exchange.contentType);
    assertEquals("{\"keys\":[]}", exchange.body);
    assertEquals("public, max-age=60", exchange.answered.get("Cache-Control"));
    assertEquals("*", exchange.answered.get("Access-Control-Allow-Origin"));
    assertEquals("nosniff", exchange.answered.get("X-Content-Type-Options"));
  }

  @Test
  void otherPaths_areNotAnswered() {
    for (String path : List.of("/jwt/jwks/", "/jwt", "/jwt/JWKS", "/")) {
      assertFalse(answer.handled(FakeExchange.get(path)), path);
    }
    KeySetAnswer off = new KeySetAnswer(Optional.empty(), () -> ring, Duration.ZERO);
    assertFalse(off.handled(FakeExchange.get("/jwt/jwks")));
  }

  @ParameterizedTest
  @CsvSource({"0, 3600", "1, 1", "3599, 3599", "3600, 3600", "86400, 3600"})
  void copy_livesNoLongerThanItTakesForAllNodesToKnowAKey(int interval, int age) {
    FakeExchange exchange = FakeExchange.get("/jwt/jwks");
    answer(Duration.ofSeconds(interval)).handled(exchange);
    assertEquals("public, max-age=" + age, exchange.answered.get("Cache-Control"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE"})
  void otherMethods_are405(String method) {
    FakeExchange exchange = FakeExchange.of(method, "/jwt/jwks");
    assertTrue(answer.handled(exchange));
    assertEquals(405, exchange.status);
    assertEquals("GET, HEAD, OPTIONS", exchange.answered.get("Allow"));
  }

  @Test
  void preflight_isAllowed() {
    FakeExchange exchange = FakeExchange.of("OPTIONS", "/jwt/jwks");
    assertTrue(answer.handled(exchange));
    assertEquals(204, exchange.status);
    assertEquals("*", exchange.answered.get("Access-Control-Allow-Origin"));
    assertEquals("GET, HEAD", exchange.answered.get("Access-Control-Allow-Methods"));
    assertEquals("*", exchange.answered.get("Access-Control-Allow-Headers"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "W/%s", "\"x\", %s", "*"})
  void copyThatIsStillGood_is304_withoutABody(String form) {
    FakeExchange first = FakeExchange.get("/jwt/jwks");
    answer.handled(first);
    String tag = first.answered.get("ETag");
    assertTrue(tag.matches("\"[A-Za-z0-9_-]{16}\""), tag);
    FakeExchange again = FakeExchange.get("/jwt/jwks").header("If-None-Match", form.formatted(tag));
    answer.handled(again);
    assertEquals(304, again.status);
    assertEquals("", again.body);
    assertEquals(tag, again.answered.get("ETag"));
    assertEquals("public, max-age=60", again.answered.get("Cache-Control"));
  }

  @Test
  void copyOfAnotherSet_isReplaced() {
    FakeExchange exchange = FakeExchange.get("/jwt/jwks").header("If-None-Match", "\"x\"");
    answer.handled(exchange);
    assertEquals(200, exchange.status);
  }

  @Test
  void set_isMadeOncePerRing() {
    FakeExchange one = FakeExchange.get("/jwt/jwks");
    FakeExchange other = FakeExchange.get("/jwt/jwks");
    answer.handled(one);
    answer.handled(other);
    assertSame(one.body, other.body);
    ring = KeyRing.of(List.of(TestKeys.otherRs256()));
    FakeExchange later = FakeExchange.get("/jwt/jwks");
    answer.handled(later);
    assertTrue(one.body != later.body);
  }

  private KeySetAnswer answer(Duration interval) {
    return new KeySetAnswer(Optional.of("/jwt/jwks"), () -> ring, interval);
  }
}
