package org.jwtfilter.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.SettableClock;

/** Keys in keystores that {@code keytool} made. */
class KeystoreFilesTest {
  private static final String PASSWORD = "changeit-test";

  private final SettableClock clock = new SettableClock(Instant.parse("2027-01-01T00:00:00Z"));
  private final Map<String, byte[]> files = new HashMap<>();

  @BeforeEach
  void files() throws IOException {
    for (String name : List.of("shop.p12", "expired.p12", "shop.jks", "shop.jceks")) {
      try (InputStream in = KeystoreFilesTest.class.getResourceAsStream("/keys/" + name)) {
        files.put(name, in.readAllBytes());
      }
    }
  }

  @Test
  void the_private_key_with_the_youngest_certificate_signs_and_all_verify() throws KeyException {
    KeyRing ring = ring(PASSWORD, "keystore:shop.p12");
    JwtKey younger = ring(PASSWORD, "keystore:shop.p12#younger").signer().orElseThrow();
    JwtKey older = ring(PASSWORD, "keystore:shop.p12#older").signer().orElseThrow();
    assertEquals(
        List.of(younger.id(), older.id()), ring.keys().stream().limit(2).map(JwtKey::id).toList());
    assertEquals(younger.id(), ring.signer().orElseThrow().id());
    assertTrue(younger.verifies("a", "b", younger.sign("a", "b")));
  }

  @Test
  void a_trusted_certificate_only_verifies() throws KeyException {
    JwtKey partner = ring(PASSWORD, "keystore:shop.p12#partner").keys().get(0);
    assertFalse(partner.canSign());
    assertEquals(partner.id(), ring(PASSWORD, "keystore:shop.p12").keys().get(2).id());
  }

  @Test
  void names_are_computed_as_those_of_pem_keys() throws KeyException {
    JwtKey key = ring(PASSWORD, "keystore:shop.p12#older").keys().get(0);
    assertFalse(key.named());
    assertEquals(11, key.id().length());
  }

  @Test
  void entries_that_cannot_be_used_are_left_out_with_a_warning() throws KeyException {
    assertEquals(
        List.of(
            "keystore:shop.p12 is used without one entry: the entry \"secret\" is a secret, or has"
                + " no certificate: a keystore holds RSA and EC keys here; for secrets use hmac:",
            "keystore:shop.p12 is used without one entry: the entry \"weak\" has 1024 bits: an RSA"
                + " key has 2048 to 8192"),
        ring(PASSWORD, "keystore:shop.p12").warnings().stream().sorted().toList());
  }

  @Test
  void an_entry_that_is_named_must_be_usable() {
    assertProblem(
        "keystore:shop.p12#secret the entry \"secret\" is a secret, or has no certificate: a"
            + " keystore holds RSA and EC keys here; for secrets use hmac:",
        PASSWORD,
        "keystore:shop.p12#secret");
    assertProblem(
        "keystore:shop.p12#weak the entry \"weak\" has 1024 bits: an RSA key has 2048 to 8192",
        PASSWORD,
        "keystore:shop.p12#weak");
  }

