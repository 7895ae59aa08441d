package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key that is bound to one algorithm: the {@code alg} of a token is compared with it, never
 * obeyed. Immutable and thread-safe. Shows nothing of its material.
 */
public final class JwtKey {
  /** Characters of computed ids: enough to tell keys apart, few enough for every header. */
  private static final int ID_LENGTH = 11;

  private final String id;
  private final Material material;
  private final Use use;

  private JwtKey(String id, Material material, Use use) {
    this.id = id;
    this.material = material;
    this.use = use;
  }

  /**
   * What a key is made of.
   *
   * @param verifying its public part; null for a secret
   * @param signatureLength in characters
   */
  private record Material(
      JwsAlgorithm algorithm,
      Algorithm engine,
      @Nullable PublicKey verifying,
      int signatureLength) {
    @Override
    public String toString() {
      return "Material[" + algorithm + "]";
    }
  }

  /**
   * What a key is for.
   *
   * @param named whether a {@code kid} that does not fit rules it out
   * @param issuer for whose tokens alone it is good; null: of any
   * @param published whether everybody may have its public part
   */
  private record Use(boolean named, boolean signs, @Nullable String issuer, boolean published) {}

  /**
   * A secret that signs and verifies.
   *
   * @throws KeyException if the secret is shorter than the hash (RFC 7518 section 3.2) or easily
   *     guessed
   */
  public static JwtKey hmac(JwsAlgorithm algorithm, byte[] secret) throws KeyException {
    if (!algorithm.symmetric()) {
      throw new KeyException("is a secret, which " + algorithm + " cannot use");
    }
    refuse(Secrets.weakness(secret, algorithm.bytes()));
    return ofStrongSecret(algorithm, secret);
  }

  /** For tests with published secrets; elsewhere {@link #hmac} looks at the secret first. */
  static JwtKey ofStrongSecret(JwsAlgorithm algorithm, byte[] secret) {
    byte[] fingerprint = Hkdf.hmac(secret, "jwt-filter key id".getBytes(UTF_8));
    int length = Base64Url.length(algorithm.bytes());
    Material material = new Material(algorithm, engine(algorithm, secret), null, length);
    return new JwtKey(
        shortened(Base64Url.encode(fingerprint)), material, new Use(false, true, null, false));
  }

  /**
   * A public key: verifies only.
   *
   * @throws KeyException if the key is weak (RFC 7518 sections 3.3, 3.4) or not of the algorithm
   */
  public static JwtKey verifier(JwsAlgorithm algorithm, PublicKey key) throws KeyException {
    return asymmetric(algorithm, key, null);
  }

  /**
   * A key pair: signs and verifies.
   *
   * @throws KeyException if the key is weak, not of the algorithm, or the two do not belong
   *     together
   */
  public static JwtKey pair(JwsAlgorithm algorithm, PrivateKey signing, PublicKey verifying)
      throws KeyException {
    JwtKey pair = asymmetric(algorithm, verifying, signing);
    if (!pair.signsWhatItVerifies()) {
      throw new KeyException("is a private key that does not belong to its public one");
    }
    return pair;
  }

