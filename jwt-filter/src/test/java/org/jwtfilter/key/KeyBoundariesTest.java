package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of every line that is drawn around keys, and what is left of them in memory. */
class KeyBoundariesTest {
  private static final char[] PASSWORD = "Zk3-long-enough".toCharArray();

  private final Map<String, byte[]> files = new HashMap<>();
  private final KeyLoader loader =
      new KeyLoader(
          path -> Optional.ofNullable(files.get(path)).map(ByteArrayInputStream::new),
          name -> Optional.empty());

  // --- what is left in memory ---

  @ParameterizedTest
  @ValueSource(strings = {"hmac:file:/key", "hmac:lines:/key"})
  void the_content_of_a_file_of_secrets_is_wiped_once_it_was_read(String uri) throws KeyException {
    byte[] content = (Base64Url.encode(TestKeys.random(48)) + "\n").getBytes(UTF_8);
    assertEquals(1, readAll(uri, content).size());
    assertArrayEquals(new byte[content.length], content);
  }

  @Test
  void the_content_of_a_key_file_is_wiped_once_it_was_read() throws KeyException {
    byte[] content = pem("PRIVATE KEY", TestKeys.rsaPair().getPrivate().getEncoded());
    assertTrue(readAll("pem:/key", content).get(0).canSign());
    assertArrayEquals(new byte[content.length], content);
  }

