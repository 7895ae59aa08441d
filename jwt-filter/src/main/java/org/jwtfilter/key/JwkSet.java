package org.jwtfilter.key;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of a JWK set (RFC 7517). What is not a sound key for verifying is left out with a
 * warning, the others are used; private members and secrets are never looked at.
 */
final class JwkSet {
  private static final int MOST_KEYS = 100;
  private static final int MOST_VALUES = 5_000;
  private static final int LONGEST_KID = 256;
  private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private final Set<JwsAlgorithm> allowed;
  private final boolean published;
  private final boolean handedOn;
  private final List<JwtKey> keys = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private JwkSet(Set<JwsAlgorithm> allowed, boolean published, boolean handedOn) {
    this.allowed = allowed;
    this.published = published;
    this.handedOn = handedOn;
  }

  /**
   * Reads a set. The message of the exception, and each warning, continues the file's name.
   *
   * @param allowed empty: what the keys say
   */
  static JwkSet read(byte[] json, Set<JwsAlgorithm> allowed) throws KeyException {
    return of(document(json), new JwkSet(allowed, false, false));
  }

  /**
   * The same for a set that anybody can read: a key that shows its private part is left out, since
   * anybody can sign with it, and keys for other uses are nothing to warn of.
   */
  static JwkSet published(Map<String, @Nullable Object> document, Set<JwsAlgorithm> allowed)
      throws KeyException {
    return of(document, new JwkSet(allowed, true, false));
  }

  /** The object that the text is. */
  static Map<String, @Nullable Object> document(byte[] json) throws KeyException {
    return StrictJson.object(json, MOST_VALUES)
        .orElseThrow(() -> new KeyException("is not a JWK set: it is no strict JSON object"));
  }

  private static JwkSet of(Map<String, @Nullable Object> document, JwkSet set) throws KeyException {
    if (!(document.get("keys") instanceof List<?> list)) {
      throw new KeyException("is not a JWK set: it has no array \"keys\"");
    }
    if (list.size() > MOST_KEYS) {
      throw new KeyException("has " + list.size() + " keys: " + MOST_KEYS + " are allowed");
    }
    for (int i = 0; i < list.size(); i++) {
      set.add(i + 1, list.get(i));
    }
    if (set.handedOn && list.stream().anyMatch(JwkSet::showsPrivatePart)) {
      throw new KeyException(
          "holds a private key or a secret: give the public part alone, and keep the other to"
              + " yourself");
    }
    return set;
  }

  /**
   * Public keys as somebody hands them on: one key or a set. A private one among them is an error,
   * and a key without a name is tried for any name that no other has.
   */
  static JwkSet handedOn(byte[] json, Set<JwsAlgorithm> allowed) throws KeyException {
    return of(aroundKey(document(json)), new JwkSet(allowed, true, true));
  }

  /** A set: the document itself, or one of the key that it is. */
  static Map<String, @Nullable Object> aroundKey(Map<String, @Nullable Object> document) {
    if (document.containsKey("keys") || !document.containsKey("kty")) {
      return document;
    }
    Map<String, @Nullable Object> set = new HashMap<>();
    set.put("keys", List.of(document));
    return set;
  }

  List<JwtKey> keys() {
    return keys;
  }

  /** The same keys, good for tokens of this issuer alone; null: of any. */
  JwkSet of(@Nullable String issuer) {
    keys.replaceAll(key -> key.of(issuer));
    return this;
  }

  List<String> warnings() {
    return warnings;
  }

  private void add(int number, @Nullable Object entry) {
    try {
      if (!(entry instanceof Map<?, ?> jwk)) {
        throw new KeyException("is not an object");
      }
      if (!published || !forOtherUse(jwk)) {
        add(number, jwk);
      }
    } catch (KeyException e) {
      warnings.add("key " + number + " is left out, it " + e.problems().get(0));
    }
  }

  private void add(int number, Map<?, ?> jwk) throws KeyException {
    boolean showsPrivatePart = showsPrivatePart(jwk);
    List<JwtKey> read = keys(jwk);
    if (showsPrivatePart && published) {
      throw new KeyException("shows its private part, with which anybody can sign: replace it");
    }
    if (showsPrivatePart) {
      warnings.add("key " + number + " shows its private part, which is not used: replace it");
    }
    keys.addAll(read);
  }

  static boolean showsPrivatePart(@Nullable Object entry) {
    return entry instanceof Map<?, ?> jwk && PRIVATE.stream().anyMatch(jwk::containsKey);
  }

