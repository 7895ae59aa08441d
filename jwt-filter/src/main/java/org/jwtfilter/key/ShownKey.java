package org.jwtfilter.key;

import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public key that comes along with what it has signed, as in a DPoP proof (RFC 9449 section 4.2).
 * That it fits the signature tells nothing about whose it is: compare the thumbprint with one that
 * was learned from somebody trusted. Immutable and thread-safe.
 *
 * @param key verifies only
 * @param thumbprint RFC 7638, SHA-256, base64url
 */
public record ShownKey(JwtKey key, String thumbprint) {
  /**
   * The key of a JWK; empty where it is none, is a secret, shows its private part, is weak, off its
   * curve, or not for this algorithm.
   *
   * @param jwk as it was read
   * @param alg with which it has signed; public-key algorithms alone
   */
  public static Optional<ShownKey> of(@Nullable Object jwk, String alg) {
    Optional<JwsAlgorithm> algorithm = JwsAlgorithm.named(alg).filter(one -> !one.symmetric());
    if (algorithm.isEmpty()
        || !(jwk instanceof Map<?, ?> members)
        || JwkSet.showsPrivatePart(members)
        || (members.containsKey("alg") && !alg.equals(members.get("alg")))) {
      return Optional.empty();
    }
    try {
      JwkSet.requireForVerifying(members);
      PublicKey key = JwkSet.publicKey(members);
      JwtKey verifier = JwtKey.verifier(algorithm.get(), key);
      return Optional.of(new ShownKey(verifier, PublicKeys.thumbprint(key)));
    } catch (KeyException | RuntimeException e) {
      // Whatever a provider throws at hostile numbers means no.
      return Optional.empty();
    }
  }
}
