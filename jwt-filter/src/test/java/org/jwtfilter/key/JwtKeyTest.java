package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtKeyTest {
  private static final String HEADER = "eyJhbGciOiJIUzI1NiJ9";
  private static final String PAYLOAD = "e30";

  @ParameterizedTest
  @EnumSource
  void a_key_verifies_what_it_signed_and_nothing_else(JwsAlgorithm algorithm) throws KeyException {
    JwtKey key = key(algorithm);
    String signature = key.sign(HEADER, PAYLOAD);
    assertTrue(key.verifies(HEADER, PAYLOAD, signature));
    assertFalse(key.verifies(HEADER, PAYLOAD + "A", signature));
    assertFalse(key.verifies(HEADER + "A", PAYLOAD, signature));
    assertFalse(otherKey(algorithm).verifies(HEADER, PAYLOAD, signature));
  }

  @ParameterizedTest
  @EnumSource
  void a_signature_has_exactly_its_length_and_one_spelling(JwsAlgorithm algorithm)
      throws KeyException {
    JwtKey key = key(algorithm);
    String signature = key.sign(HEADER, PAYLOAD);
    assertFalse(key.verifies(HEADER, PAYLOAD, ""));
    assertFalse(key.verifies(HEADER, PAYLOAD, signature.substring(1)));
    assertFalse(key.verifies(HEADER, PAYLOAD, signature + "A"));
    assertFalse(key.verifies(HEADER, PAYLOAD, signature + "="));
    assertFalse(key.verifies(HEADER, PAYLOAD, "A".repeat(signature.length())));
    assertFalse(key.verifies(HEADER, PAYLOAD, "_".repeat(signature.length())));
    assertFalse(key.verifies(HEADER, PAYLOAD, "\u20AC" + signature.substring(1)));
    assertEquals(1, accepted(key, signature));
  }

  /** How many last characters of this signature are accepted. */
  private static long accepted(JwtKey key, String signature) {
    String beginning = signature.substring(0, signature.length() - 1);
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_="
        .chars()
        .filter(c -> key.verifies(HEADER, PAYLOAD, beginning + (char) c))
        .count();
  }

  @Test
  void the_example_of_rfc_7515_a_1_verifies() throws KeyException {
    JwtKey key =
        JwtKey.hmac(
            JwsAlgorithm.HS256,
            Base64Url.decode(
                    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
                .orElseThrow());
    assertTrue(
        key.verifies(
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9",
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
  }

  @Test
  void both_twins_of_an_ecdsa_signature_are_valid() {
    JwtKey key = TestKeys.es256();
    byte[] signature = Base64Url.decode(key.sign(HEADER, PAYLOAD)).orElseThrow();
    BigInteger order = Curve.P256.parameters().getOrder();
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    byte[] twin = signature.clone();
    byte[] mirrored = new byte[33];
    byte[] bytes = order.subtract(s).toByteArray();
    System.arraycopy(bytes, 0, mirrored, 33 - bytes.length, bytes.length);
    System.arraycopy(mirrored, 1, twin, 32, 32);
    assertTrue(key.verifies(HEADER, PAYLOAD, Base64Url.encode(twin)));
    assertNotEquals(Base64Url.encode(signature), Base64Url.encode(twin));
  }

  @Test
  void a_der_signature_is_refused() throws GeneralSecurityException {
    JwtKey key = TestKeys.es256();
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(TestKeys.p256Pair().getPrivate());
    signer.update((HEADER + "." + PAYLOAD).getBytes(US_ASCII));
    assertFalse(key.verifies(HEADER, PAYLOAD, Base64Url.encode(signer.sign())));
  }

  @Test
  void a_public_key_verifies_and_refuses_to_sign() throws KeyException {
    JwtKey key = JwtKey.verifier(JwsAlgorithm.RS256, TestKeys.rsaPair().getPublic());
    assertFalse(key.canSign());
    assertTrue(key.verifies(HEADER, PAYLOAD, TestKeys.rs256().sign(HEADER, PAYLOAD)));
    assertThrows(IllegalStateException.class, () -> key.sign(HEADER, PAYLOAD));
  }

  @Test
  void a_pair_that_does_not_belong_together_is_refused() {
    KeyPair one = TestKeys.p256Pair();
    KeyPair other = TestKeys.ec("secp256r1");
    assertThrows(
        KeyException.class,
        () -> JwtKey.pair(JwsAlgorithm.ES256, one.getPrivate(), other.getPublic()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 2040})
  void rsa_keys_below_2048_bits_are_refused(int bits) {
    PublicKey weak = TestKeys.rsa(bits).getPublic();
    KeyException refused =
        assertThrows(KeyException.class, () -> JwtKey.verifier(JwsAlgorithm.RS256, weak));
    assertEquals("has " + bits + " bits: an RSA key has 2048 to 8192", refused.getMessage());
  }

  @Test
  void rsa_keys_over_8192_bits_are_refused() {
    PublicKey large = rsaKey(BigInteger.ONE.shiftLeft(8192).setBit(0), BigInteger.valueOf(65_537));
    assertThrows(KeyException.class, () -> JwtKey.verifier(JwsAlgorithm.RS256, large));
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 17, 65_536, 65_538})
  void rsa_exponents_that_are_small_or_even_are_refused(long exponent) {
    BigInteger modulus = ((RSAPublicKey) TestKeys.rsaPair().getPublic()).getModulus();
    PublicKey key = rsaKey(modulus, BigInteger.valueOf(exponent));
    assertThrows(KeyException.class, () -> JwtKey.verifier(JwsAlgorithm.RS256, key));
  }

  @Test
  void a_point_off_the_curve_is_refused() throws GeneralSecurityException {
    ECPublicKey good = (ECPublicKey) TestKeys.p256Pair().getPublic();
    ECPoint off = new ECPoint(good.getW().getAffineX(), good.getW().getAffineY().flipBit(0));
    PublicKey bad =
        KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(off, good.getParams()));
    assertThrows(KeyException.class, () -> JwtKey.verifier(JwsAlgorithm.ES256, bad));
  }

  @Test
  void a_curve_is_for_its_own_algorithm_only() {
    PublicKey key = TestKeys.ec("secp384r1").getPublic();
    KeyException refused =
        assertThrows(KeyException.class, () -> JwtKey.verifier(JwsAlgorithm.ES256, key));
    assertEquals("is on P-384, which is for ES384 and not ES256", refused.getMessage());
  }

  @Test
  void a_key_of_another_family_is_refused() {
    PublicKey rsa = TestKeys.rsaPair().getPublic();
    assertThrows(KeyException.class, () -> JwtKey.verifier(JwsAlgorithm.ES256, rsa));
    assertThrows(KeyException.class, () -> JwtKey.verifier(JwsAlgorithm.HS256, rsa));
    assertThrows(KeyException.class, () -> JwtKey.hmac(JwsAlgorithm.RS256, TestKeys.random(64)));
  }

  @Test
  void the_id_is_the_beginning_of_the_thumbprint_of_rfc_7638() throws KeyException {
    PublicKey key =
        rsaKey(
            new BigInteger(
                1,
                Base64Url.decode(
                        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw")
                    .orElseThrow()),
            BigInteger.valueOf(65_537));
    assertEquals("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", PublicKeys.thumbprint(key));
    assertEquals("NzbLsXh8uDC", JwtKey.verifier(JwsAlgorithm.RS256, key).id());
  }

  @Test
  void ids_of_secrets_are_stable_and_differ() throws KeyException {
    byte[] secret = TestKeys.random(64);
    String id = JwtKey.hmac(JwsAlgorithm.HS256, secret).id();
    assertEquals(id, JwtKey.hmac(JwsAlgorithm.HS512, secret).id());
    assertNotEquals(id, TestKeys.hs256().id());
    assertEquals(11, id.length());
  }

  @Test
  void a_secret_that_is_overwritten_afterwards_goes_on_working() throws KeyException {
    byte[] secret = TestKeys.random(32);
    JwtKey key = JwtKey.hmac(JwsAlgorithm.HS256, secret);
    String before = key.sign(HEADER, PAYLOAD);
    Arrays.fill(secret, (byte) 0);
    assertEquals(before, key.sign(HEADER, PAYLOAD));
  }

  private static JwtKey key(JwsAlgorithm algorithm) throws KeyException {
    return key(algorithm, TestKeys.rsaPair());
  }

  private static JwtKey otherKey(JwsAlgorithm algorithm) throws KeyException {
    return key(algorithm, TestKeys.otherRsaPair());
  }

  private static JwtKey key(JwsAlgorithm algorithm, KeyPair rsa) throws KeyException {
    KeyPair pair =
        switch (algorithm) {
          case HS256, HS384, HS512 -> null;
          case RS256, RS384, RS512 -> rsa;
          case ES256 -> TestKeys.ec("secp256r1");
          case ES384 -> TestKeys.ec("secp384r1");
          case ES512 -> TestKeys.ec("secp521r1");
        };
    return pair == null
        ? JwtKey.hmac(algorithm, TestKeys.random(64))
        : JwtKey.pair(algorithm, pair.getPrivate(), pair.getPublic());
  }

  private static PublicKey rsaKey(BigInteger modulus, BigInteger exponent) {
    try {
      return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    } catch (GeneralSecurityException e) {
      return TestKeys.unchecked(modulus, exponent);
    }
  }

  /** Such a file makes the provider fail in the middle of a signature. */
  @Test
  void a_private_key_whose_numbers_do_not_fit_each_other_is_refused() throws Exception {
    RSAPrivateCrtKey sound = (RSAPrivateCrtKey) TestKeys.rsaPair().getPrivate();
    RSAPrivateCrtKeySpec damaged =
        new RSAPrivateCrtKeySpec(
            sound.getModulus(),
            sound.getPublicExponent(),
            sound.getPrivateExponent(),
            sound.getPrimeP(),
            sound.getPrimeQ(),
            sound.getPrimeExponentP().add(BigInteger.TWO),
            sound.getPrimeExponentQ(),
            sound.getCrtCoefficient());
    PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(damaged);
    KeyException e =
        assertThrows(
            KeyException.class,
            () -> JwtKey.pair(JwsAlgorithm.RS256, key, TestKeys.rsaPair().getPublic()));
    assertEquals(List.of("is a private key that does not belong to its public one"), e.problems());
  }
}
