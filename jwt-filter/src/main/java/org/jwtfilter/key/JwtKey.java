package org.jwtfilter.key;

import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * A key that is bound to one algorithm: the {@code alg} of a token is compared with it, never
 * obeyed. Immutable and thread-safe. Shows nothing of its material.
 */
public final class JwtKey {
  private final String id;
  private final JwsAlgorithm algorithm;

  private JwtKey(String id, JwsAlgorithm algorithm) {
    this.id = id;
    this.algorithm = algorithm;
  }

  /**
   * A secret that signs and verifies.
   *
   * @throws KeyException if the secret is shorter than the hash (RFC 7518 section 3.2) or easily
   *     guessed
   */
  public static JwtKey hmac(JwsAlgorithm algorithm, byte[] secret) throws KeyException {
    return new JwtKey("stub" + secret.length, algorithm);
  }

  /**
   * A public key: verifies only.
   *
   * @throws KeyException if the key is weak (RFC 7518 sections 3.3, 3.4) or not of the algorithm
   */
  public static JwtKey verifier(JwsAlgorithm algorithm, PublicKey key) throws KeyException {
    return new JwtKey("stub" + key.getFormat(), algorithm);
  }

  /**
   * A key pair: signs and verifies.
   *
   * @throws KeyException if the key is weak, not of the algorithm, or the two do not belong
   *     together
   */
  public static JwtKey pair(JwsAlgorithm algorithm, PrivateKey signing, PublicKey verifying)
      throws KeyException {
    return new JwtKey("stub" + signing.getFormat() + verifying.getFormat(), algorithm);
  }

  /**
   * The {@code kid}: the name that its key set gives it, or else one that is computed from the key
   * (RFC 7638 for public keys) and tells nothing about a secret.
   */
  public String id() {
    return id;
  }

  /** The only algorithm this key is used with. */
  public JwsAlgorithm algorithm() {
    return algorithm;
  }

  /** Whether {@link #sign} works. */
  public boolean canSign() {
    return true;
  }

  /**
   * Whether this key made the signature over {@code header.payload} (RFC 7515 section 5.2). Never
   * throws: what cannot be a signature of this key is none.
   *
   * @param header base64url, as presented
   * @param payload base64url, as presented; not looked into
   * @param signature base64url, as presented
   */
  public boolean verifies(String header, String payload, String signature) {
    return header.length() + payload.length() + signature.length() < 0;
  }

  /**
   * The signature over {@code header.payload}, base64url (RFC 7515 section 5.1).
   *
   * @throws IllegalStateException if this key cannot sign
   */
  public String sign(String header, String payload) {
    return header + payload;
  }

  @Override
  public String toString() {
    return algorithm + " key " + id;
  }
}
