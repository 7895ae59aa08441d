package org.jwtfilter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.Reason;
import org.jwtfilter.config.ConfigReader;
import org.jwtfilter.config.ConfigurationException;
import org.jwtfilter.config.Defaults;
import org.jwtfilter.config.MicroProfile;
import org.jwtfilter.config.Setting;
import org.jwtfilter.key.KeyLoader;
import org.jwtfilter.key.KeyServer;

/** What MicroProfile JWT 2.1 demands of whoever reads its tokens, as far as it is covered. */
class MicroProfileJwtTest {
  private static final Issuer RSA = Issuer.rsa();
  private static final Issuer OTHER = Issuer.rsa();
  private static final Issuer EC = Issuer.ec();
  private static final String ISSUER = "https://issuer.example";
  private static final long NOW = Fixture.NOW.getEpochSecond();
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");
  private static final String KEY = "verify.publickey";
  private static final String LOCATION = "verify.publickey.location";

  // --- keys ---

  static Stream<String> formats() {
    String jwk = RSA.jwk(",\"kid\":\"1\"");
    String set = Issuer.set(jwk, OTHER.jwk(",\"kid\":\"2\""));
    return Stream.of(
        RSA.pem(),
        RSA.pem().replace("\n", " "),
        jwk,
        set,
        Issuer.encoded(jwk.getBytes(UTF_8)),
        Issuer.encoded(set.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void key_in_every_format_verifies(String key) throws Refused {
    assertEquals("ann", caller(runtime(KEY, key), token(RSA)).principalName());
    assertRefused(runtime(KEY, key), OTHER.token(",\"kid\":\"1\"", claims("")), Reason.SIGNATURE);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void key_at_a_location_verifies(String key, @TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), key);
    for (String location : List.of(file.toString(), file.toUri().toString())) {
      try (JwtRuntime runtime = runtime(LOCATION, location)) {
        assertEquals("ann", caller(runtime, token(RSA)).principalName());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/corpus/keys/rs256-public.pem", "corpus/keys/rs256-public.pem"})
  void key_on_the_class_path_is_found(String location) {
    try (JwtRuntime runtime = runtime(LOCATION, location)) {
      assertThrows(Refused.class, () -> caller(runtime, token(OTHER)));
    }
  }

  @Test
  void key_at_an_http_location_is_a_set_or_a_single_key() throws Exception {
    try (KeyServer server = new KeyServer()) {
      for (String body :
          List.of(Issuer.set(RSA.jwk(",\"kid\":\"1\"")), RSA.jwk(",\"kid\":\"1\""))) {
        server.handle(exchange -> KeyServer.answer(exchange, 200, "application/json", body));
        JwtRuntime runtime = runtime(LOCATION, server.url() + "/key");
        assertEquals("ann", caller(runtime, token(RSA)).principalName());
      }
    }
  }

  static Stream<String> notPublicKeys() {
    return Stream.of(
        RSA.privatePem(),
        RSA.jwk(",\"d\":\"AQAB\""),
        Issuer.set(RSA.jwk(",\"kid\":\"1\",\"d\":\"AQAB\""), OTHER.jwk(",\"kid\":\"2\"")),
        Issuer.encoded("{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}".getBytes(UTF_8)),
        "{\"n\":\"AQAB\",\"e\":\"AQAB\"}",
        "{\"keys\":7}",
        "nonsense",
        "%%%");
  }

  @ParameterizedTest
  @MethodSource("notPublicKeys")
  void private_key_or_none_stops_the_deployment_and_is_not_shown(String key) {
    String message = refusal(KEY, key);
    assertTrue(message.contains("keys: public:base64:… "), message);
    assertTrue(message.contains("mp.jwt.verify.publickey of the test"), message);
    assertTrue(message.length() < 400, message);
  }

  @Test
  void location_where_nothing_is_stops_the_deployment() {
    assertTrue(refusal(LOCATION, "/not/there.pem").contains("there is no such file"));
  }

  @Test
  void key_and_location_together_are_refused() {
    String message = refusal(KEY, RSA.pem(), LOCATION, "/x.pem");
    assertTrue(message.contains("keys: is set 2 times; keep one"), message);
  }

  @Test
  void kid_chooses_its_key_and_no_other() throws Refused {
    String set = Issuer.set(RSA.jwk(",\"kid\":\"1\""), OTHER.jwk(",\"kid\":\"2\""));
    JwtRuntime runtime = runtime(KEY, set);
    assertEquals("ann", caller(runtime, token(RSA)).principalName());
    assertEquals("ann", caller(runtime, OTHER.token(",\"kid\":\"2\"", claims(""))).principalName());
    assertRefused(runtime, RSA.token(",\"kid\":\"2\"", claims("")), Reason.SIGNATURE);
    assertRefused(runtime, RSA.token(",\"kid\":\"3\"", claims("")), Reason.UNKNOWN_KEY);
  }

  @Test
  void key_without_kid_is_tried_for_every_kid() throws Refused {
    for (String key : List.of(RSA.jwk(""), Issuer.set(RSA.jwk("")), RSA.pem())) {
      assertEquals("ann", caller(runtime(KEY, key), token(RSA)).principalName());
      assertEquals("ann", caller(runtime(KEY, key), RSA.token("", claims(""))).principalName());
    }
  }

  // --- algorithms ---

  @Test
  void es256_is_verified_by_a_key_of_its_curve() throws Refused {
    for (String key : List.of(EC.pem(), EC.jwk(""))) {
      JwtRuntime runtime = runtime(KEY, key, "verify.publickey.algorithm", "ES256");
      assertEquals("ann", caller(runtime, token(EC)).principalName());
      assertRefused(runtime, token(RSA), Reason.ALGORITHM);
    }
  }

  @Test
  void algorithm_that_no_key_has_is_refused_at_start() {
    String message = refusal(KEY, RSA.pem(), "verify.publickey.algorithm", "ES256");
    assertTrue(message.contains("but algorithms allows only [ES256]"), message);
  }

  @Test
  void hs256_with_the_public_key_as_secret_is_refused() {
    String signed =
        Issuer.encoded("{\"alg\":\"HS256\"}".getBytes(UTF_8)) + ".e30." + "A".repeat(43);
    assertRefused(runtime(KEY, RSA.pem()), signed, Reason.ALGORITHM);
  }

  // --- claims ---

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"upn\":\"u\",\"preferred_username\":\"p\",\"sub\":\"s\"' | u",
        "'\"preferred_username\":\"p\",\"sub\":\"s\"' | p",
        "'\"sub\":\"s\"' | s",
      })
  void name_is_upn_then_preferred_username_then_sub(String names, String name) throws Refused {
    String claims = "{\"iss\":\"%s\",\"exp\":%d,%s}".formatted(ISSUER, NOW + 60, names);
    assertEquals(name, caller(runtime(KEY, RSA.pem()), RSA.token("", claims)).principalName());
  }

  @Test
  void token_without_any_name_is_refused() {
    String claims = "{\"iss\":\"%s\",\"exp\":%d}".formatted(ISSUER, NOW + 60);
    assertRefused(runtime(KEY, RSA.pem()), RSA.token("", claims), Reason.CLAIM);
  }

  @Test
  void groups_are_roles_and_every_claim_can_be_asked_for() throws Refused {
    Jwt jwt =
        caller(
            runtime(KEY, RSA.pem()),
            RSA.token("", claims(",\"groups\":[\"red\",\"green\"],\"roles\":[\"x\"],\"tier\":3")));
    assertEquals(Set.of("red", "green"), jwt.roles());
    assertEquals(Optional.of("3"), jwt.claim("tier").map(Object::toString));
  }

  @Test
  void issuer_must_be_the_same_to_the_letter() {
    JwtRuntime runtime = runtime(KEY, RSA.pem());
    for (String iss : List.of(ISSUER + "/", ISSUER.toUpperCase(java.util.Locale.ROOT), "")) {
      String claims = "{\"iss\":\"%s\",\"exp\":%d,\"sub\":\"ann\"}".formatted(iss, NOW + 60);
      assertRefused(runtime, RSA.token("", claims), Reason.WRONG_ISSUER);
    }
    String without = "{\"exp\":%d,\"sub\":\"ann\"}".formatted(NOW + 60);
    assertRefused(runtime, RSA.token("", without), Reason.WRONG_ISSUER);
  }

  @Test
  void audience_must_be_one_of_those_that_are_named() throws Refused {
    JwtRuntime runtime = runtime(KEY, RSA.pem(), "verify.audiences", "shop,desk");
    for (String aud : List.of("\"shop\"", "[\"x\",\"desk\"]")) {
      caller(runtime, RSA.token("", claims(",\"aud\":" + aud)));
    }
    assertRefused(runtime, RSA.token("", claims(",\"aud\":\"shopdesk\"")), Reason.WRONG_AUDIENCE);
    assertRefused(runtime, RSA.token("", claims("")), Reason.WRONG_AUDIENCE);
  }

  @Test
  void expiry_is_required_and_holds_to_the_second_with_the_skew() throws Refused {
    JwtRuntime strict = runtime(KEY, RSA.pem(), "verify.clock.skew", "0");
    caller(strict, RSA.token("", expiring(NOW + 1)));
    assertRefused(strict, RSA.token("", expiring(NOW)), Reason.EXPIRED);
    JwtRuntime lenient = runtime(KEY, RSA.pem(), "verify.clock.skew", "30");
    caller(lenient, RSA.token("", expiring(NOW - 29)));
    assertRefused(lenient, RSA.token("", expiring(NOW - 30)), Reason.EXPIRED);
    JwtRuntime usual = runtime(KEY, RSA.pem());
    caller(usual, RSA.token("", expiring(NOW - 59)));
    assertRefused(usual, RSA.token("", expiring(NOW - 60)), Reason.EXPIRED);
    assertRefused(
        usual, RSA.token("", "{\"iss\":\"%s\",\"sub\":\"ann\"}".formatted(ISSUER)), Reason.CLAIM);
  }

  @Test
  void age_is_counted_from_iat_and_holds_to_the_second() throws Refused {
    JwtRuntime runtime =
        runtime(KEY, RSA.pem(), "verify.token.age", "300", "verify.clock.skew", "0");
    caller(runtime, RSA.token("", claims(",\"iat\":" + (NOW - 299))));
    assertRefused(runtime, RSA.token("", claims(",\"iat\":" + (NOW - 300))), Reason.EXPIRED);
    assertRefused(runtime, RSA.token("", claims(",\"iat\":0")), Reason.EXPIRED);
    assertRefused(runtime, RSA.token("", claims("")), Reason.CLAIM);
    caller(runtime(KEY, RSA.pem()), RSA.token("", claims("")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5m", "-1", "1.5", "x"})
  void seconds_are_whole_numbers(String text) {
    assertTrue(refusal(KEY, RSA.pem(), "verify.token.age", text).contains("max-token-age: "), text);
  }

  // --- where tokens are ---

  @Test
  void header_alone_is_read_where_it_is_named() throws Refused {
    JwtRuntime runtime = runtime(KEY, RSA.pem(), "token.header", "Authorization");
    assertEquals("ann", caller(runtime, token(RSA)).principalName());
    assertTrue(read(runtime, FakeExchange.get("/").cookie("Bearer", token(RSA))).isEmpty());
    assertTrue(read(runtime, FakeExchange.get("/").cookie("jwt", token(RSA))).isEmpty());
  }

  @Test
  void cookie_alone_is_read_where_it_is_named_and_is_called_bearer_unless_told() throws Refused {
    JwtRuntime usual = runtime(KEY, RSA.pem(), "token.header", "Cookie");
    assertTrue(read(usual, FakeExchange.get("/").cookie("Bearer", token(RSA))).isPresent());
    assertTrue(
        read(usual, FakeExchange.get("/").header("Authorization", "Bearer " + token(RSA)))
            .isEmpty());
    JwtRuntime named = runtime(KEY, RSA.pem(), "token.header", "Cookie", "token.cookie", "pass");
    assertTrue(read(named, FakeExchange.get("/").cookie("pass", token(RSA))).isPresent());
    assertTrue(read(named, FakeExchange.get("/").cookie("Bearer", token(RSA))).isEmpty());
  }

  @Test
  void other_header_is_refused_at_start() {
    String message = refusal(KEY, RSA.pem(), "token.header", "X-Token");
    assertTrue(message.contains("token-from: \"X-Token\" is not one of"), message);
  }

  // --- what is not covered ---

  @ParameterizedTest
  @ValueSource(strings = {"decrypt.key.location", "decrypt.key.algorithm"})
  void decryption_is_refused_at_start(String name) {
    String message = refusal(KEY, RSA.pem(), name, "/key.pem");
    assertTrue(
        message.contains("mp.jwt." + name + ": encrypted tokens are not supported"), message);
  }

  @Test
  void nested_encrypted_token_is_refused() {
    String header = Issuer.encoded("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}".getBytes(UTF_8));
    assertRefused(runtime(KEY, RSA.pem()), header + ".AAAA.AAAA.AAAA.AAAA", Reason.MALFORMED);
  }

  @Test
  void mistyped_name_is_refused_at_start() {
    String message = refusal(KEY, RSA.pem(), "verify.audience", "shop");
    assertTrue(message.contains("did you mean mp.jwt.verify.audiences?"), message);
  }

  @Test
  void claim_injection_by_cdi_is_not_there() {
    for (String place : List.of("beans.xml", "services/jakarta.enterprise.inject.spi.Extension")) {
      assertEquals(null, JwtRuntime.class.getResource("/META-INF/" + place));
    }
  }

  // --- the documentation ---

  @Test
  void every_row_of_the_documentation_names_a_test_that_is_there() throws IOException {
    String text = Files.readString(Path.of("../docs/identity-providers.md"));
    int from = text.indexOf("### What is covered");
    List<String> rows =
        text.substring(from, text.indexOf("## Several issuers"))
            .lines()
            .filter(line -> line.startsWith("| ") && !line.contains("| test |"))
            .toList();
    assertTrue(rows.size() > 25, rows::toString);
    for (String row : rows) {
      Matcher named = NAMED.matcher(row.substring(row.lastIndexOf('|', row.length() - 2)));
      assertTrue(named.find(), row);
      do {
        assertTrue(
            source(named.group(1)).contains(named.group(2) == null ? "" : named.group(2)), row);
      } while (named.find());
    }
  }

  private static String source(String testClass) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      Path file = files.filter(one -> one.endsWith(testClass + ".java")).findFirst().orElseThrow();
      return Files.readString(file);
    }
  }

  private static String token(Issuer issuer) {
    return issuer.token(",\"kid\":\"1\"", claims(""));
  }

  private static String claims(String more) {
    return "{\"iss\":\"%s\",\"sub\":\"ann\",\"exp\":%d%s}".formatted(ISSUER, NOW + 600, more);
  }

  private static String expiring(long at) {
    return "{\"iss\":\"%s\",\"sub\":\"ann\",\"exp\":%d}".formatted(ISSUER, at);
  }

  private static JwtRuntime runtime(String... namesAndValues) {
    List<Setting> declared = new ArrayList<>();
    declared.add(setting("verify.issuer", ISSUER));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      declared.add(setting(namesAndValues[i], namesAndValues[i + 1]));
    }
    ClassLoader application = MicroProfileJwtTest.class.getClassLoader();
    return JwtRuntime.start(
        ConfigReader.parse(
            MicroProfile.complete(List.of(), declared, application),
            (kind, name) -> Optional.empty(),
            new Defaults("/shop", Duration.ofMinutes(30))),
        new KeyLoader(KeyLoader.Resources.of(application), name -> Optional.empty()),
        Duration.ofMinutes(30),
        Fixture.CLOCK,
        JwtEvents.NONE);
  }

  private static Setting setting(String name, String value) {
    return new Setting("mp.jwt." + name, value, "mp.jwt." + name + " of the test");
  }

  private static String refusal(String... namesAndValues) {
    return assertThrows(ConfigurationException.class, () -> runtime(namesAndValues)).getMessage();
  }

  private static Optional<PresentedToken> read(JwtRuntime runtime, FakeExchange request)
      throws Refused {
    return runtime.authenticator().authenticate(request);
  }

  private static Jwt caller(JwtRuntime runtime, String token) throws Refused {
    FakeExchange request = FakeExchange.get("/");
    return read(runtime, request.header("Authorization", "Bearer " + token)).orElseThrow().jwt();
  }

  private static void assertRefused(JwtRuntime runtime, String token, Reason reason) {
    FakeExchange request = FakeExchange.get("/").header("Authorization", "Bearer " + token);
    Refused refused = assertThrows(Refused.class, () -> read(runtime, request));
    assertEquals(reason, refused.reason());
  }
}
