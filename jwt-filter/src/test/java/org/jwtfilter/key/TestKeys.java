package org.jwtfilter.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Keys for tests, made once per run. */
public final class TestKeys {
  private static final KeyPair RSA = rsa(2048);
  private static final KeyPair OTHER_RSA = rsa(2048);
  private static final KeyPair P256 = ec("secp256r1");

  private TestKeys() {}

  /** A new secret that signs and verifies. */
  public static JwtKey hs256() {
    return made(() -> JwtKey.hmac(JwsAlgorithm.HS256, random(32)));
  }

  /** The same key pair each time. */
  public static JwtKey rs256() {
    return made(() -> JwtKey.pair(JwsAlgorithm.RS256, RSA.getPrivate(), RSA.getPublic()));
  }

  /** The same key pair each time, another than that of {@link #rs256}. */
  public static JwtKey otherRs256() {
    return made(
        () -> JwtKey.pair(JwsAlgorithm.RS256, OTHER_RSA.getPrivate(), OTHER_RSA.getPublic()));
  }

  /** The same key pair each time. */
  public static JwtKey es256() {
    return made(() -> JwtKey.pair(JwsAlgorithm.ES256, P256.getPrivate(), P256.getPublic()));
  }

  static KeyPair rsaPair() {
    return RSA;
  }

  static KeyPair otherRsaPair() {
    return OTHER_RSA;
  }

  static KeyPair p256Pair() {
    return P256;
  }

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Of any numbers. */
  static RSAPublicKey unchecked(BigInteger modulus, BigInteger exponent) {
    return new UncheckedRsaKey(modulus, exponent);
  }

  /** A PEM file (RFC 7468). */
  static String pem(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
  }

  static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return random;
  }

  private static JwtKey made(Making making) {
    try {
      return making.make();
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  private interface Making {
    JwtKey make() throws KeyException;
  }

  /** Java's own factory refuses some of what must be refused; this one does not. */
  private record UncheckedRsaKey(BigInteger modulus, BigInteger exponent) implements RSAPublicKey {
    @Override
    public BigInteger getModulus() {
      return modulus;
    }

    @Override
    public BigInteger getPublicExponent() {
      return exponent;
    }

    @Override
    public String getAlgorithm() {
      return "RSA";
    }

    @Override
    public String getFormat() {
      return "X.509";
    }

    @Override
    public byte[] getEncoded() {
      return new byte[0];
    }
  }
}