  /** Numbers that do not fit each other may also end in an exception of the provider. */
  private boolean signsWhatItVerifies() {
    try {
      return verifies("a", "b", sign("a", "b"));
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static JwtKey asymmetric(
      JwsAlgorithm algorithm, PublicKey verifying, @Nullable PrivateKey signing)
      throws KeyException {
    refuse(PublicKeys.weakness(verifying, algorithm));
    Material material =
        new Material(
            algorithm,
            engine(algorithm, verifying, signing),
            verifying,
            Base64Url.length(signatureBytes(algorithm, verifying)));
    return new JwtKey(
        shortened(PublicKeys.thumbprint(verifying)),
        material,
        new Use(false, signing != null, null, false));
  }

  /** The same key under the name that its key set gives it. */
  JwtKey named(String kid) {
    return new JwtKey(kid, material, new Use(true, use.signs, use.issuer, use.published));
  }

  /** The same key, good for tokens of this issuer alone; null: of any. */
  JwtKey of(@Nullable String issuer) {
    return new JwtKey(id, material, new Use(use.named, use.signs, issuer, use.published));
  }

  /** The same key, which is never used for signing. */
  JwtKey verifying() {
    return new JwtKey(id, material, new Use(use.named, false, use.issuer, use.published));
  }

  /** The same key, of which everybody may have the public part. */
  JwtKey published() {
    return new JwtKey(id, material, new Use(use.named, use.signs, use.issuer, true));
  }

  /** The part that everybody may have; empty where that is none. */
  Optional<PublicKey> publicPart() {
    return use.published ? Optional.ofNullable(material.verifying) : Optional.empty();
  }

  /**
   * Whether the other one is the same key in the same use, but perhaps for signing. Names that key
   * sets give say nothing about that.
   */
  boolean sameAs(JwtKey other) {
    return !use.named
        && !other.use.named
        && id.equals(other.id)
        && algorithm() == other.algorithm()
        && sharesIssuer(other);
  }

  /** Whether its owner can also be the owner of this one: then names of keys must differ. */
  boolean sharesIssuer(JwtKey other) {
    return Objects.equals(use.issuer, other.use.issuer);
  }

  /** Whether this key is good for tokens of this issuer (RFC 8725 section 3.8). */
  public boolean speaksFor(String iss) {
    return use.issuer == null || use.issuer.equals(iss);
  }

  /** Whether a {@code kid} that does not fit rules this key out. */
  boolean named() {
    return use.named;
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
    return material.algorithm;
  }

  /** Whether {@link #sign} works. */
  public boolean canSign() {
    return use.signs;
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
    if (signature.length() != material.signatureLength) {
      return false;
    }
    Optional<byte[]> presented = Base64Url.decode(signature);
    return presented.isPresent()
        && (material.algorithm.symmetric()
            ? MessageDigest.isEqual(signed(header, payload), presented.get())
            : accepted(new Parts(header, payload, signature)));
  }

  /**
   * The signature over {@code header.payload}, base64url (RFC 7515 section 5.1).
   *
   * @throws IllegalStateException if this key cannot sign
   */
  public String sign(String header, String payload) {
    if (!use.signs) {
      throw new IllegalStateException(this + " is public and cannot sign");
    }
    return Base64Url.encode(signed(header, payload));
  }

  @Override
  public String toString() {
    return material.algorithm + " key " + id;
  }

  private byte[] signed(String header, String payload) {
    return material.engine.sign(header.getBytes(UTF_8), payload.getBytes(UTF_8));
  }

  /** Whatever a provider throws at hostile input means no. */
  private boolean accepted(Parts parts) {
    try {
      material.engine.verify(parts);
      return true;
    } catch (JWTVerificationException | IllegalArgumentException | IllegalStateException e) {
      return false;
    }
  }

  private static Algorithm engine(JwsAlgorithm algorithm, byte[] secret) {
    return switch (algorithm) {
      case HS256 -> Algorithm.HMAC256(secret);
      case HS384 -> Algorithm.HMAC384(secret);
      case HS512 -> Algorithm.HMAC512(secret);
      case RS256, RS384, RS512, ES256, ES384, ES512 -> throw new AssertionError(algorithm);
    };
  }

  private static Algorithm engine(
      JwsAlgorithm algorithm, PublicKey verifying, @Nullable PrivateKey signing) {
    return switch (algorithm) {
      case RS256 -> Algorithm.RSA256((RSAPublicKey) verifying, (RSAPrivateKey) signing);
      case RS384 -> Algorithm.RSA384((RSAPublicKey) verifying, (RSAPrivateKey) signing);
      case RS512 -> Algorithm.RSA512((RSAPublicKey) verifying, (RSAPrivateKey) signing);
      case ES256 -> Algorithm.ECDSA256((ECPublicKey) verifying, (ECPrivateKey) signing);
      case ES384 -> Algorithm.ECDSA384((ECPublicKey) verifying, (ECPrivateKey) signing);
      case ES512 -> Algorithm.ECDSA512((ECPublicKey) verifying, (ECPrivateKey) signing);
      case HS256, HS384, HS512 -> throw new AssertionError(algorithm);
    };
  }

  private static int signatureBytes(JwsAlgorithm algorithm, PublicKey key) {
    return key instanceof RSAPublicKey rsa
        ? (rsa.getModulus().bitLength() + 7) / 8
        : 2 * algorithm.bytes();
  }

  private static String shortened(String fingerprint) {
    return fingerprint.substring(0, ID_LENGTH);
  }

  private static void refuse(Optional<String> weakness) throws KeyException {
    if (weakness.isPresent()) {
      throw new KeyException(weakness.get());
    }
  }
}
