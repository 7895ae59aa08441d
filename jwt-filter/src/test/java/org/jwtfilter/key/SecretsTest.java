package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource({"HS256, 32", "HS384, 48", "HS512, 64"})
  void a_secret_has_at_least_the_size_of_the_hash(JwsAlgorithm algorithm, int bytes)
      throws KeyException {
    JwtKey.hmac(algorithm, TestKeys.random(bytes));
    KeyException refused =
        assertThrows(KeyException.class, () -> JwtKey.hmac(algorithm, TestKeys.random(bytes - 1)));
    assertEquals(
        "has %d bytes, but %d are needed: make one with: openssl rand -base64 48"
            .formatted(bytes - 1, bytes),
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "secretsecretsecretsecretsecretsecretsecret",
        "changemechangemechangemechangemechangemechangeme",
        "12345678901234567890123456789012",
        "0123456789abcdef0123456789abcdef",
        "abababababababababababababababababab",
        "your-256-bit-secret-your-256-bit-secret-1",
        "this-is-a-very-long-secret-key-for-jwt-signing",
        "MySuperSecretKeyForJWTTokensThatIsLongEnough",
        "please_change_me_in_production_please_123456",
        "0001110001011010000111110101010111100010101",
      })
  void what_is_on_everybody_s_list_is_refused(String secret) {
    assertEquals(
        Optional.of("is easily guessed: make one with: openssl rand -base64 48"),
        Secrets.weakness(secret.getBytes(UTF_8), 32));
  }

  @Test
  void bytes_in_order_are_refused() {
    byte[] counted = new byte[48];
    for (int i = 0; i < counted.length; i++) {
      counted[i] = (byte) (i * 3);
    }
    assertTrue(Secrets.weakness(counted, 32).isPresent());
  }

  @Test
  void random_secrets_of_all_usual_spellings_are_accepted() {
    for (int i = 0; i < 2_000; i++) {
      byte[] random = TestKeys.random(48);
      assertStrong(random);
      assertStrong(Base64.getEncoder().encode(random));
      assertStrong(HexFormat.of().formatHex(random).getBytes(UTF_8));
    }
    assertStrong("8264019375628450917364820591736482059137".getBytes(UTF_8));
    assertStrong("correct horse battery staple walks over".getBytes(UTF_8));
  }

  @Test
  void the_text_of_a_key_is_no_secret() {
    byte[] spki = TestKeys.rsaPair().getPublic().getEncoded();
    String body = Base64.getMimeEncoder().encodeToString(spki);
    assertKeyText(("-----BEGIN PUBLIC KEY-----\n" + body).getBytes(UTF_8));
    assertKeyText(body.getBytes(UTF_8));
    assertKeyText(spki);
    assertKeyText(TestKeys.p256Pair().getPrivate().getEncoded());
    assertKeyText("{\"kty\":\"RSA\",\"n\":\"abcdefghijklmnopqrstuvwxyz\"}".getBytes(UTF_8));
  }

  @Test
  void messages_never_show_the_secret() {
    String secret = "secretsecretsecretsecretsecretsecret";
    assertFalse(
        Secrets.weakness(secret.getBytes(UTF_8), 32).orElseThrow().contains("secretsecret"));
  }

  private static void assertStrong(byte[] secret) {
    assertEquals(Optional.empty(), Secrets.weakness(secret, 32));
  }

  private static void assertKeyText(byte[] secret) {
    assertTrue(Secrets.weakness(secret, 32).orElseThrow().startsWith("is the text of a key"));
  }
}
