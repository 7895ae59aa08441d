package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;
import org.jwtfilter.TokenRules;

/** Both sides of the lines that transports and checks draw. */
class CheckBoundariesTest {
  private final TokenTransport header = new HeaderTransport();
  private final CookieRules rules = Fixture.cookies();
  private final CookieTransport cookie = new CookieTransport(rules);

  private Optional<String> bearer(String value) throws JwtRejected {
    return header.read(FakeExchange.get("/").header("Authorization", value));
  }

  @Test
  void a_bearer_token_of_the_greatest_length_is_read_and_a_longer_one_refused() throws Exception {
    String longest = "t".repeat(TokenRules.DEFAULT_MAX_TOKEN_LENGTH);
    assertEquals(Optional.of(longest), bearer("Bearer   " + longest));
    assertEquals(
        Reason.TOO_LONG,
        assertThrows(JwtRejected.class, () -> bearer("Bearer " + longest + "t")).reason());
  }

  @Test
  void a_bearer_scheme_with_blanks_alone_presents_an_empty_token() throws Exception {
    assertEquals(Optional.of(""), bearer("Bearer   "));
  }

  @Test
  void a_token_that_fills_a_cookie_line_is_set_and_a_longer_one_is_not() {
    FakeExchange exchange = FakeExchange.get("/");
    int room = CookieRules.MOST_LINE_BYTES - rules.set("", "", false).length();
    String fits = "t".repeat(room);

    assertTrue(cookie.fits(exchange, fits));
    cookie.write(exchange, fits);
    assertEquals(fits, exchange.set.get("jwt").value());

    FakeExchange other = FakeExchange.get("/");
    assertFalse(cookie.fits(other, fits + "t"));
    cookie.write(other, fits + "t");
    assertNull(other.set.get("jwt"));
  }

  @Test
  void a_cookie_is_cleared_by_its_deletion() {
    FakeExchange exchange = FakeExchange.get("/");
    cookie.clear(exchange);
    SetCookie cleared = exchange.set.get("jwt");
    assertEquals("", cleared.value());
    assertTrue(cleared.attributes().contains("Max-Age=0"));
  }

  @Test
  void a_cookie_for_one_path_has_that_path_and_no_host_prefix() {
    SetCookie set = rules.scoped("-refresh", Optional.of("v"), "/shop/jwt/refresh", true);
    assertEquals("__Secure-jwt-refresh", set.name());
    assertTrue(set.attributes().contains("; Path=/shop/jwt/refresh"));
    assertFalse(set.attributes().contains("Max-Age=0"));

    SetCookie deleted = rules.scoped("-refresh", Optional.empty(), "/shop/jwt/refresh", true);
    assertEquals("__Secure-jwt-refresh", deleted.name());
    assertTrue(deleted.attributes().contains("Max-Age=0"));
  }

  @ParameterizedTest
  @CsvSource({
    "/a, true",
    "/a/b, true",
    "/ab, false",
    "/x.jsp, true",
    "/.jsp, true",
    "/x.jsp/y, false",
    "/y, false"
  })
  void paths_are_those_that_any_pattern_matches(String path, boolean contained) {
    assertEquals(contained, Paths.of(List.of("/a/*", "*.jsp")).contains(path));
  }

  @Test
  void a_saved_target_has_2048_characters_at_most() {
    String longest = "/" + "a".repeat(2047);
    assertTrue(SavedTarget.safe(longest));
    assertFalse(SavedTarget.safe(longest + "a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a\u007F", "/a%7f", "/a%1f", "/a%5c", "/a%2f/b", "?x", ""})
  void a_saved_target_that_is_read_in_two_ways_is_not_followed(String target) {
    assertFalse(SavedTarget.safe(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a!b~", "/a%20b", "/?x={y}", "/a?x=//y"})
  void a_saved_target_of_printable_characters_is_followed(String target) {
    assertTrue(SavedTarget.safe(target));
  }

  @Test
  void a_parameter_is_found_at_any_place_of_a_query_and_under_an_encoded_name() {
    assertEquals(List.of("1", "", "2"), QueryString.values("t=1&t&t=2", "t"));
    assertEquals(List.of("1"), QueryString.values("%74=1", "t"));
    assertEquals(List.of("1"), QueryString.values("+t=1", " t"));
    assertEquals(List.of("x"), QueryString.values("=x", ""));
    assertEquals("%zz=1", QueryString.without("%zz=1&t", "t"));
    assertNull(QueryString.without("%74=1", "t"));
    assertEquals("a=1&&b", QueryString.without("a=1&t=2&&b", "t"));
  }
}
