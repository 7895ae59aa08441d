package org.jwtfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyRing;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.key.TestKeys;

/** Both sides of every line that the gate draws. */
class GateBoundariesTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
  private static final long LAST = 253_402_300_799L;

  private static String refusal(Duration skew, Set<String> issuers, List<String> names, int most) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> new TokenRules(issuers, Set.of(), skew, names, List.of(), Map.of(), most))
        .getMessage();
  }

  @Test
  void rules_that_make_no_sense_are_refused() {
    Set<String> issuers = Set.of("me");
    List<String> sub = List.of("sub");
    assertEquals("issuers is empty: name at least one", refusal(Duration.ZERO, Set.of(), sub, 100));
    assertEquals(
        "principalClaims is empty: name at least one",
        refusal(Duration.ZERO, issuers, List.of(), 100));
    assertEquals("clockSkew is negative", refusal(Duration.ofNanos(-1), issuers, sub, 100));
    assertEquals(
        "clockSkew is longer than 10 minutes",
        refusal(Duration.ofMinutes(10).plusNanos(1), issuers, sub, 100));
    assertEquals("maxTokenLength is not positive", refusal(Duration.ZERO, issuers, sub, 0));
  }

  @Test
  void the_widest_and_the_narrowest_rules_are_accepted() {
    for (Duration skew : List.of(Duration.ZERO, Duration.ofMinutes(10))) {
      TokenRules rules =
          new TokenRules(Set.of("me"), Set.of(), skew, List.of("sub"), List.of(), Map.of(), 1);
      assertEquals(skew, rules.clockSkew());
    }
  }

  @Test
  void tokens_that_are_issued_live_for_a_second_or_longer() {
    Duration second = Duration.ofSeconds(1);
    assertEquals(second, new IssueRules("me", List.of(), second, second, second).lifetime());
    Duration shorter = second.minusNanos(1);
    assertEquals(
        "lifetime is shorter than a second",
        assertThrows(
                IllegalArgumentException.class,
                () -> new IssueRules("me", List.of(), shorter, Duration.ZERO, second))
            .getMessage());
  }

  @Test
  void an_issuer_tells_its_rules() {
    IssueRules rules =
        new IssueRules(
            "me", List.of(), Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofHours(1));
    KeySource keys = KeySource.of(KeyRing.of(List.of(TestKeys.hs256())));
    assertEquals(rules, new JwtIssuer(keys, rules, CLOCK).rules());
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x1F, 0x7F, 0x9F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069})
  void a_name_that_misleads_its_reader_is_not_sound(int c) {
    assertFalse(Names.sound("ann" + (char) c));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x20, 0x7E, 0xA0, 0x2027, 0x202F, 0x2065, 0x206A, 0x4F60})
  void a_name_of_other_characters_is_sound(int c) {
    assertTrue(Names.sound("ann" + (char) c));
  }

  @Test
  void dates_reach_from_one_end_of_four_digit_years_to_the_other() {
    for (long date : new long[] {LAST, -LAST}) {
      assertEquals(OptionalLong.of(date), NumericDate.seconds(date, RoundingMode.FLOOR));
    }
    for (long date : new long[] {LAST + 1, -LAST - 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertEquals(OptionalLong.empty(), NumericDate.seconds(date, RoundingMode.FLOOR));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "253402300799.5, 253402300799",
    "253402300800.0,",
    "1.795e9, 1795000000",
    "1E-100, 0",
    "1E-101,",
    "1E+11, 100000000000",
    "1E+12,",
    "1E+2147483647,",
    "1E-2147483647,",
    "-0.5, -1",
  })
  void fractions_are_dates_within_the_same_bounds(BigDecimal date, @Nullable Long seconds) {
    assertEquals(
        seconds == null ? OptionalLong.empty() : OptionalLong.of(seconds),
        NumericDate.seconds(date, RoundingMode.FLOOR));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a", "a.b", ".b.c", "a..c", "a.b.", "a.b.c.d", "...."})
  void anything_but_three_parts_is_no_token(String text) {
    assertTrue(CompactToken.split(text).isEmpty());
  }

  @Test
  void the_shortest_parts_are_parts() {
    CompactToken token = CompactToken.split("a.b.c").orElseThrow();
    assertEquals("a", token.header());
    assertEquals("b", token.payload());
    assertEquals("c", token.signature());
  }

  private static @Nullable String kid(String kid) throws JwtRejected {
    return JoseHeader.of(Map.of("alg", "HS256", "kid", kid), TokenKind.ACCESS).kid();
  }

  @Test
  void a_kid_is_printable_ascii_of_256_characters_at_most() throws JwtRejected {
    assertEquals(" ~", kid(" ~"));
    assertEquals("k".repeat(256), kid("k".repeat(256)));
    for (String bad : List.of("k".repeat(257), "\u001F", "\u007F", "ü")) {
      assertEquals(Reason.HEADER, assertThrows(JwtRejected.class, () -> kid(bad)).reason());
    }
  }

  @Test
  void a_claim_whose_name_begins_with_a_dot_is_no_path() {
    Map<String, Object> inner = new HashMap<>(Map.of("a", "inner"));
    assertTrue(Claims.at(Map.of("", inner), ".a").isEmpty());
    assertEquals("inner", Claims.at(Map.of("x", inner), "x.a").orElseThrow());
  }

  private static String token(JwtKey key) {
    return Minted.token(
        key,
        "{\"alg\":\"%s\"}".formatted(key.algorithm()),
        "{\"iss\":\"me\",\"sub\":\"ann\",\"exp\":1800000300}");
  }

  /** Keys whose owner has another ring, once it is asked for. */
  private static final class Rotating implements KeySource {
    final List<String> asked = new ArrayList<>();
    private final KeyRing old;
    private final KeyRing next;

    Rotating(JwtKey old, JwtKey next) {
      this.old = KeyRing.of(List.of(old));
      this.next = KeyRing.of(List.of(next));
    }

    @Override
    public KeyRing current() {
      return old;
    }

    @Override
    public KeyRing afterFailure(KeyRing tried, @Nullable String kid, String alg) {
      asked.add(kid + " " + alg);
      return next;
    }
  }

  @Test
  void a_token_that_no_key_fits_is_tried_once_more_with_the_ring_that_has_come() throws Exception {
    JwtKey next = TestKeys.hs256();
    Rotating keys = new Rotating(TestKeys.hs256(), next);
    JwtVerifier verifier = new JwtVerifier(keys, TokenRules.of("me"), CLOCK);

    Jwt jwt = verifier.verify(token(next));

    assertEquals("ann", jwt.principalName());
    assertEquals(token(next), jwt.token());
    assertEquals(List.of("null HS256"), keys.asked);
  }

  @Test
  void a_token_that_no_key_of_either_ring_has_made_is_refused() {
    Rotating keys = new Rotating(TestKeys.hs256(), TestKeys.hs256());
    JwtVerifier verifier = new JwtVerifier(keys, TokenRules.of("me"), CLOCK);
    String forged = token(TestKeys.hs256());

    assertEquals(
        Reason.SIGNATURE, assertThrows(JwtRejected.class, () -> verifier.verify(forged)).reason());
    assertEquals(2, keys.asked.size(), "asked until there is no other ring");
  }
}