  @Test
  void an_entry_that_is_not_there_is_a_problem_that_names_those_that_are() {
    assertProblem(
        "keystore:shop.p12#nobody has no entry \"nobody\": it has older, partner, secret, weak,"
            + " younger",
        PASSWORD,
        "keystore:shop.p12#nobody");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.p12", "shop.jks"})
  void a_wrong_password_is_a_problem_that_shows_it_not(String file) {
    assertProblem(
        "keystore:" + file + " is not opened by keystore-password",
        "wrong-password",
        "keystore:" + file);
  }

  @Test
  void a_keystore_needs_a_password() {
    KeyLoader without = loader().withKeystorePassword(Optional.empty());
    KeyException refused =
        assertThrows(
            KeyException.class, () -> without.load(List.of("keystore:shop.p12"), Set.of()));
    assertEquals(
        "keystore:shop.p12 needs a password: set keystore-password, for example to"
            + " ${env:KEYSTORE_PASSWORD}",
        refused.getMessage());
  }

  @Test
  void jks_is_read_too_but_for_entries_with_another_password() throws KeyException {
    KeyRing ring = ring(PASSWORD, "keystore:shop.jks");
    assertEquals(JwsAlgorithm.ES256, ring.signer().orElseThrow().algorithm());
    assertEquals(1, ring.keys().size());
    assertEquals(
        List.of(
            "keystore:shop.jks is used without one entry: the entry \"other-password\" has another"
                + " password than the keystore: make them the same with keytool -keypasswd"),
        ring.warnings());
  }

  @Test
  void jceks_is_refused() {
    assertProblem(
        "keystore:shop.jceks is a JCEKS keystore: make a PKCS #12 one of it with keytool"
            + " -importkeystore -deststoretype pkcs12",
        PASSWORD,
        "keystore:shop.jceks");
  }

  @Test
  void what_is_no_keystore_or_cut_is_a_problem() {
    byte[] whole = files.get("shop.p12");
    for (int length : new int[] {0, 3, 4, 100, whole.length - 1}) {
      files.put("cut", Arrays.copyOf(whole, length));
      KeyException refused = assertThrows(KeyException.class, () -> ring(PASSWORD, "keystore:cut"));
      assertTrue(
          refused.getMessage().startsWith("keystore:cut is "), length + refused.getMessage());
    }
  }

  @Test
  void a_keystore_that_is_not_there_is_a_problem() {
    assertProblem("keystore:none there is no such file", PASSWORD, "keystore:none");
    assertProblem("keystore:none#a there is no such file", PASSWORD, "keystore:none#a");
  }

  @Test
  void a_certificate_that_has_ended_or_not_begun_warns() throws KeyException {
    Instant end = Instant.parse("2020-12-31T00:00:00Z");
    clock.set(end);
    assertEquals(List.of(), ring(PASSWORD, "keystore:expired.p12").warnings());
    clock.set(end.plusMillis(1));
    assertEquals(
        List.of(
            "keystore:expired.p12 has a certificate that ended at 2020-12-31T00:00:00Z, in the"
                + " entry \"expired\"; its key is used nevertheless"),
        ring(PASSWORD, "keystore:expired.p12").warnings());
    Instant begin = Instant.parse("2020-01-01T00:00:00Z");
    clock.set(begin);
    assertEquals(List.of(), ring(PASSWORD, "keystore:expired.p12").warnings());
    clock.set(begin.minus(Duration.ofMillis(1)));
    assertEquals(
        List.of(
            "keystore:expired.p12 has a certificate that begins at 2020-01-01T00:00:00Z, in the"
                + " entry \"expired\"; its key is used nevertheless"),
        ring(PASSWORD, "keystore:expired.p12").warnings());
  }

  @Test
  void algorithms_must_agree_with_the_keystore() {
    assertProblem(
        "keystore:shop.p12#older the entry \"older\" is for [RS256, RS384, RS512], but algorithms"
            + " allows only [ES256]",
        PASSWORD,
        Set.of("ES256"),
        "keystore:shop.p12#older");
  }

  private void assertProblem(String message, String password, String uri) {
    assertProblem(message, password, Set.of(), uri);
  }

  private void assertProblem(String message, String password, Set<String> algorithms, String uri) {
    KeyLoader loader = loader().withKeystorePassword(Optional.of(password));
    KeyException refused =
        assertThrows(KeyException.class, () -> loader.load(List.of(uri), algorithms));
    assertEquals(message, refused.getMessage());
  }

  private KeyRing ring(String password, String uri) throws KeyException {
    return loader()
        .withKeystorePassword(Optional.of(password))
        .load(
            new IssuerKeys("us", List.of(uri)),
            List.of(),
            Set.of(),
            KeySetRules.USUAL,
            new KeyWatch(Duration.ZERO, KeyListener.NONE, clock))
        .current();
  }

  private KeyLoader loader() {
    return new KeyLoader(
        path -> Optional.ofNullable(files.get(path)).map(ByteArrayInputStream::new),
        name -> Optional.empty());
  }
}
