package org.jwtfilter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyRing;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.key.TestKeys;

class JwtVerifierTest {
  private static final long NOW = 1_800_000_000;
  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  private static final String CLAIMS =
      "{\"iss\":\"https://issuer.example\",\"aud\":\"api\",\"sub\":\"ann\",\"exp\":1800000300}";

  private final JwtKey key = TestKeys.hs256();
  private final AtomicReference<KeyRing> ring = new AtomicReference<>(KeyRing.of(List.of(key)));
  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(NOW));
  private final TokenRules rules =
      new TokenRules(
          Set.of("https://issuer.example", "https://other.example"),
          Set.of("api", "shop"),
          Duration.ofSeconds(30),
          List.of("upn", "sub"),
          List.of("groups", "realm_access.roles", "scope"),
          Map.of("chief", "admin"),
          8192);
  private final JwtVerifier verifier = new JwtVerifier(ring::get, rules, clock);

  private final JwtVerifier refreshing =
      new JwtVerifier(
          ring::get,
          new TokenRules(
              TokenKind.REFRESH,
              rules.issuers(),
              rules.audiences(),
              rules.clockSkew(),
              rules.principalClaims(),
              rules.rolesClaims(),
              rules.roleMap(),
              rules.maxTokenLength(),
              Optional.empty(),
              false),
          clock);

  private final List<String> logged = new ArrayList<>();
  private final Handler listening =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    Logger.getLogger(JwtVerifier.class.getName()).addHandler(listening);
  }

  @AfterEach
  void stopListening() {
    Logger.getLogger(JwtVerifier.class.getName()).removeHandler(listening);
  }

  // --- what is accepted ---

  @Test
  void a_good_token_gives_its_claims() throws JwtRejected {
    Jwt jwt =
        verifier.verify(
            withClaims(
                """
                "jti":"t1","iat":1799999999.9,"grant":"g1","auth_time":1799990000,
                "groups":["user","chief"],"url":{"https://x.example/a.b":[1]}
                """));
    assertEquals("ann", jwt.principalName());
    assertEquals(Set.of("user", "admin"), jwt.roles());
    assertEquals("t1", jwt.id().orElseThrow());
    assertEquals("https://issuer.example", jwt.issuer().orElseThrow());
    assertEquals("ann", jwt.subject().orElseThrow());
    assertEquals(List.of("api"), jwt.audience());
    assertEquals(Instant.ofEpochSecond(1_800_000_300), jwt.expiresAt());
    assertEquals(Instant.ofEpochSecond(1_799_999_999), jwt.issuedAt().orElseThrow());
    assertEquals("g1", jwt.grant().orElseThrow());
    assertEquals(Instant.ofEpochSecond(1_799_990_000), jwt.authenticatedAt().orElseThrow());
    assertEquals(List.of(1L), jwt.claim("url.https://x.example/a.b").orElseThrow());
    assertEquals(10, jwt.claims().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JWT",
        "jwt",
        "Jwt",
        "at+jwt",
        "AT+JWT",
        "application/jwt",
        "application/at+jwt",
        "Application/At+JWT"
      })
  void types_of_access_tokens_are_accepted_in_any_case(String typ) throws JwtRejected {
    verifier.verify(token("{\"alg\":\"HS256\",\"typ\":\"" + typ + "\"}", CLAIMS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"refresh+jwt", "REFRESH+JWT", "application/refresh+jwt"})
  void types_of_refresh_tokens_are_accepted_where_they_are_expected_alone(String typ)
      throws JwtRejected {
    String token = token("{\"alg\":\"HS256\",\"typ\":\"" + typ + "\"}", CLAIMS);
    assertEquals("ann", refreshing.verify(token).principalName());
    assertReason(Reason.WRONG_TYPE, verifier, token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"JWT\"", "\"at+jwt\"", "\"refresh\"", "\"\"", "7", "null", "[\"refresh+jwt\"]"})
  void other_types_are_refused_where_refresh_tokens_are_expected(String typ) {
    assertReason(
        Reason.WRONG_TYPE, refreshing, token("{\"alg\":\"HS256\",\"typ\":" + typ + "}", CLAIMS));
  }

  @Test
  void a_token_without_type_is_no_refresh_token() {
    assertReason(Reason.WRONG_TYPE, refreshing, token("{\"alg\":\"HS256\"}", CLAIMS));
  }

  private static void assertReason(Reason reason, JwtVerifier asked, String token) {
    JwtRejected refused = assertThrows(JwtRejected.class, () -> asked.verify(token));
    assertEquals(reason, refused.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"HS256\"}",
        "{\"alg\":\"HS256\",\"kid\":\"of another\"}",
        "{ \"alg\" :\t\"HS256\" ,\r\n\"x\":{}}",
        "{\"alg\":\"HS256\",\"jku\":\"https://evil.example\",\"x5t\":\"AA\",\"jwk\":{}}"
      })
  void headers_that_change_nothing_are_accepted(String header) throws JwtRejected {
    verifier.verify(token(header, CLAIMS));
  }

  @Test
  void asymmetric_tokens_are_accepted() throws JwtRejected {
    for (JwtKey one : List.of(TestKeys.rs256(), TestKeys.es256())) {
      ring.set(KeyRing.of(List.of(one)));
      String header = "{\"alg\":\"" + one.algorithm() + "\",\"kid\":\"" + one.id() + "\"}";
      assertEquals("ann", verifier.verify(Minted.token(one, header, CLAIMS)).principalName());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"aud\":\"shop\"",
        "\"aud\":[\"x\",\"api\"]",
        "\"iss\":\"https://other.example\"",
        "\"exp\":1.8000003e9",
        "\"exp\":253402300799",
        "\"nbf\":-1",
        "\"nbf\":0",
        "\"iat\":1800000000.5"
      })
  void other_forms_of_good_claims_are_accepted(String claim) throws JwtRejected {
    verifier.verify(withClaims(claim));
  }

  // --- the form ---

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a",
        "a.b",
        "a.b.",
        ".b.c",
        "a..c",
        "a.b.c.d",
        "a.b.c.d.e",
        "a.b.c",
        "{\"payload\":\"\"}",
        "Bearer a.b.c",
        "\0\0\0",
        "💥.💥.💥",
        "eyJ.eyJ.AAA"
      })
  void what_is_no_compact_token_is_malformed(String text) {
    assertRejected(Reason.MALFORMED, text);
  }

  @Test
  void the_length_is_looked_at_first() throws JwtRejected {
    String longest = padded(8192);
    assertEquals(8192, longest.length());
    verifier.verify(longest);
    assertRejected(Reason.TOO_LONG, longest + "A");
    assertRejected(Reason.TOO_LONG, ".".repeat(1_000_000));
  }

  private String padded(int length) {
    for (int i = 0; ; i++) {
      String token = withClaims("\"pad\":\"" + "x".repeat(i) + "\"");
      if (token.length() >= length) {
        return token;
      }
      i += Math.max(0, (length - token.length()) * 3 / 4 - 3);
    }
  }

  @Test
  void another_spelling_of_the_same_bytes_is_refused() {
    String good = withClaims("\"a\":1");
    String[] parts = good.split("\\.");
    assertRejected(Reason.SIGNATURE, good + "=");
    for (String payload :
        List.of(parts[1] + "=", parts[1] + "\n", " " + parts[1], parts[1] + "%3D")) {
      assertRejected(Reason.MALFORMED, Minted.signed(key, parts[0], payload));
      assertRejected(Reason.MALFORMED, Minted.signed(key, payload, parts[1]));
    }
  }

  @Test
  void stray_bits_are_refused_even_if_signed() {
    String header = Base64Url.encode(HEADER.getBytes(UTF_8));
    String payload = Base64Url.encode((CLAIMS + " ").getBytes(UTF_8));
    String padded =
        payload.length() % 4 == 0 ? Base64Url.encode((CLAIMS + "  ").getBytes(UTF_8)) : payload;
    assertDoesNotThrow(() -> verifier.verify(Minted.signed(key, header, padded)));
    char last = padded.charAt(padded.length() - 1);
    assertRejected(
        Reason.MALFORMED,
        Minted.signed(key, header, padded.substring(0, padded.length() - 1) + (char) (last + 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "\"x\"",
        "1",
        "{}{}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\u0000\"}",
        "{a:1}"
      })
  void a_payload_that_is_not_strict_json_is_malformed(String payload) {
    assertRejected(Reason.MALFORMED, token(HEADER, payload));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "\"HS256\"",
        "{\"alg\":\"HS256\"}x",
        "{\"alg\":\"none\",\"alg\":\"HS256\"}",
        "{\"alg\":\"HS256\",\"\\u0061lg\":\"HS256\"}"
      })
  void a_header_that_is_not_strict_json_is_malformed(String header) {
    assertRejected(Reason.MALFORMED, token(header, CLAIMS));
  }

  @Test
  void malformed_utf8_is_refused_even_if_signed() {
    byte[] payload = CLAIMS.replace("ann", "an?").getBytes(UTF_8);
    for (int i = 0; i < payload.length; i++) {
      payload[i] = payload[i] == '?' ? (byte) 0xFF : payload[i];
    }
    assertRejected(Reason.MALFORMED, Minted.token(key, HEADER.getBytes(UTF_8), payload));
  }

  // --- the header ---

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"crit\":[]", "\"crit\":[\"exp\"]", "\"crit\":null", "\"crit\":\"b64\"", "\"b64\":false",
        "\"b64\":true", "\"zip\":\"DEF\"", "\"enc\":\"A256GCM\"", "\"epk\":{}", "\"p2c\":1",
        "\"p2s\":\"AA\"", "\"cty\":\"JWT\"", "\"kid\":7", "\"kid\":null", "\"kid\":[\"a\"]",
        "\"kid\":{}", "\"kid\":\"a\\r\\nb\"", "\"kid\":\"\\u0007\"", "\"kid\":\"ü\""
      })
  void header_parameters_that_nothing_here_implements_are_refused(String parameter) {
    assertRejected(Reason.HEADER, token("{\"alg\":\"HS256\"," + parameter + "}", CLAIMS));
  }

  @Test
  void a_kid_has_at_most_256_characters() throws JwtRejected {
    verifier.verify(token("{\"alg\":\"HS256\",\"kid\":\"" + "k".repeat(256) + "\"}", CLAIMS));
    assertRejected(
        Reason.HEADER, token("{\"alg\":\"HS256\",\"kid\":\"" + "k".repeat(257) + "\"}", CLAIMS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refresh+jwt",
        "session+jwt",
        "dpop+jwt",
        "logout+jwt",
        "JOSE",
        "",
        "jwt ",
        "text/jwt",
        "application/application/jwt"
      })
  void other_types_of_tokens_are_refused(String typ) {
    assertRejected(Reason.WRONG_TYPE, token("{\"alg\":\"HS256\",\"typ\":\"" + typ + "\"}", CLAIMS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "{}", "[\"JWT\"]", "true"})
  void a_type_that_is_no_text_is_refused(String typ) {
    assertRejected(Reason.WRONG_TYPE, token("{\"alg\":\"HS256\",\"typ\":" + typ + "}", CLAIMS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"alg\":null}",
        "{\"alg\":[\"HS256\"]}",
        "{\"alg\":1}",
        "{\"alg\":\"none\"}",
        "{\"alg\":\"hs256\"}",
        "{\"alg\":\"HS256 \"}",
        "{\"alg\":\"HS384\"}",
        "{\"alg\":\"RS256\"}",
        "{\"alg\":\"PS256\"}",
        "{\"alg\":\"\"}"
      })
  void an_algorithm_that_is_not_that_of_a_key_is_refused(String header) {
    assertRejected(Reason.ALGORITHM, token(header, CLAIMS));
  }

  @Test
  void a_secret_where_public_keys_are_expected_is_refused() {
    JwtKey rsa = TestKeys.rs256();
    ring.set(KeyRing.of(List.of(rsa)));
    assertRejected(Reason.ALGORITHM, token(HEADER, CLAIMS));
  }

  @Test
  void an_unsigned_token_is_refused() {
    String unsigned =
        Base64Url.encode("{\"alg\":\"none\"}".getBytes(UTF_8))
            + "."
            + Base64Url.encode(CLAIMS.getBytes(UTF_8));
    assertRejected(Reason.MALFORMED, unsigned + ".");
    assertRejected(Reason.ALGORITHM, unsigned + ".AA");
  }

  // --- the signature ---

  @Test
  void a_token_of_another_key_is_refused() {
    assertRejected(Reason.SIGNATURE, Minted.token(TestKeys.hs256(), HEADER, CLAIMS));
  }

  @Test
  void every_change_of_a_character_is_refused() {
    String good = token(HEADER, CLAIMS);
    for (int i = 0; i < good.length(); i++) {
      char other = good.charAt(i) == 'A' ? 'B' : 'A';
      String changed = good.substring(0, i) + other + good.substring(i + 1);
      assertThrows(JwtRejected.class, () -> verifier.verify(changed), changed);
    }
  }

  @Test
  void the_payload_of_a_forged_token_is_never_parsed() {
    String header = Base64Url.encode(HEADER.getBytes(UTF_8));
    assertRejected(
        Reason.SIGNATURE, header + ".!!!not-base64!!!." + Base64Url.encode(new byte[32]));
  }

  @Test
  void a_forged_asymmetric_token_is_refused_each_time() throws JwtRejected {
    JwtKey es256 = TestKeys.es256();
    ring.set(KeyRing.of(List.of(es256)));
    String good = Minted.token(es256, "{\"alg\":\"ES256\"}", CLAIMS);
    String forged = good.substring(0, good.length() - 20) + "A".repeat(20);
    for (int i = 0; i < 3; i++) {
      assertRejected(Reason.SIGNATURE, forged);
    }
    verifier.verify(good);
  }

  @Test
  void a_token_that_no_key_had_signed_is_good_once_the_ring_has_its_key() throws JwtRejected {
    JwtKey next = TestKeys.es256();
    ring.set(KeyRing.of(List.of(TestKeys.rs256())));
    String token = Minted.token(next, "{\"alg\":\"ES256\"}", CLAIMS);
    assertRejected(Reason.ALGORITHM, token);
    ring.set(KeyRing.of(List.of(next)));
    verifier.verify(token);
  }

  @Test
  void a_forgery_is_forgotten_when_the_ring_was_replaced() throws JwtRejected {
    JwtKey next = TestKeys.otherRs256();
    ring.set(KeyRing.of(List.of(TestKeys.rs256())));
    String token = Minted.token(next, "{\"alg\":\"RS256\"}", CLAIMS);
    assertRejected(Reason.SIGNATURE, token);
    assertRejected(Reason.SIGNATURE, token);
    ring.set(KeyRing.of(List.of(next)));
    verifier.verify(token);
  }

  // --- time ---

  @Test
  void a_token_ends_when_exp_and_skew_are_reached() throws JwtRejected {
    String token = token(HEADER, CLAIMS);
    clock.set(Instant.ofEpochSecond(1_800_000_300 + 30).minusMillis(1));
    verifier.verify(token);
    clock.advance(Duration.ofMillis(1));
    assertRejected(Reason.EXPIRED, token);
    assertRejected(Reason.EXPIRED, token(HEADER + " ", CLAIMS));
  }

  @Test
  void a_remembered_token_ends_in_the_same_millisecond() throws JwtRejected {
    String token = token(HEADER, CLAIMS);
    Jwt first = verifier.verify(token);
    clock.set(Instant.ofEpochSecond(1_800_000_330).minusMillis(1));
    assertSame(first, verifier.verify(token));
    clock.advance(Duration.ofMillis(1));
    assertRejected(Reason.EXPIRED, token);
    clock.advance(Duration.ofDays(-1));
    assertSame(first.principalName(), verifier.verify(token).principalName());
  }

  @Test
  void a_fraction_of_exp_is_rounded_down() {
    String token = withClaims("\"exp\":1800000300.999");
    clock.set(Instant.ofEpochSecond(1_800_000_330));
    assertRejected(Reason.EXPIRED, token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nbf", "iat"})
  void a_token_begins_when_its_date_less_skew_is_reached(String name) throws JwtRejected {
    String token = withClaims("\"" + name + "\":1800000100,\"exp\":1800009999");
    clock.set(Instant.ofEpochSecond(1_800_000_070).minusMillis(1));
    assertRejected(Reason.NOT_YET_VALID, token);
    clock.advance(Duration.ofMillis(1));
    verifier.verify(token);
    clock.advance(Duration.ofMillis(-1));
    assertRejected(Reason.NOT_YET_VALID, token);
  }

  @Test
  void a_fraction_of_nbf_is_rounded_up() throws JwtRejected {
    String token = withClaims("\"nbf\":1800000030.001");
    clock.set(Instant.ofEpochSecond(NOW));
    assertRejected(Reason.NOT_YET_VALID, token);
    clock.set(Instant.ofEpochSecond(NOW + 1));
    verifier.verify(token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"exp\":null",
        "\"exp\":\"1800000300\"",
        "\"exp\":true",
        "\"exp\":[1800000300]",
        "\"exp\":{}",
        "\"exp\":253402300800",
        "\"exp\":1e30",
        "\"exp\":1e999999999",
        "\"exp\":1e-999999999",
        "\"exp\":9223372036854775808",
        "\"exp\":-253402300800",
        "\"nbf\":null",
        "\"nbf\":\"1\"",
        "\"nbf\":1e999999999",
        "\"iat\":null",
        "\"iat\":false",
        "\"iat\":[]",
        "\"auth_time\":\"x\"",
        "\"auth_time\":1e99"
      })
  void a_date_of_another_type_or_out_of_range_is_refused(String claim) {
    assertRejected(Reason.CLAIM, withClaims(claim));
  }

  @Test
  void a_token_without_exp_is_refused() {
    assertRejected(Reason.CLAIM, token(HEADER, CLAIMS.replace(",\"exp\":1800000300", "")));
  }

  // --- issuer, audience, principal, roles ---

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://issuer.example/",
        "https://ISSUER.example",
        "",
        " https://issuer.example"
      })
  void another_issuer_is_refused(String issuer) {
    assertRejected(Reason.WRONG_ISSUER, withClaims("\"iss\":\"" + issuer + "\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"iss\":null",
        "\"iss\":[\"https://issuer.example\"]",
        "\"sub\":7",
        "\"sub\":null",
        "\"jti\":1",
        "\"jti\":null",
        "\"sub\":{}",
        "\"iss\":1"
      })
  void registered_texts_of_another_type_are_refused(String claim) {
    assertRejected(Reason.CLAIM, withClaims(claim));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"aud\":\"other\" | WRONG_AUDIENCE",
        "\"aud\":[] | WRONG_AUDIENCE",
        "\"aud\":\"\" | WRONG_AUDIENCE",
        "\"aud\":\"API\" | WRONG_AUDIENCE",
        "\"aud\":null | CLAIM",
        "\"aud\":1 | CLAIM",
        "\"aud\":{\"api\":1} | CLAIM",
        "\"aud\":[\"api\",1] | CLAIM",
        "\"aud\":[\"api\",null] | CLAIM",
        "\"aud\":[[\"api\"]] | CLAIM"
      })
  void another_audience_is_refused(String claim, Reason reason) {
    assertRejected(reason, withClaims(claim));
  }

  @Test
  void a_token_without_issuer_or_audience_is_refused() {
    assertRejected(
        Reason.WRONG_ISSUER,
        token(HEADER, CLAIMS.replace("\"iss\":\"https://issuer.example\",", "")));
    assertRejected(Reason.WRONG_AUDIENCE, token(HEADER, CLAIMS.replace("\"aud\":\"api\",", "")));
  }

  @Test
  void without_configured_audience_any_is_accepted_and_none() throws JwtRejected {
    JwtVerifier any = new JwtVerifier(ring::get, TokenRules.of("https://issuer.example"), clock);
    any.verify(withClaims("\"aud\":\"whoever\""));
    any.verify(token(HEADER, CLAIMS.replace("\"aud\":\"api\",", "")));
    assertThrows(JwtRejected.class, () -> any.verify(withClaims("\"aud\":7")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"sub\":\"\"",
        "\"sub\":\" \\t\"",
        "\"sub\":\"a\\nb\"",
        "\"sub\":\"a\\u007f\"",
        "\"sub\":\"a\\u0085\"",
        "\"sub\":\"\\u202eann\"",
        "\"upn\":1",
        "\"upn\":\"\"",
        "\"upn\":{}"
      })
  void a_caller_needs_a_name_without_control_characters(String claim) {
    assertRejected(Reason.CLAIM, withClaims(claim));
  }

  @Test
  void the_first_principal_claim_names_the_caller() throws JwtRejected {
    assertEquals("ann@x", verifier.verify(withClaims("\"upn\":\"ann@x\"")).principalName());
    assertEquals("ann", verifier.verify(withClaims("\"upn\":null")).principalName());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"groups\":[\"b\",\"a\"] | a,b",
        "\"groups\":\"a b  a\" | a,b",
        "\"groups\":[\"chief\"] | admin",
        "\"scope\":\"read write\" | read,write",
        "\"realm_access\":{\"roles\":[\"x\"]} | x",
        "\"realm_access.roles\":[\"y\"],\"realm_access\":{\"roles\":[\"x\"]} | y",
        "\"groups\":[],\"scope\":\"read\" | ``",
        "\"groups\":null,\"scope\":\"read\" | read",
        "\"groups\":{\"a\":1} | ``",
        "\"groups\":[\"a\",1] | ``",
        "\"groups\":7,\"scope\":\"read\" | ``",
        "\"groups\":[\"\",\" \"] | ``",
        "\"groups\":[[\"a\"]] | ``",
        "\"realm_access\":\"x\" | ``"
      })
  void roles_come_from_the_first_roles_claim_and_never_from_another_shape(
      String claim, String roles) throws JwtRejected {
    Set<String> expected = roles.isEmpty() ? Set.of() : Set.of(roles.split(","));
    assertEquals(expected, verifier.verify(withClaims(claim)).roles());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"jkt\":\"x\"}", "null", "{}"})
  void a_token_that_is_bound_to_its_sender_is_refused(String cnf) {
    assertRejected(Reason.SENDER_CONSTRAINED, withClaims("\"cnf\":" + cnf));
  }

  private static final String JKT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

  @Test
  void a_token_that_is_bound_to_a_key_is_accepted_where_proofs_are_asked_for() throws JwtRejected {
    JwtVerifier asking = new JwtVerifier(ring::get, rules.withKeyBound(true), clock);
    String token = withClaims("\"cnf\":{\"jkt\":\"" + JKT + "\"}");
    assertRejected(Reason.SENDER_CONSTRAINED, token);
    assertEquals(Optional.of(JKT), asking.verify(token).keyThumbprint());
    assertEquals(Optional.empty(), asking.verify(withClaims("\"x\":1")).keyThumbprint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"",
        "{\"jkt\":null}",
        "{\"jkt\":7}",
        "{\"jkt\":[\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"]}",
        "{\"jkt\":\"\"}",
        "{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4\"}",
        "{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4IA\"}",
        "{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4J\"}",
        "{\"jkt\":\"0ZcOCORZNYy+DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}",
        "{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I=\"}",
        "{\"JKT\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}",
        "{\"x5t#S256\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}",
        "{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\",\"x5t#S256\":\"a\"}"
      })
  void a_binding_that_no_proof_can_meet_is_refused(String cnf) {
    JwtVerifier asking = new JwtVerifier(ring::get, rules.withKeyBound(true), clock);
    String token = withClaims("\"cnf\":" + cnf);
    JwtRejected refused = assertThrows(JwtRejected.class, () -> asking.verify(token));
    assertEquals(Reason.SENDER_CONSTRAINED, refused.reason());
  }

  // --- the memory ---

  @Test
  void a_token_seen_before_is_the_same_object() throws JwtRejected {
    String token = token(HEADER, CLAIMS);
    assertSame(verifier.verify(token), verifier.verify(new String(token.toCharArray())));
  }

  @Test
  void a_token_is_verified_again_when_the_ring_was_replaced() throws JwtRejected {
    String token = token(HEADER, CLAIMS);
    verifier.verify(token);
    ring.set(KeyRing.of(List.of(TestKeys.hs256())));
    assertRejected(Reason.SIGNATURE, token);
    ring.set(KeyRing.of(List.of(TestKeys.hs256(), key)));
    assertEquals("ann", verifier.verify(token).principalName());
  }

  @Test
  void a_token_that_only_ends_like_a_remembered_one_is_refused() throws JwtRejected {
    String token = token(HEADER, CLAIMS);
    verifier.verify(token);
    String[] parts = token.split("\\.");
    assertRejected(
        Reason.SIGNATURE, parts[0] + "." + Base64Url.encode("{}".getBytes(UTF_8)) + "." + parts[2]);
  }

  // --- our own faults and hostile input ---

  @Test
  void a_key_source_that_fails_refuses_and_does_not_fail_open() {
    KeySource broken =
        () -> {
          throw new IllegalStateException("the store does not answer");
        };
    JwtVerifier failing = new JwtVerifier(broken, rules, clock);
    for (int i = 0; i < 100; i++) {
      assertThrows(JwtRejected.class, () -> failing.verify(token(HEADER, CLAIMS)));
    }
    assertEquals(List.of("A token was refused because of java.lang.IllegalStateException"), logged);
  }

  @Test
  void random_bytes_in_every_part_are_refused_without_help_of_the_safety_net() {
    Random random = new Random(11);
    String good = token(HEADER, CLAIMS);
    for (int i = 0; i < 5_000; i++) {
      char[] changed = good.toCharArray();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        changed[random.nextInt(changed.length)] = (char) random.nextInt(300);
      }
      String text = new String(changed);
      if (!text.equals(good)) {
        assertThrows(JwtRejected.class, () -> verifier.verify(text));
      }
    }
    assertEquals(List.of(), logged);
  }

  @Test
  void random_signed_payloads_need_no_safety_net_either() {
    Random random = new Random(12);
    byte[] claims = CLAIMS.getBytes(UTF_8);
    for (int i = 0; i < 5_000; i++) {
      byte[] changed = claims.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      verifyQuietly(Minted.token(key, HEADER.getBytes(UTF_8), changed));
    }
    assertEquals(List.of(), logged);
  }

  private void verifyQuietly(String token) {
    try {
      assertFalse(verifier.verify(token).principalName().isBlank());
    } catch (JwtRejected refused) {
      assertTrue(refused.reason().status() == 401);
    }
  }

  @Test
  void a_printed_token_shows_whose_it_is_and_not_itself() throws JwtRejected {
    assertEquals("Jwt[ann]", verifier.verify(token(HEADER, CLAIMS)).toString());
  }

  // --- fixture ---

  private String token(String header, String payload) {
    return Minted.token(key, header, payload);
  }

  /** The good claims with these in place of those of the same name. */
  private String withClaims(String claims) {
    StringBuilder payload = new StringBuilder("{");
    for (String one : CLAIMS.substring(1, CLAIMS.length() - 1).split(",(?=\")")) {
      String name = one.substring(0, one.indexOf(':') + 1);
      if (!claims.startsWith(name) && !claims.contains("," + name)) {
        payload.append(one).append(',');
      }
    }
    return token(HEADER, payload.append(claims).append('}').toString());
  }

  private void assertRejected(Reason reason, String token) {
    JwtRejected refused = assertThrows(JwtRejected.class, () -> verifier.verify(token), token);
    assertEquals(reason, refused.reason(), token);
  }
}