  private static boolean forOtherUse(Map<?, ?> jwk) {
    return jwk.get("use") instanceof String use && !use.equals("sig");
  }

  private List<JwtKey> keys(Map<?, ?> jwk) throws KeyException {
    KeyMaterial material = material(jwk);
    Set<JwsAlgorithm> algorithms = material.algorithms(allowed);
    if (algorithms.isEmpty()) {
      throw new KeyException("is for " + material.fits() + ", of which none is allowed");
    }
    List<JwtKey> bound = new ArrayList<>();
    for (JwsAlgorithm algorithm : algorithms) {
      bound.add(material.binding().to(algorithm));
    }
    return bound;
  }

  private KeyMaterial material(Map<?, ?> jwk) throws KeyException {
    requireForVerifying(jwk);
    PublicKey key = publicKey(jwk);
    KeyMaterial any = KeyMaterial.asymmetric(key, null);
    boolean nameless = handedOn && !jwk.containsKey("kid");
    KeyMaterial material = nameless ? any : any.named(kid(jwk, key));
    return jwk.containsKey("alg") ? material.only(algorithm(text(jwk, "alg"))) : material;
  }

  static void requireForVerifying(Map<?, ?> jwk) throws KeyException {
    if (jwk.containsKey("use") && !"sig".equals(jwk.get("use"))) {
      throw new KeyException("has a \"use\" other than sig");
    }
    if (jwk.containsKey("key_ops")
        && !(jwk.get("key_ops") instanceof List<?> operations && operations.contains("verify"))) {
      throw new KeyException("has \"key_ops\" without verify");
    }
  }

  static PublicKey publicKey(Map<?, ?> jwk) throws KeyException {
    return switch (text(jwk, "kty")) {
      case "RSA" ->
          KeyFiles.publicKey(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")), "RSA");
      case "EC" -> ecKey(jwk);
      case "oct" -> throw new KeyException("is a secret, which has no place in a published set");
      default -> throw new KeyException("has a \"kty\" other than RSA and EC");
    };
  }

  /** The point is checked where the key is made: the JDK takes any. */
  private static PublicKey ecKey(Map<?, ?> jwk) throws KeyException {
    Curve curve =
        Curve.named(text(jwk, "crv"))
            .orElseThrow(() -> new KeyException("has another \"crv\" than P-256, P-384, P-521"));
    ECPoint point = new ECPoint(coordinate(jwk, "x", curve), coordinate(jwk, "y", curve));
    if (!curve.contains(point)) {
      throw new KeyException("is a point that is not on its curve");
    }
    return KeyFiles.publicKey(new ECPublicKeySpec(point, curve.parameters()), "EC");
  }

  /** All octets, leading zeros too (RFC 7518 section 6.2.1.2). */
  private static BigInteger coordinate(Map<?, ?> jwk, String name, Curve curve)
      throws KeyException {
    byte[] bytes = bytes(jwk, name);
    if (bytes.length != curve.algorithm().bytes()) {
      throw new KeyException("has an \"" + name + "\" of the wrong length");
    }
    return new BigInteger(1, bytes);
  }

  private static BigInteger number(Map<?, ?> jwk, String name) throws KeyException {
    return new BigInteger(1, bytes(jwk, name));
  }

  private static byte[] bytes(Map<?, ?> jwk, String name) throws KeyException {
    return Base64Url.decode(text(jwk, name))
        .filter(bytes -> bytes.length > 0)
        .orElseThrow(() -> new KeyException("has an \"" + name + "\" that is not base64url"));
  }

  private static JwsAlgorithm algorithm(String name) throws KeyException {
    return JwsAlgorithm.named(name)
        .orElseThrow(() -> new KeyException("has an \"alg\" that is not supported"));
  }

  private static String kid(Map<?, ?> jwk, PublicKey key) throws KeyException {
    if (!jwk.containsKey("kid")) {
      return PublicKeys.thumbprint(key);
    }
    String kid = text(jwk, "kid");
    if (kid.length() > LONGEST_KID) {
      throw new KeyException("has a \"kid\" of more than " + LONGEST_KID + " characters");
    }
    // No token with another one is accepted, and names of keys are logged.
    if (!kid.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new KeyException("has a \"kid\" of other characters than printable ASCII");
    }
    return kid;
  }

  private static String text(Map<?, ?> jwk, String name) throws KeyException {
    return Optional.ofNullable(jwk.get(name))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .orElseThrow(() -> new KeyException("has no text \"" + name + "\""));
  }
}
