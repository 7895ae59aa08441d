package org.jwtfilter.key;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key before it is bound to an algorithm.
 *
 * @param usual its algorithm where no allow-list says otherwise
 * @param fits the algorithms it may be bound to
 */
record KeyMaterial(JwsAlgorithm usual, Set<JwsAlgorithm> fits, Binding binding) {
  /** Makes the key for one of the algorithms. */
  interface Binding {
    JwtKey to(JwsAlgorithm algorithm) throws KeyException;
  }

  static KeyMaterial secret(byte[] secret) {
    return family(JwsAlgorithm.HS256, algorithm -> JwtKey.hmac(algorithm, secret));
  }

  /** A public key, with its private one where there is one. */
  static KeyMaterial asymmetric(PublicKey verifying, @Nullable PrivateKey signing)
      throws KeyException {
    Binding binding =
        algorithm ->
            signing == null
                ? JwtKey.verifier(algorithm, verifying)
                : JwtKey.pair(algorithm, signing, verifying);
    if (!(verifying instanceof ECPublicKey ec)) {
      return family(JwsAlgorithm.RS256, binding);
    }
    Optional<Curve> curve = Curve.of(ec.getParams());
    if (curve.isEmpty()) {
      throw new KeyException("is on another curve than P-256, P-384 or P-521");
    }
    JwsAlgorithm only = curve.get().algorithm();
    return new KeyMaterial(only, EnumSet.of(only), binding);
  }

  /**
   * Those that are allowed and fit; the usual one if nothing is said.
   *
   * @param allowed empty: nothing is said
   */
  Set<JwsAlgorithm> algorithms(Set<JwsAlgorithm> allowed) {
    if (allowed.isEmpty()) {
      return EnumSet.of(usual);
    }
    Set<JwsAlgorithm> common = EnumSet.copyOf(fits);
    common.retainAll(allowed);
    return common;
  }

  /**
   * Its keys for the algorithms that are allowed. The message of the exception continues the place
   * where it was found.
   *
   * @param allowed empty: nothing is said
   */
  List<JwtKey> bound(Set<JwsAlgorithm> allowed) throws KeyException {
    Set<JwsAlgorithm> algorithms = algorithms(allowed);
    if (algorithms.isEmpty()) {
      throw new KeyException("is for %s, but algorithms allows only %s".formatted(fits, allowed));
    }
    List<JwtKey> bound = new ArrayList<>();
    for (JwsAlgorithm algorithm : algorithms) {
      bound.add(binding.to(algorithm));
    }
    return bound;
  }

  /** The same for one algorithm alone, as a key set may demand. */
  KeyMaterial only(JwsAlgorithm algorithm) throws KeyException {
    if (!fits.contains(algorithm)) {
      throw new KeyException("is a key for " + fits + ", not " + algorithm);
    }
    return new KeyMaterial(algorithm, EnumSet.of(algorithm), binding);
  }

  /** The same under the name that its key set gives it. */
  KeyMaterial named(String kid) {
    return new KeyMaterial(usual, fits, algorithm -> binding.to(algorithm).named(kid));
  }

  private static KeyMaterial family(JwsAlgorithm usual, Binding binding) {
    Set<JwsAlgorithm> fits = EnumSet.allOf(JwsAlgorithm.class);
    fits.removeIf(one -> one.family() != usual.family());
    return new KeyMaterial(usual, fits, binding);
  }

  /** Not the key. */
  @Override
  public String toString() {
    return "KeyMaterial[" + usual + "]";
  }
}