  @Test
  void the_content_of_a_keystore_is_wiped_whether_it_can_be_used_or_not() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, PASSWORD);
    byte[] content = out.toByteArray();
    assertThrows(KeyException.class, () -> readAll("keystore:/key", content));
    assertArrayEquals(new byte[content.length], content);
  }

  /** The very array is handed out, unlike what any stream of the JDK does. */
  private static List<JwtKey> readAll(String uri, byte[] content) throws KeyException {
    InputStream in =
        new ByteArrayInputStream(content) {
          @Override
          public byte[] readAllBytes() {
            return content;
          }
        };
    return reader(path -> Optional.of(in)).read(uri, Set.of()).keys();
  }

  private static KeyReader reader(KeyLoader.Resources resources) {
    return new KeyReader(
        resources,
        name -> Optional.empty(),
        new KeystoreFiles(Optional.of(new String(PASSWORD)), Clock.systemUTC()),
        TestKeys.random(32));
  }

  // --- files ---

  @Test
  void a_file_may_have_512_kilobytes_and_no_more() throws KeyException {
    byte[] largest = Arrays.copyOf(TestKeys.random(64), 512 * 1024);
    Arrays.fill(largest, 64, largest.length, (byte) '.');
    files.put("/key", largest);
    assertTrue(onlyKey("hmac:file:/key").canSign());
    files.put("/key", Arrays.copyOf(largest, largest.length + 1));
    assertProblem("hmac:file:/key is larger than 512 kB", "hmac:file:/key");
  }

  @ParameterizedTest
  @CsvSource({"0, 47", "1, 48"})
  void white_space_around_the_secret_of_a_line_is_no_part_of_it_whatever_else_is(
      int first, int last) throws KeyException {
    byte[] secret = TestKeys.random(48);
    // Neither white space nor a hash sign, so that nothing is taken off; the edges are the case.
    secret[0] = (byte) 0x80;
    secret[47] = '!';
    for (int i = 1; i < 47; i++) {
      secret[i] |= (byte) 0x40;
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    lines.write(text(" \t\0"), 0, 3 * first);
    lines.writeBytes(secret);
    lines.write(text(" \r"), 0, 2 * (last - 47));
    files.put("/lines", lines.toByteArray());
    files.put("/key", secret);
    assertEquals(onlyKey("hmac:file:/key").id(), onlyKey("hmac:lines:/lines").id());
  }

  @Test
  void a_newline_alone_is_taken_off_and_leaves_no_secret() {
    for (String content : List.of("", "\n", "\r\n")) {
      files.put("/key", content.getBytes(UTF_8));
      assertProblem("hmac:file:/key has 0 bytes", "hmac:file:/key");
    }
  }

  @Test
  void a_kind_of_key_that_is_misspelt_is_shown_as_long_as_it_is_no_secret() {
    assertProblem("keys: \"hmac-secrets:…\" is not a kind", "hmac-secrets:env:KEY");
    assertProblem("keys: \"…\" is not a kind", "hmac-secretss:env:KEY");
  }

  @Test
  void files_and_what_lies_on_the_class_path_are_found_in_their_places(@TempDir Path folder)
      throws IOException {
    KeyLoader.Resources all = KeyLoader.Resources.of(KeyBoundariesTest.class.getClassLoader());
    Path file = Files.writeString(folder.resolve("key"), "text");
    try (InputStream in = all.open(file.toString()).orElseThrow()) {
      assertArrayEquals("text".getBytes(UTF_8), in.readAllBytes());
    }
    String own = KeyBoundariesTest.class.getName().replace('.', '/') + ".class";
    try (InputStream in = all.open("classpath:" + own).orElseThrow()) {
      assertTrue(in.read() >= 0);
    }
    for (String absent : List.of("classpath:no/such/thing", folder + "/none", folder.toString())) {
      assertEquals(Optional.empty(), all.open(absent), absent);
    }
  }

  @Test
  void a_snapshot_tells_files_apart_by_path_content_and_what_is_wrong_with_them() {
    Map<String, String> seen = new HashMap<>();
    for (String content : List.of("a", "b", "", "absent", "of 1", "fails")) {
      FileSnapshot snapshot = FileSnapshot.of(path -> opened(content), Set.of("/key"));
      assertEquals(null, seen.put(snapshot.fingerprint(), content), content);
    }
    assertNotEquals(
        FileSnapshot.of(path -> opened("a"), Set.of("/key")).fingerprint(),
        FileSnapshot.of(path -> opened("a"), Set.of("/other")).fingerprint());
  }

  private static Optional<InputStream> opened(String content) throws IOException {
    return switch (content) {
      case "absent" -> Optional.empty();
      case "fails" -> throw new IOException("cannot");
      default -> Optional.of(new ByteArrayInputStream(content.getBytes(UTF_8)));
    };
  }

  // --- PEM in its older forms ---

  @Test
  void an_rsa_public_key_of_the_older_form_is_the_same_key() throws KeyException {
    byte[] spki = TestKeys.rsaPair().getPublic().getEncoded();
    // What stands before it in a SubjectPublicKeyInfo of 2048 bits is always 24 bytes long.
    byte[] pkcs1 = Arrays.copyOfRange(spki, 24, spki.length);
    files.put("/old.pem", pem("RSA PUBLIC KEY", pkcs1));
    files.put("/new.pem", pem("PUBLIC KEY", spki));
    assertEquals(onlyKey("pem:/new.pem").id(), onlyKey("pem:/old.pem").id());
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void an_ec_private_key_of_the_older_form_is_read_with_its_point_and_without(Curve curve)
      throws KeyException {
    KeyPair pair = TestKeys.ec(curve.name().replace("P", "secp") + "r1");
    files.put("/new.pem", pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    for (boolean point : List.of(true, false)) {
      files.put("/old.pem", pem("EC PRIVATE KEY", sec1(pair, curve, true, point)));
      JwtKey key = onlyKey("pem:/old.pem");
      assertTrue(key.canSign());
      assertEquals(onlyKey("pem:/new.pem").id(), key.id());
    }
  }

  @Test
  void an_ec_private_key_of_the_older_form_must_name_its_curve_and_be_whole() {
    KeyPair pair = TestKeys.p256Pair();
    files.put("/old.pem", pem("EC PRIVATE KEY", sec1(pair, Curve.P256, false, true)));
    assertProblem("pem:/old.pem is damaged", "pem:/old.pem");
    byte[] whole = sec1(pair, Curve.P256, true, false);
    for (int length = 0; length < whole.length; length++) {
      files.put("/old.pem", pem("EC PRIVATE KEY", Arrays.copyOf(whole, length)));
      assertProblem("pem:/old.pem ", "pem:/old.pem");
    }
  }

  /** RFC 5915, as openssl writes it. */
  private static byte[] sec1(KeyPair pair, Curve curve, boolean names, boolean point) {
    int bytes = curve.algorithm().bytes();
    byte[] scalar = unsigned(((ECPrivateKey) pair.getPrivate()).getS(), bytes);
    ECPoint at = ((ECPublicKey) pair.getPublic()).getW();
    byte[] q =
        joined(
            new byte[] {0, 4}, unsigned(at.getAffineX(), bytes), unsigned(at.getAffineY(), bytes));
    return der(
        0x30,
        joined(
            new byte[] {2, 1, 1},
            der(0x04, scalar),
            names ? der(0xA0, oid(pair.getPublic())) : new byte[0],
            point ? der(0xA1, der(0x03, q)) : new byte[0]));
  }

  /** The second element of the AlgorithmIdentifier. */
  private static byte[] oid(PublicKey key) {
    byte[] spki = key.getEncoded();
    int algorithm = spki[1] >= 0 ? 4 : 5;
    int at = algorithm + 2 + spki[algorithm + 1];
    return Arrays.copyOfRange(spki, at, at + 2 + spki[at + 1]);
  }

  private static byte[] der(int tag, byte[] content) {
    byte[] head =
        content.length < 0x80
            ? new byte[] {(byte) tag, (byte) content.length}
            : new byte[] {(byte) tag, (byte) 0x81, (byte) content.length};
    return joined(head, content);
  }

  // --- published keys ---

  @Test
  void a_set_may_have_a_hundred_keys() throws KeyException {
    byte[] set = set(100);
    assertEquals(1, JwkSet.read(set, Set.of()).keys().size());
    assertThrows(KeyException.class, () -> JwkSet.read(set(101), Set.of()));
  }

  private static byte[] set(int keys) {
    List<String> all = new ArrayList<>(List.of(jwk(TestKeys.p256Pair(), "")));
    while (all.size() < keys) {
      all.add("0");
    }
    return ("{\"keys\":[" + String.join(",", all) + "]}").getBytes(UTF_8);
  }

  @Test
  void a_kid_may_have_256_printable_characters() throws KeyException {
    assertEquals(1, withKid("k".repeat(256)).size());
    assertEquals(1, withKid(" ~").size());
    for (String kid : List.of("k".repeat(257), "\\u001f", "\\u007f", "\\u00e9")) {
      assertEquals(0, withKid(kid).size(), kid);
    }
  }

  private static List<JwtKey> withKid(String kid) throws KeyException {
    String key = jwk(TestKeys.p256Pair(), ",\"kid\":\"" + kid + "\"");
    return JwkSet.read(("{\"keys\":[" + key + "]}").getBytes(UTF_8), Set.of()).keys();
  }

  @Test
  void a_jwk_without_digits_in_a_number_is_left_out() throws KeyException {
    String empty = "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"AQAB\"}]}";
    assertEquals(
        List.of("key 1 is left out, it has an \"n\" that is not base64url"),
        JwkSet.read(empty.getBytes(UTF_8), Set.of()).warnings());
  }

  @Test
  void keys_as_others_hand_them_on_are_read_in_every_form() throws KeyException {
    String jwk = jwk(TestKeys.p256Pair(), "");
    byte[] pem = pem("PUBLIC KEY", TestKeys.p256Pair().getPublic().getEncoded());
    files.put("/jwk", jwk.getBytes(UTF_8));
    files.put("/set", ("{\"keys\":[" + jwk + "]}").getBytes(UTF_8));
    files.put("/pem", pem);
    files.put("/encoded", Base64.getEncoder().encode(jwk.getBytes(UTF_8)));
    files.put("classpath:keys/jwk", jwk.getBytes(UTF_8));
    String id = onlyKey("public:/jwk").id();
    for (String uri :
        List.of(
            "public:/set",
            "public:/pem",
            "public:/encoded",
            "public:/keys/jwk",
            "public:base64:" + Base64.getEncoder().encodeToString(pem))) {
      assertEquals(id, onlyKey(uri).id(), uri);
    }
  }

  @Test
  void what_others_hand_on_must_be_public_and_a_key() {
    files.put("/pem", pem("PRIVATE KEY", TestKeys.p256Pair().getPrivate().getEncoded()));
    files.put("/jwk", jwk(TestKeys.p256Pair(), ",\"d\":\"AQAB\"").getBytes(UTF_8));
    files.put("/text", "nothing of the kind".getBytes(UTF_8));
    files.put("/object", "{\"a\":1}".getBytes(UTF_8));
    assertProblem("public:/pem holds a private key: give the public part", "public:/pem");
    assertProblem("public:/jwk holds a private key or a secret: give the", "public:/jwk");
    assertProblem("public:/text is no public key", "public:/text");
    assertProblem("public:/object is not a JWK set", "public:/object");
    assertProblem("public:base64:… what follows is not Base64", "public:base64:*");
    assertProblem("public:/none there is no such file", "public:/none");
  }

  @Test
  void a_key_that_is_handed_on_without_a_name_is_tried_for_every_name() throws KeyException {
    files.put("/jwk", jwk(TestKeys.p256Pair(), "").getBytes(UTF_8));
    KeyRing ring = loader.load(List.of("public:/jwk"), Set.of());
    assertEquals(1, ring.candidates("any", "ES256").size());
    assertEquals(0, ring.candidates("any", "RS256").size());
  }

  @Test
  void the_age_of_a_set_is_at_least_a_minute_and_at_most_what_is_configured() {
    Duration second = Duration.ofSeconds(1);
    Duration minute = Duration.ofMinutes(1);
    KeySetRules least = new KeySetRules(minute, second, minute);
    KeySetRules usual = new KeySetRules(minute.multipliedBy(9), second, minute.multipliedBy(9));
    assertEquals(minute, least.age(Duration.ZERO));
    assertEquals(minute, usual.age(minute.minus(second)));
    assertEquals(minute.plus(second), usual.age(minute.plus(second)));
    assertEquals(minute.multipliedBy(9), usual.age(minute.multipliedBy(10)));
    assertRefused(minute.minus(second), second);
    assertRefused(minute, Duration.ZERO);
    assertRefused(minute, second.negated());
  }

  private static void assertRefused(Duration maxAge, Duration coolDown) {
    assertThrows(IllegalArgumentException.class, () -> new KeySetRules(maxAge, coolDown, maxAge));
  }

  // --- keys that come along with what they have signed ---

  @Test
  void a_shown_key_has_the_thumbprint_of_its_public_members_alone() {
    Map<String, Object> jwk = shown();
    ShownKey key = ShownKey.of(jwk, "ES256").orElseThrow();
    assertFalse(key.key().canSign());
    assertEquals(PublicKeys.thumbprint(TestKeys.p256Pair().getPublic()), key.thumbprint());
    jwk.put("kid", "other");
    jwk.put("use", "sig");
    jwk.put("alg", "ES256");
    assertEquals(key.thumbprint(), ShownKey.of(jwk, "ES256").orElseThrow().thumbprint());
  }

  @ParameterizedTest
  @CsvSource({"d, AQAB", "k, AQAB", "alg, ES384", "use, enc", "crv, P-384", "kty, oct", "x, AQAB"})
  void a_shown_key_that_is_no_public_key_of_the_algorithm_is_none(String member, String value) {
    Map<String, Object> jwk = shown();
    jwk.put(member, value);
    assertEquals(Optional.empty(), ShownKey.of(jwk, "ES256"));
  }

  @Test
  void a_shown_key_is_of_a_public_key_algorithm() {
    assertTrue(ShownKey.of(shown(), "ES256").isPresent());
    for (String alg : List.of("HS256", "RS256", "ES384", "none", "")) {
      assertEquals(Optional.empty(), ShownKey.of(shown(), alg), alg);
    }
    assertEquals(Optional.empty(), ShownKey.of("text", "ES256"));
    assertEquals(Optional.empty(), ShownKey.of(null, "ES256"));
  }

  private static Map<String, Object> shown() {
    ECPoint at = ((ECPublicKey) TestKeys.p256Pair().getPublic()).getW();
    return new HashMap<>(
        Map.of(
            "kty",
            "EC",
            "crv",
            "P-256",
            "x",
            Base64Url.encode(unsigned(at.getAffineX(), 32)),
            "y",
            Base64Url.encode(unsigned(at.getAffineY(), 32))));
  }

  // --- strength ---

  @Test
  void an_rsa_key_has_2048_to_8192_bits() {
    assertEquals(Optional.empty(), weakness(modulus(2048), 65_537));
    assertEquals(Optional.empty(), weakness(modulus(8192), 65_537));
    for (int bits : List.of(2047, 8193)) {
      assertEquals(
          Optional.of("has " + bits + " bits: an RSA key has 2048 to 8192"),
          weakness(modulus(bits), 65_537));
    }
  }

  @Test
  void a_public_exponent_is_odd_and_from_65537_to_256_bits() {
    BigInteger largest = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    assertEquals(Optional.empty(), weakness(modulus(2048), largest));
    for (BigInteger exponent :
        List.of(
            BigInteger.valueOf(65_535),
            BigInteger.valueOf(65_538),
            largest.add(BigInteger.TWO),
            BigInteger.valueOf(3))) {
      assertTrue(weakness(modulus(2048), exponent).isPresent(), exponent.toString());
    }
  }

  @Test
  void a_modulus_is_odd() {
    assertEquals(
        Optional.of("has an even modulus"), weakness(modulus(2048).add(BigInteger.ONE), 65_537));
  }

  @Test
  void a_key_is_of_the_kind_that_the_algorithm_needs() {
    PublicKey rsa = TestKeys.rsaPair().getPublic();
    PublicKey ec = TestKeys.p256Pair().getPublic();
    assertEquals(Optional.empty(), PublicKeys.weakness(ec, JwsAlgorithm.ES256));
    assertTrue(PublicKeys.weakness(ec, JwsAlgorithm.RS256).isPresent());
    assertTrue(PublicKeys.weakness(rsa, JwsAlgorithm.ES256).isPresent());
    assertTrue(PublicKeys.weakness(ec, JwsAlgorithm.ES384).isPresent());
    assertTrue(PublicKeys.weakness(rsa, JwsAlgorithm.HS256).isPresent());
  }

  /** Odd, and none of a broken generator's. */
  private static BigInteger modulus(int bits) {
    return BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
  }

  private static Optional<String> weakness(BigInteger modulus, long exponent) {
    return weakness(modulus, BigInteger.valueOf(exponent));
  }

  private static Optional<String> weakness(BigInteger modulus, BigInteger exponent) {
    return PublicKeys.weakness(TestKeys.unchecked(modulus, exponent), JwsAlgorithm.RS256);
  }

  /** Only P-256 and P-521 have a point there; their prime leaves 3 when divided by 4. */
  @ParameterizedTest
  @EnumSource(
      value = Curve.class,
      names = {"P256", "P521"})
  void coordinates_are_numbers_of_the_field(Curve curve) {
    BigInteger p = ((ECFieldFp) curve.parameters().getCurve().getField()).getP();
    BigInteger b = curve.parameters().getCurve().getB();
    BigInteger y = b.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    assertEquals(b, y.multiply(y).mod(p), "there is a point at x = 0");
    assertTrue(curve.contains(new ECPoint(BigInteger.ZERO, y)));
    assertFalse(curve.contains(new ECPoint(p, y)));
    assertFalse(curve.contains(new ECPoint(p.negate(), y)));
    assertFalse(curve.contains(new ECPoint(BigInteger.ZERO, y.add(p))));
    assertFalse(curve.contains(new ECPoint(BigInteger.ZERO, y.subtract(p))));
    assertFalse(curve.contains(ECPoint.POINT_INFINITY));
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void the_order_of_a_curve_leads_to_nowhere(Curve curve) {
    BigInteger order = curve.parameters().getOrder();
    ECPoint generator = curve.parameters().getGenerator();
    assertEquals(generator, curve.times(BigInteger.ONE));
    assertEquals(ECPoint.POINT_INFINITY, curve.times(order));
    assertEquals(generator, curve.times(order.add(BigInteger.ONE)));
    assertEquals(generator.getAffineX(), curve.times(order.subtract(BigInteger.ONE)).getAffineX());
  }

  @Test
  void a_private_number_lies_between_zero_and_the_order() throws GeneralSecurityException {
    BigInteger order = Curve.P256.parameters().getOrder();
    assertFalse(isRead(BigInteger.ZERO));
    assertTrue(isRead(BigInteger.ONE));
    assertTrue(isRead(order.subtract(BigInteger.ONE)));
    assertFalse(isRead(order));
    assertFalse(isRead(order.add(BigInteger.ONE)));
  }

  private boolean isRead(BigInteger scalar) throws GeneralSecurityException {
    byte[] parts =
        joined(
            new byte[] {2, 1, 1},
            der(0x04, unsigned(scalar, 32)),
            der(0xA0, oid(TestKeys.p256Pair().getPublic())));
    files.put("/old.pem", pem("EC PRIVATE KEY", der(0x30, parts)));
    try {
      return onlyKey("pem:/old.pem").canSign();
    } catch (KeyException e) {
      return false;
    }
  }

  @Test
  void a_secret_has_at_least_eight_different_bytes() {
    assertEquals(Optional.empty(), Secrets.weakness(of("\1\7\3\4\2\6\5\11", 37), 32));
    assertTrue(Secrets.weakness(of("\1\7\3\4\2\6\5", 37), 32).isPresent());
  }

  /** Bytes of these kinds in no order that repeats. */
  private static byte[] of(String kinds, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) kinds.charAt((i * i + i / 8 + (i < 8 ? i - i * i : 0)) % kinds.length());
    }
    return bytes;
  }

  @Test
  void a_secret_that_is_another_one_twice_is_guessed() {
    byte[] once = TestKeys.random(32);
    assertTrue(Secrets.weakness(joined(once, once), 32).isPresent());
    byte[] nearly = joined(once, once);
    nearly[63] ^= 1;
    assertEquals(Optional.empty(), Secrets.weakness(nearly, 32));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1, 7})
  void bytes_at_a_constant_distance_are_guessed(int distance) {
    byte[] bytes = new byte[40];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (100 + i * distance);
    }
    assertTrue(Secrets.weakness(bytes, 32).isPresent());
    bytes[39]++;
    assertEquals(Optional.empty(), Secrets.weakness(bytes, 32));
  }

  @Test
  void words_that_are_half_of_a_secret_are_guessed() {
    String words = "secretpasswordtoken!"; // 19 letters
    assertEquals(Optional.empty(), Secrets.weakness(text(words + "9284610573928461057"), 32));
    assertTrue(Secrets.weakness(text(words + "928461057392846105"), 32).isPresent());
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void as_much_is_derived_as_rfc_5869_allows() {
    byte[] secret = TestKeys.random(32);
    byte[] all = Hkdf.derive(secret, new byte[0], text("info"), 255 * 32);
    assertArrayEquals(Arrays.copyOf(all, 64), Hkdf.derive(secret, new byte[0], text("info"), 64));
    assertThrows(
        IllegalArgumentException.class,
        () -> Hkdf.derive(secret, new byte[0], text("info"), 255 * 32 + 1));
  }

  @Test
  void an_empty_token_and_the_shortest_one_that_is_sealed_are_told_apart() throws KeyException {
    files.put("/key", TestKeys.random(32));
    TokenCipher cipher =
        loader.loadSealing(List.of("hmac:file:/key"), List.of(), KeyWatch.none()).cipher("session");
    String shortest = cipher.seal(new byte[0]);
    assertArrayEquals(new byte[0], cipher.open(shortest).orElseThrow());
    for (int length = 0; length < shortest.length(); length++) {
      assertEquals(Optional.empty(), cipher.open(shortest.substring(0, length)));
    }
  }

  // --- fixture ---

  private JwtKey onlyKey(String uri) throws KeyException {
    KeyRing ring = loader.load(List.of(uri), Set.of());
    return Arrays.stream(JwsAlgorithm.values())
        .flatMap(one -> ring.candidates(null, one.name()).stream())
        .findFirst()
        .orElseThrow();
  }

  private void assertProblem(String beginning, String uri) {
    String message =
        assertThrows(KeyException.class, () -> loader.load(List.of(uri), Set.of())).getMessage();
    assertTrue(message.startsWith(beginning), message);
  }

  private static byte[] pem(String label, byte[] der) {
    return TestKeys.pem(label, der).getBytes(UTF_8);
  }

  private static String jwk(KeyPair p256, String more) {
    ECPoint at = ((ECPublicKey) p256.getPublic()).getW();
    return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"%s}"
        .formatted(
            Base64Url.encode(unsigned(at.getAffineX(), 32)),
            Base64Url.encode(unsigned(at.getAffineY(), 32)),
            more);
  }

  private static byte[] unsigned(BigInteger number, int bytes) {
    byte[] signed = number.toByteArray();
    byte[] unsigned = new byte[bytes];
    int length = Math.min(signed.length, bytes);
    System.arraycopy(signed, signed.length - length, unsigned, bytes - length, length);
    return unsigned;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
