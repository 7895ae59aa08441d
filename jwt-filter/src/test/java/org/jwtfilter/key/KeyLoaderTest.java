package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLoaderTest {
  private static final String SECRET = "Tq7vX2mB9sLk4Rw8Zc1Yd6Nf3Hg5Jp0Ua";

  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>(Map.of("JWT_KEY", SECRET));
  private final KeyLoader loader =
      new KeyLoader(
          path -> Optional.ofNullable(files.get(path)).map(ByteArrayInputStream::new),
          name -> Optional.ofNullable(environment.get(name)));

  // --- secrets ---

  @Test
  void a_secret_is_the_same_from_variable_file_and_base64() throws KeyException {
    file("/run/secrets/jwt", SECRET + "\n");
    file("/WEB-INF/jwt", SECRET);
    String base64 = Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8));
    String id = onlyKey("hmac:env:JWT_KEY").id();
    assertEquals(id, onlyKey("hmac:file:/run/secrets/jwt").id());
    assertEquals(id, onlyKey("hmac:file:/WEB-INF/jwt").id());
    assertEquals(id, onlyKey("hmac:base64:" + base64).id());
  }

  @Test
  void base64_is_read_in_both_alphabets_with_padding_or_without() throws KeyException {
    byte[] secret = new byte[34];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) (0xFB - i * i);
    }
    String standard = Base64.getEncoder().encodeToString(secret);
    String url = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    assertTrue(standard.contains("+") && standard.endsWith("=") && url.contains("-"));
    assertEquals(onlyKey("hmac:base64:" + standard).id(), onlyKey("hmac:base64:" + url).id());
  }

  @Test
  void exactly_one_newline_is_taken_off_a_file() throws KeyException {
    file("/unix", SECRET + "\n");
    file("/windows", SECRET + "\r\n");
    file("/two", SECRET + "\n\n");
    assertEquals(onlyKey("hmac:file:/unix").id(), onlyKey("hmac:file:/windows").id());
    assertFalse(onlyKey("hmac:file:/two").id().equals(onlyKey("hmac:file:/unix").id()));
  }

  @Test
  void a_file_can_hold_several_secrets_one_a_line() throws KeyException {
    file("/lines", "# made in May\n\n  " + SECRET + "x\t\r\n" + SECRET + "\n#" + SECRET + "y\n");
    file("/first", SECRET + "x");
    KeyRing ring = loader.load(List.of("hmac:lines:/lines"), Set.of());
    assertEquals(2, ring.keys().size());
    assertEquals(onlyKey("hmac:file:/first").id(), ring.keys().get(0).id());
    assertEquals(onlyKey("hmac:env:JWT_KEY").id(), ring.keys().get(1).id());
  }

  @Test
  void each_line_must_be_strong_and_there_must_be_one() {
    file("/lines", SECRET + "\nshort");
    assertProblem("hmac:lines:/lines has 5 bytes, but 32 are needed", "hmac:lines:/lines");
    file("/none", "\n# " + SECRET + "\n");
    assertProblem("hmac:lines:/none has no line with a secret", "hmac:lines:/none");
  }

  @Test
  void the_random_key_is_32_bytes_that_sign_and_takes_nothing_more() throws KeyException {
    assertTrue(onlyKey("hmac:random-for-development").canSign());
    assertProblem(
        "hmac:random-for-development… takes nothing after that: write hmac:random-for-development",
        "hmac:random-for-development-too");
  }

  @Test
  void a_secret_signs_with_hs256_unless_told_otherwise() throws KeyException {
    assertEquals(JwsAlgorithm.HS256, onlyKey("hmac:env:JWT_KEY").algorithm());
  }

  @Test
  void several_allowed_algorithms_give_one_key_for_each() throws KeyException {
    environment.put("LONG", SECRET + "9Kx3Vb7Qm1Wz5Et8");
    KeyRing ring = loader.load(List.of("hmac:env:LONG"), Set.of("HS256", "HS384"));
    assertEquals(1, ring.candidates(null, "HS256").size());
    assertEquals(1, ring.candidates(null, "HS384").size());
  }

  // --- PEM ---

  @Test
  void pem_keys_are_read_in_all_usual_forms() throws KeyException, IOException {
    for (String form : List.of("pkcs8", "pkcs1")) {
      assertSigns("rsa-" + form, JwsAlgorithm.RS256);
    }
    for (String curve : List.of("P-256", "P-384", "P-521")) {
      for (String form : List.of("pkcs8", "sec1")) {
        assertSigns("ec-" + curve + "-" + form, Curve.named(curve).orElseThrow().algorithm());
      }
    }
  }

  private void assertSigns(String name, JwsAlgorithm algorithm) throws KeyException, IOException {
    resource("/private.pem", "/keys/" + name + ".pem");
    resource("/public.pem", "/keys/" + name.replaceFirst("-[a-z0-9]+$", "-public") + ".pem");
    JwtKey key = onlyKey("pem:/private.pem");
    JwtKey publicKey = onlyKey("pem:/public.pem");
    assertEquals(algorithm, key.algorithm());
    assertTrue(key.canSign());
    assertFalse(publicKey.canSign());
    assertTrue(publicKey.verifies("a", "b", key.sign("a", "b")));
    assertEquals(publicKey.id(), key.id());
  }

  @Test
  void an_ec_private_key_without_its_public_point_is_completed() throws KeyException {
    for (String curve : List.of("secp256r1", "secp384r1", "secp521r1")) {
      KeyPair pair = TestKeys.ec(curve);
      file("/a.pem", TestKeys.pem("PRIVATE KEY", withoutPublicPoint(pair.getPrivate())));
      file("/b.pem", TestKeys.pem("PUBLIC KEY", pair.getPublic().getEncoded()));
      assertEquals(onlyKey("pem:/b.pem").id(), onlyKey("pem:/a.pem").id());
    }
  }

  /** What Java writes has none; assert that, since the test would else show nothing. */
  private static byte[] withoutPublicPoint(PrivateKey key) {
    int scalar = (((ECPrivateKey) key).getParams().getOrder().bitLength() + 7) / 8;
    assertTrue(key.getEncoded().length < 2 * scalar + 40);
    return key.getEncoded();
  }

  @Test
  void rs256_is_what_an_rsa_key_says_and_an_allow_list_may_say_more() throws KeyException {
    file("/rsa.pem", TestKeys.pem("PUBLIC KEY", TestKeys.rsaPair().getPublic().getEncoded()));
    assertEquals(JwsAlgorithm.RS256, onlyKey("pem:/rsa.pem").algorithm());
    KeyRing ring = loader.load(List.of("pem:/rsa.pem"), Set.of("RS256", "RS512"));
    assertTrue(ring.knows("RS256") && ring.knows("RS512") && !ring.knows("RS384"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CERTIFICATE | is a certificate: take its key out with openssl x509 -in … -pubkey -noout",
        "ENCRYPTED PRIVATE KEY | is encrypted: decrypt it",
        "DSA PRIVATE KEY | is labelled DSA PRIVATE KEY: use a PUBLIC KEY or a PRIVATE KEY",
        "PUBLIC KEY | is damaged or neither RSA nor EC",
        "PRIVATE KEY | is damaged or neither RSA nor EC",
        "RSA PRIVATE KEY | is damaged or neither RSA nor EC",
        "EC PRIVATE KEY | is damaged or neither RSA nor EC",
      })
  void a_pem_file_of_another_kind_is_refused_with_the_next_step(String label, String message) {
    file("/x.pem", TestKeys.pem(label, "no DER at all, but long enough to look".getBytes(UTF_8)));
    assertProblem("pem:/x.pem " + message, "pem:/x.pem");
  }

  @Test
  void a_file_that_is_no_pem_is_refused() {
    file("/x.pem", SECRET);
    assertProblem("pem:/x.pem holds no PEM block", "pem:/x.pem");
  }

  @Test
  void two_keys_in_one_file_are_refused() {
    String one = TestKeys.pem("PUBLIC KEY", TestKeys.rsaPair().getPublic().getEncoded());
    file("/x.pem", one + one);
    assertProblem("pem:/x.pem holds 2 PEM blocks", "pem:/x.pem");
  }

  @Test
  void a_weak_rsa_key_is_refused() {
    file("/x.pem", TestKeys.pem("PUBLIC KEY", TestKeys.rsa(1024).getPublic().getEncoded()));
    assertProblem("pem:/x.pem has 1024 bits: an RSA key has 2048 to 8192", "pem:/x.pem");
  }

  @Test
  void a_pem_given_as_a_secret_is_refused() {
    file("/x.pem", TestKeys.pem("PUBLIC KEY", TestKeys.rsaPair().getPublic().getEncoded()));
    assertProblem("hmac:file:/x.pem is the text of a key or certificate", "hmac:file:/x.pem");
  }

  @Test
  void bytes_of_a_private_key_in_every_damaged_form_give_a_message() throws IOException {
    resource("/sec1.pem", "/keys/ec-P-256-sec1.pem");
    String[] parts = new String(files.get("/sec1.pem"), UTF_8).split("-----");
    byte[] der = Base64.getMimeDecoder().decode(parts[2]);
    for (int i = 0; i < der.length; i++) {
      for (int flip : new int[] {0x01, 0x80, 0xFF}) {
        byte[] changed = der.clone();
        changed[i] ^= (byte) flip;
        file("/x.pem", TestKeys.pem("EC PRIVATE KEY", changed));
        loadQuietly("pem:/x.pem");
      }
      file("/x.pem", TestKeys.pem("EC PRIVATE KEY", Arrays.copyOf(der, i)));
      assertThrows(KeyException.class, () -> loader.load(List.of("pem:/x.pem"), Set.of()));
    }
  }

  /** A key or a message, but no other exception. */
  private void loadQuietly(String uri) {
    try {
      loader.load(List.of(uri), Set.of());
    } catch (KeyException expected) {
      assertFalse(expected.problems().isEmpty());
    }
  }

  // --- JWK sets ---

  @Test
  void the_sound_keys_of_a_set_are_used_and_the_others_reported() throws KeyException {
    String rsa = jwk(TestKeys.rsaPair(), "\"kid\":\"rsa-1\"");
    file(
        "/jwks.json",
        """
        {"keys":[%s,
          {"kty":"RSA","kid":"enc","use":"enc","n":"AQ","e":"AQAB"},
          {"kty":"RSA","kid":"sign","key_ops":["sign"],"n":"AQ","e":"AQAB"},
          {"kty":"oct","kid":"oct","k":"AAAA"},
          {"kty":"OKP","kid":"ed"},
          {"kid":"nothing"},
          {"kty":"EC","kid":"off","crv":"P-256","x":"%s","y":"%s"},
          {"kty":"EC","kid":"short","crv":"P-256","x":"AQ","y":"AQ"},
          {"kty":"RSA","kid":7,"n":"%s","e":"AQAB"},
          {"kty":"RSA","kid":"pss","alg":"PS256","n":"%s","e":"AQAB"},
          "text", null]}
        """
            .formatted(
                rsa,
                "A".repeat(43),
                "A".repeat(43),
                modulus(TestKeys.rsaPair()),
                modulus(TestKeys.rsaPair())));
    KeyRing ring = loader.load(List.of("jwks:/jwks.json"), Set.of());
    assertEquals("KeyRing[RS256 key rsa-1]", ring.toString());
    assertEquals(
        List.of(
            "jwks:/jwks.json: key 2 is left out, it has a \"use\" other than sig",
            "jwks:/jwks.json: key 3 is left out, it has \"key_ops\" without verify",
            "jwks:/jwks.json: key 4 is left out, it is a secret, which has no place in a published set",
            "jwks:/jwks.json: key 5 is left out, it has a \"kty\" other than RSA and EC",
            "jwks:/jwks.json: key 6 is left out, it has no text \"kty\"",
            "jwks:/jwks.json: key 7 is left out, it is a point that is not on its curve",
            "jwks:/jwks.json: key 8 is left out, it has an \"x\" of the wrong length",
            "jwks:/jwks.json: key 9 is left out, it has no text \"kid\"",
            "jwks:/jwks.json: key 10 is left out, it has an \"alg\" that is not supported",
            "jwks:/jwks.json: key 11 is left out, it is not an object",
            "jwks:/jwks.json: key 12 is left out, it is not an object"),
        ring.warnings());
  }

  @Test
  void a_private_part_in_a_set_is_never_used_and_reported() throws KeyException {
    file("/jwks.json", set(jwk(TestKeys.rsaPair(), "\"kid\":\"a\",\"d\":\"AQAB\"")));
    KeyRing ring = loader.load(List.of("jwks:/jwks.json"), Set.of());
    assertEquals(Optional.empty(), ring.signer());
    assertEquals(1, ring.candidates("a", "RS256").size());
    assertEquals(
        List.of("jwks:/jwks.json: key 1 shows its private part, which is not used: replace it"),
        ring.warnings());
  }

  @Test
  void the_alg_of_a_jwk_binds_it() throws KeyException {
    file("/jwks.json", set(jwk(TestKeys.rsaPair(), "\"kid\":\"a\",\"alg\":\"RS512\"")));
    KeyRing ring = loader.load(List.of("jwks:/jwks.json"), Set.of());
    assertTrue(ring.knows("RS512"));
    assertFalse(ring.knows("RS256"));
  }

  @Test
  void a_jwk_without_kid_is_found_without_kid() throws KeyException {
    file("/jwks.json", set(jwk(TestKeys.rsaPair(), "\"use\":\"sig\"")));
    KeyRing ring = loader.load(List.of("jwks:/jwks.json"), Set.of());
    assertEquals(1, ring.candidates(null, "RS256").size());
    assertEquals(0, ring.candidates("guess", "RS256").size());
  }

  @Test
  void two_keys_of_one_kid_in_a_set_are_both_refused() throws KeyException {
    String one = jwk(TestKeys.rsaPair(), "\"kid\":\"same\"");
    String other = jwk(TestKeys.otherRsaPair(), "\"kid\":\"same\"");
    String good = jwk(TestKeys.otherRsaPair(), "\"kid\":\"good\"");
    file("/jwks.json", set(one, other, good));
    KeyRing ring = loader.load(List.of("jwks:/jwks.json"), Set.of());
    assertEquals(List.of(), ring.candidates("same", "RS256"));
    assertEquals(1, ring.candidates("good", "RS256").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | is not a JWK set: it is no strict JSON object",
        "{\"keys\":1} | is not a JWK set: it has no array \"keys\"",
        "{\"kty\":\"RSA\"} | is not a JWK set: it has no array \"keys\"",
        "{\"keys\":[]} | holds no usable key",
        "{\"keys\":[{}]} | holds no usable key: [key 1 is left out, it has no text \"kty\"]",
        "{\"keys\":[],\"keys\":[]} | is not a JWK set: it is no strict JSON object",
      })
  void a_file_without_usable_keys_is_refused(String json, String message) {
    file("/jwks.json", json);
    assertProblem("jwks:/jwks.json " + message, "jwks:/jwks.json");
  }

  @Test
  void sets_of_more_than_a_hundred_keys_are_refused() {
    file("/jwks.json", "{\"keys\":[{}" + ",{}".repeat(100) + "]}");
    assertProblem("jwks:/jwks.json has 101 keys: 100 are allowed", "jwks:/jwks.json");
  }

  @Test
  void files_over_512_kb_are_refused() {
    file("/jwks.json", "{\"keys\":[" + " ".repeat(512 * 1024) + "]}");
    assertProblem("jwks:/jwks.json is larger than 512 kB", "jwks:/jwks.json");
  }

  @Test
  void a_set_behind_a_url_is_not_read_at_start() throws KeyException {
    KeyRing ring = loader.load(List.of("jwks:https://idp.invalid/jwks"), Set.of("RS256"));
    assertEquals("KeyRing[]", ring.toString());
  }

  @Test
  void a_set_behind_an_open_network_is_refused() {
    assertProblem(
        "jwks:http://idp.example/jwks would be read over an open network, where anybody can put in"
            + " a key of their own: write https:",
        "jwks:http://idp.example/jwks");
  }

  @Test
  void secrets_beside_a_set_behind_a_url_are_a_configuration_error() {
    assertProblem(
        "keys: secrets (hmac:) and public keys (pem:, jwks:) verify tokens side by side",
        "hmac:env:JWT_KEY",
        "jwks:https://idp.example/jwks");
  }

  @Test
  void algorithms_of_secrets_alone_leave_nothing_of_a_set_behind_a_url() {
    assertEquals(
        List.of(
            "jwks:https://idp.example/jwks has public keys only, but algorithms allows only"
                + " [HS256]"),
        refused(Set.of("HS256"), "jwks:https://idp.example/jwks?secret=1").problems());
    assertEquals(
        List.of("algorithms: HS256 is allowed, but none of the keys is for it"),
        refused(Set.of("HS256", "RS256"), "jwks:https://idp.example/jwks").problems());
  }

  // --- agreement ---

  @Test
  void secrets_beside_public_keys_are_a_configuration_error() {
    file("/rsa.pem", TestKeys.pem("PUBLIC KEY", TestKeys.rsaPair().getPublic().getEncoded()));
    assertProblem(
        "keys: secrets (hmac:) and public keys (pem:, jwks:) verify tokens side by side",
        "hmac:env:JWT_KEY",
        "pem:/rsa.pem");
  }

  @Test
  void an_allowed_algorithm_without_a_key_is_a_problem() {
    KeyException refused = refused(Set.of("HS256", "RS256"), "hmac:env:JWT_KEY");
    assertEquals(
        List.of("algorithms: RS256 is allowed, but none of the keys is for it"),
        refused.problems());
  }

  @Test
  void a_key_without_an_allowed_algorithm_is_a_problem() {
    KeyException refused = refused(Set.of("RS256"), "hmac:env:JWT_KEY");
    assertEquals(
        List.of(
            "hmac:env:JWT_KEY is for [HS256, HS384, HS512], but algorithms allows only [RS256]"),
        refused.problems());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "hs256", "PS256", "HS256 "})
  void an_unknown_algorithm_is_a_problem(String name) {
    assertTrue(
        refused(Set.of(name), "hmac:env:JWT_KEY")
            .problems()
            .get(0)
            .startsWith("algorithms: \"" + name + "\" is not one of [HS256, HS384,"));
  }

  @Test
  void all_problems_are_reported_together() {
    KeyException refused =
        refused(Set.of(), "hmac:env:MISSING", "pem:/missing.pem", "hmac:env:JWT_KEY");
    assertEquals(
        List.of(
            "hmac:env:MISSING the environment has no such variable: set it",
            "pem:/missing.pem there is no such file"),
        refused.problems());
  }

  @Test
  void no_key_at_all_is_a_problem() {
    assertEquals(
        List.of("keys: there is no key to verify tokens with"), refused(Set.of()).problems());
  }

  @ParameterizedTest
  @CsvSource({
    "hmca:env:X, hmac:env:", "hmac:evn:X, hmac:env:", "hmac:X, hmac:env:", "pam:/x, pem:",
    "jwk:/x, jwks:", "PEM:/x, pem:", "hmac-file:/x, hmac:file:", "keystor:/x, keystore:"
  })
  void an_unknown_kind_of_key_gets_a_suggestion(String uri, String suggestion) {
    String problem = refused(Set.of(), uri).getMessage();
    assertTrue(problem.endsWith("did you mean " + suggestion + "?"), problem);
  }

  @Test
  void a_file_that_cannot_be_read_is_reported_without_a_stack() {
    KeyLoader broken =
        new KeyLoader(
            path -> {
              throw new IOException("disk");
            },
            name -> Optional.empty());
    KeyException refused =
        assertThrows(KeyException.class, () -> broken.load(List.of("pem:/x"), Set.of()));
    assertEquals("pem:/x cannot be read (IOException)", refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {SECRET, "hmac:base64:" + SECRET + "!!", "hmac:base64:c2VjcmV0", SECRET + ":x"})
  void no_message_shows_a_secret(String uri) {
    String message = refused(Set.of(), uri).getMessage();
    assertFalse(message.contains(SECRET.substring(0, 16)), message);
    assertFalse(message.contains("c2VjcmV0"), message);
  }

  @Test
  void rings_and_keys_show_no_secret() throws KeyException {
    KeyRing ring = loader.load(List.of("hmac:env:JWT_KEY"), Set.of());
    assertFalse(ring.toString().contains(SECRET));
  }

  // --- sealing ---

  @Test
  void sealing_takes_the_session_keys() throws KeyException {
    environment.put("OTHER", SECRET + "x");
    String sealed = sealing(List.of("hmac:env:OTHER"), List.of("hmac:env:JWT_KEY"));
    assertTrue(opens(sealed, List.of("hmac:env:OTHER"), List.of()));
    assertFalse(opens(sealed, List.of(), List.of("hmac:env:JWT_KEY")));
  }

  @Test
  void sealing_without_session_keys_takes_the_secrets_among_the_keys() throws KeyException {
    String sealed = sealing(List.of(), List.of("pem:/not-even-read.pem", "hmac:env:JWT_KEY"));
    assertTrue(opens(sealed, List.of("hmac:env:JWT_KEY"), List.of()));
  }

  @Test
  void a_session_key_that_is_not_first_opens_what_it_sealed() throws KeyException {
    environment.put("NEW", SECRET + "new");
    String sealed = sealing(List.of("hmac:env:JWT_KEY"), List.of());
    assertTrue(opens(sealed, List.of("hmac:env:NEW", "hmac:env:JWT_KEY"), List.of()));
    assertFalse(opens(sealed, List.of("hmac:env:NEW"), List.of()));
  }

  @Test
  void sealing_without_any_secret_names_the_option_to_set() {
    KeyException refused =
        assertThrows(
            KeyException.class,
            () -> loader.loadSealing(List.of(), List.of("pem:/x.pem"), KeyWatch.none()));
    assertEquals(
        "There is no secret to seal sessions with: set session-keys, for example"
            + " hmac:env:SESSION_KEY (make one with: openssl rand -base64 48)",
        refused.getMessage());
  }

  @Test
  void session_keys_that_are_no_strong_secrets_are_all_reported() {
    environment.put("SHORT", "short");
    KeyException refused =
        assertThrows(
            KeyException.class,
            () ->
                loader.loadSealing(
                    List.of("pem:/x.pem", "hmac:env:SHORT"), List.of(), KeyWatch.none()));
    assertEquals(
        List.of(
            "pem:/x.pem cannot seal: session-keys takes hmac: secrets only",
            "hmac:env:SHORT has 5 bytes, but 32 are needed: make one with: openssl rand -base64 48"),
        refused.problems());
  }

  // --- fixture ---

  private String sealing(List<String> sessionKeys, List<String> keys) throws KeyException {
    return loader
        .loadSealing(sessionKeys, keys, KeyWatch.none())
        .cipher("session")
        .seal(new byte[] {1});
  }

  private boolean opens(String sealed, List<String> sessionKeys, List<String> keys)
      throws KeyException {
    return loader
        .loadSealing(sessionKeys, keys, KeyWatch.none())
        .cipher("session")
        .open(sealed)
        .isPresent();
  }

  private JwtKey onlyKey(String uri) throws KeyException {
    KeyRing ring = loader.load(List.of(uri), Set.of());
    return Arrays.stream(JwsAlgorithm.values())
        .flatMap(one -> ring.candidates(null, one.name()).stream())
        .findFirst()
        .orElseThrow();
  }

  private KeyException refused(Set<String> algorithms, String... uris) {
    return assertThrows(KeyException.class, () -> loader.load(List.of(uris), algorithms));
  }

  private void assertProblem(String beginning, String... uris) {
    String message = refused(Set.of(), uris).getMessage();
    assertTrue(message.startsWith(beginning), message);
  }

  private void file(String path, String content) {
    files.put(path, content.getBytes(UTF_8));
  }

  private void resource(String path, String resource) throws IOException {
    try (InputStream in = KeyLoaderTest.class.getResourceAsStream(resource)) {
      files.put(path, in.readAllBytes());
    }
  }

  private static String set(String... jwks) {
    return "{\"keys\":[" + String.join(",", jwks) + "]}";
  }

  private static String jwk(KeyPair rsa, String more) {
    return "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"AQAB\",%s}".formatted(modulus(rsa), more);
  }

  private static String modulus(KeyPair rsa) {
    byte[] signed = ((RSAPublicKey) rsa.getPublic()).getModulus().toByteArray();
    return Base64Url.encode(Arrays.copyOfRange(signed, signed.length - 256, signed.length));
  }
}
