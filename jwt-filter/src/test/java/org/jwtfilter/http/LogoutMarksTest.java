package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;

class LogoutMarksTest {
  private final CookieRules rules = Fixture.cookies();
  private final LogoutMarks marks = new LogoutMarks(rules, Duration.ofMinutes(32));

  private FakeExchange after(String... ended) {
    FakeExchange exchange = FakeExchange.get("/");
    for (String one : ended) {
      FakeExchange next = exchange.next(FakeExchange.get("/"));
      marks.end(next, Set.of(one));
      exchange = next;
    }
    return exchange.next(FakeExchange.get("/"));
  }

  @Test
  void ended_isWhatWasEnded() {
    FakeExchange exchange = after("a", "b");
    assertTrue(marks.ended(exchange, "a"));
    assertTrue(marks.ended(exchange, "b"));
    assertFalse(marks.ended(exchange, "c"));
    assertFalse(marks.ended(FakeExchange.get("/"), "a"));
  }

  @Test
  void severalEnds_inOneAnswer_areAllMarked() {
    FakeExchange exchange = FakeExchange.get("/");
    marks.end(exchange, Set.of("grant"));
    marks.end(exchange, Set.of("session"));
    FakeExchange next = exchange.next(FakeExchange.get("/"));
    assertTrue(marks.ended(next, "grant"));
    assertTrue(marks.ended(next, "session"));
  }

  @Test
  void cookie_livesAsLongAsWhatItEnds_andTellsNothing() {
    FakeExchange exchange = FakeExchange.get("/");
    marks.end(exchange, Set.of("the-grant"));
    SetCookie cookie = exchange.set.get("jwt-out");
    assertTrue(cookie.line().contains("; Max-Age=1920;"));
    assertEquals(12, cookie.value().length());
    assertFalse(cookie.value().contains("grant"));
  }

  @Test
  void marks_areBounded_theLatestAreKept() {
    String[] ids = IntStream.range(0, 20).mapToObj(Integer::toString).toArray(String[]::new);
    FakeExchange exchange = after(ids);
    assertFalse(marks.ended(exchange, "11"));
    IntStream.range(12, 20).forEach(i -> assertTrue(marks.ended(exchange, "" + i)));
  }

  @Test
  void markSetAgain_isTheLatest() {
    FakeExchange exchange = after("a", "b", "c", "d", "e", "f", "g", "h", "a", "i");
    assertTrue(marks.ended(exchange, "a"));
    assertFalse(marks.ended(exchange, "b"));
  }

  @Test
  void tokenOfAnEndedLogin_isRefused_inThatBrowser() {
    Jwt jwt = Fixture.jwt();
    FakeExchange exchange = after(jwt.grant().orElseThrow());
    TokenTransport cookie = new CookieTransport(rules);
    JwtRejected e = assertThrows(JwtRejected.class, () -> marks.check(exchange, jwt, cookie));
    assertEquals(Reason.LOGGED_OUT, e.reason());
    assertDoesNotThrow(() -> marks.check(exchange, jwt, new HeaderTransport()));
    assertDoesNotThrow(() -> marks.check(after("other"), jwt, cookie));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "....................", "x.y.z", "\u00e4", "aaaaaaaaaaaaa"})
  void cookie_thatMeansNothing_isNothing(String value) {
    FakeExchange exchange = FakeExchange.get("/").cookie("jwt-out", value);
    assertFalse(marks.ended(exchange, "a"));
    marks.end(exchange, Set.of("a"));
    assertTrue(marks.ended(exchange.next(FakeExchange.get("/")), "a"));
  }

  @Test
  void hugeCookie_staysBounded() {
    FakeExchange exchange = FakeExchange.get("/").cookie("jwt-out", "aaaaaaaaaaaa.".repeat(10_000));
    marks.end(exchange, Set.of("a"));
    assertTrue(exchange.set.get("jwt-out").value().length() <= 8 * 13);
  }
}
