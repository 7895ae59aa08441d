package org.jwtfilter.key;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/** Strength and thumbprints of public keys. */
final class PublicKeys {
  private static final int FEWEST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;
  private static final BigInteger SMALLEST_EXPONENT = BigInteger.valueOf(65_537);
  private static final int MOST_EXPONENT_BITS = 256;
  private static final int LARGEST_SMALL_PRIME = 167;

  private PublicKeys() {}

  /** What is wrong with a key for this algorithm (RFC 7518 sections 3.3, 3.4), or empty. */
  static Optional<String> weakness(PublicKey key, JwsAlgorithm algorithm) {
    return switch (algorithm.family()) {
      case RSA ->
          key instanceof RSAPublicKey rsa
              ? weakness(rsa)
              : Optional.of("is not an RSA key, which " + algorithm + " needs");
      case EC ->
          key instanceof ECPublicKey ec
              ? weakness(ec, algorithm)
              : Optional.of("is not an EC key, which " + algorithm + " needs");
      case HMAC -> Optional.of("is a public key, which " + algorithm + " cannot use");
    };
  }

  private static Optional<String> weakness(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    BigInteger exponent = key.getPublicExponent();
    if (bits < FEWEST_RSA_BITS || bits > MOST_RSA_BITS) {
      return Optional.of(
          "has %d bits: an RSA key has %d to %d".formatted(bits, FEWEST_RSA_BITS, MOST_RSA_BITS));
    }
    if (!exponent.testBit(0)
        || exponent.compareTo(SMALLEST_EXPONENT) < 0
        || exponent.bitLength() > MOST_EXPONENT_BITS) {
      return Optional.of("has an unsafe public exponent: make a new key, usual is 65537");
    }
    if (!key.getModulus().testBit(0)) {
      return Optional.of("has an even modulus");
    }
    return fromBrokenGenerator(key.getModulus())
        ? Optional.of("comes from a generator whose keys can be factored (ROCA): make a new one")
        : Optional.empty();
  }

  /** Modulo small primes such a modulus is always a power of 65537 (CVE-2017-15361). */
  private static boolean fromBrokenGenerator(BigInteger modulus) {
    for (int prime = 3; prime <= LARGEST_SMALL_PRIME; prime += 2) {
      if (BigInteger.valueOf(prime).isProbablePrime(20)
          && !isPower(modulus.mod(BigInteger.valueOf(prime)).intValue(), prime)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPower(int residue, int prime) {
    int base = 65_537 % prime;
    int power = 1;
    for (int i = 0; i < prime; i++) {
      if (power == residue) {
        return true;
      }
      power = power * base % prime;
    }
    return false;
  }

  private static Optional<String> weakness(ECPublicKey key, JwsAlgorithm algorithm) {
    Optional<Curve> curve = Curve.of(key.getParams());
    if (curve.isEmpty()) {
      return Optional.of("is on another curve than P-256, P-384 or P-521");
    }
    if (curve.get().algorithm() != algorithm) {
      return Optional.of(
          "is on %s, which is for %s and not %s"
              .formatted(curve.get().jwkName(), curve.get().algorithm(), algorithm));
    }
    return curve.get().contains(key.getW())
        ? Optional.empty()
        : Optional.of("is a point that is not on its curve");
  }

  /** RFC 7638, SHA-256, whole. Only for keys without weakness. */
  static String thumbprint(PublicKey key) {
    return Base64Url.encode(Digests.sha256("{" + members(key) + "}"));
  }

  /** The members of its JWK that make it, in their order (RFC 7638 section 3.2). */
  static String members(PublicKey key) {
    return key instanceof RSAPublicKey rsa ? members(rsa) : members((ECPublicKey) key);
  }

  private static String members(RSAPublicKey key) {
    return "\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\""
        .formatted(number(key.getPublicExponent()), number(key.getModulus()));
  }

  private static String members(ECPublicKey key) {
    Curve curve = Curve.of(key.getParams()).orElseThrow();
    int bytes = curve.algorithm().bytes();
    return "\"crv\":\"%s\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\""
        .formatted(
            curve.jwkName(),
            Base64Url.encode(unsigned(key.getW().getAffineX(), bytes)),
            Base64Url.encode(unsigned(key.getW().getAffineY(), bytes)));
  }

  private static String number(BigInteger number) {
    return Base64Url.encode(unsigned(number, (number.bitLength() + 7) / 8));
  }

  private static byte[] unsigned(BigInteger number, int bytes) {
    byte[] signed = number.toByteArray();
    byte[] unsigned = new byte[bytes];
    int length = Math.min(signed.length, bytes);
    System.arraycopy(signed, signed.length - length, unsigned, bytes - length, length);
    return unsigned;
  }
}
