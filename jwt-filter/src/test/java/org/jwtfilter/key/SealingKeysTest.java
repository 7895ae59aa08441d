package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingKeysTest {
  private static final byte[] CONTENT = "cart: 3 × tea".getBytes(UTF_8);

  private final byte[] secret = TestKeys.random(32);
  private final TokenCipher cipher = keys(secret).cipher("session");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 15, 16, 17, 1000, 70_000})
  void what_was_sealed_opens(int length) {
    byte[] content = TestKeys.random(length);
    assertArrayEquals(content, cipher.open(cipher.seal(content)).orElseThrow());
  }

  @Test
  void the_same_content_is_never_sealed_twice_alike() {
    assertNotEquals(cipher.seal(CONTENT), cipher.seal(CONTENT));
  }

  @Test
  void sealed_text_fits_into_a_cookie() {
    assertTrue(cipher.seal(TestKeys.random(500)).matches("[A-Za-z0-9._-]+"));
  }

  @Test
  void another_purpose_does_not_open_it() {
    String sealed = cipher.seal(CONTENT);
    assertEquals(Optional.empty(), keys(secret).cipher("touch").open(sealed));
    assertTrue(keys(secret).cipher("session").open(sealed).isPresent());
  }

  @Test
  void another_purpose_has_another_key_even_under_the_same_header() throws Exception {
    byte[] touchKey = derived("touch");
    String forged = nimbus(touchKey, header(cipher.seal(CONTENT)));
    assertEquals(Optional.empty(), cipher.open(forged));
    assertTrue(cipher.open(nimbus(derived("session"), header(cipher.seal(CONTENT)))).isPresent());
  }

  @Test
  void the_first_secret_seals_and_all_open() {
    byte[] newer = TestKeys.random(32);
    TokenCipher rotated = keys(newer, secret).cipher("session");
    assertArrayEquals(CONTENT, rotated.open(cipher.seal(CONTENT)).orElseThrow());
    assertEquals(Optional.empty(), cipher.open(rotated.seal(CONTENT)));
  }

  @Test
  void every_change_of_a_single_character_is_refused() {
    String sealed = cipher.seal(CONTENT);
    for (int i = 0; i < sealed.length(); i++) {
      for (char c : new char[] {'A', '_', '.', '=', ' ', '\u20AC', '\0'}) {
        if (sealed.charAt(i) != c) {
          String changed = sealed.substring(0, i) + c + sealed.substring(i + 1);
          assertEquals(Optional.empty(), cipher.open(changed), changed);
        }
      }
    }
  }

  @Test
  void every_last_character_but_the_canonical_one_is_refused() {
    String sealed = cipher.seal(CONTENT);
    String beginning = sealed.substring(0, sealed.length() - 1);
    long accepted =
        java.util.stream.IntStream.range(0, 256)
            .filter(c -> cipher.open(beginning + (char) c).isPresent())
            .count();
    assertEquals(1, accepted);
  }

  @Test
  void cut_and_lengthened_texts_are_refused() {
    String sealed = cipher.seal(CONTENT);
    for (int i = 0; i < sealed.length(); i++) {
      assertEquals(Optional.empty(), cipher.open(sealed.substring(0, i)));
      assertEquals(Optional.empty(), cipher.open(sealed.substring(i + 1)));
    }
    assertEquals(Optional.empty(), cipher.open(sealed + "A"));
    assertEquals(Optional.empty(), cipher.open(sealed + "."));
    assertEquals(Optional.empty(), cipher.open(sealed + sealed));
  }

  @Test
  void a_megabyte_is_the_most() {
    byte[] most = new byte[1 << 20];
    assertEquals(most.length, cipher.open(cipher.seal(most)).orElseThrow().length);
    assertThrows(IllegalArgumentException.class, () -> cipher.seal(new byte[most.length + 1]));
    assertEquals(Optional.empty(), cipher.open("A".repeat(2_000_000)));
  }

  @Test
  void random_texts_behind_our_header_never_throw() {
    String prefix = header(cipher.seal(CONTENT)) + "..";
    Random random = new Random(3);
    String alphabet = "ABCabc019-_.. \u00e9";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(prefix);
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertEquals(Optional.empty(), cipher.open(text.toString()));
    }
  }

  @Test
  void the_header_is_that_of_a_jwe_with_a_type_of_its_own() throws ParseException {
    JWEHeader header = JWEObject.parse(cipher.seal(CONTENT)).getHeader();
    assertEquals(JWEAlgorithm.DIR, header.getAlgorithm());
    assertEquals(EncryptionMethod.A256GCM, header.getEncryptionMethod());
    assertEquals(new JOSEObjectType("session+jwt"), header.getType());
    assertEquals(6, header.getKeyID().length());
  }

  @Test
  void nimbus_opens_what_we_sealed() throws ParseException, JOSEException {
    JWEObject jwe = JWEObject.parse(cipher.seal(CONTENT));
    jwe.decrypt(new DirectDecrypter(derived("session")));
    assertArrayEquals(CONTENT, jwe.getPayload().toBytes());
  }

  @Test
  void we_open_what_nimbus_sealed_under_our_header() throws Exception {
    String sealed = nimbus(derived("session"), header(cipher.seal(CONTENT)));
    assertArrayEquals(CONTENT, cipher.open(sealed).orElseThrow());
  }

  @Test
  void weak_secrets_are_refused() {
    assertThrows(KeyException.class, () -> SealingKeys.of(List.of()));
    assertThrows(KeyException.class, () -> SealingKeys.of(List.of(TestKeys.random(31))));
    assertThrows(KeyException.class, () -> SealingKeys.of(List.of(new byte[32])));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Session", "a b", "a\"b", "-a"})
  void a_purpose_is_a_plain_word(String purpose) {
    assertThrows(IllegalArgumentException.class, () -> keys(secret).cipher(purpose));
  }

  @Test
  void nothing_secret_is_printed() {
    assertEquals("SealingKeys[1]", keys(secret).toString());
    assertFalse(cipher.toString().contains(header(cipher.seal(CONTENT))));
  }

  @Test
  void hkdf_gives_the_output_of_rfc_5869_a_1() {
    byte[] output =
        Hkdf.derive(
            hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
            hex("000102030405060708090a0b0c"),
            hex("f0f1f2f3f4f5f6f7f8f9"),
            42);
    assertEquals(
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        HexFormat.of().formatHex(output));
  }

  @Test
  void hkdf_gives_the_output_of_rfc_5869_a_3_without_salt_and_info() {
    byte[] output =
        Hkdf.derive(
            hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"), new byte[0], new byte[0], 42);
    assertEquals(
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        HexFormat.of().formatHex(output));
  }

  private byte[] derived(String purpose) {
    return Hkdf.derive(
        secret, "jwt-filter".getBytes(UTF_8), ("A256GCM " + purpose).getBytes(UTF_8), 32);
  }

  private static String nimbus(byte[] key, String header) throws Exception {
    JWEHeader parsed = JWEHeader.parse(new com.nimbusds.jose.util.Base64URL(header));
    JWEObject jwe = new JWEObject(parsed, new Payload(CONTENT));
    jwe.encrypt(new DirectEncrypter(key));
    assertEquals(header, jwe.serialize().split("\\.")[0]);
    return jwe.serialize();
  }

  private static String header(String sealed) {
    return sealed.substring(0, sealed.indexOf('.'));
  }

  private static SealingKeys keys(byte[]... secrets) {
    try {
      return SealingKeys.of(List.of(secrets));
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
