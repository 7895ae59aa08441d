package org.jwtfilter.key;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of one moment. Immutable and thread-safe: rotation replaces the whole ring. */
public final class KeyRing {
  private final List<JwtKey> keys;
  private final List<String> warnings;

  private KeyRing(List<JwtKey> keys, List<String> warnings) {
    this.keys = List.copyOf(keys);
    this.warnings = List.copyOf(warnings);
  }

  /** A ring of these keys; the first that can sign signs, all verify. */
  public static KeyRing of(List<JwtKey> keys) {
    return new KeyRing(keys, List.of());
  }

  /**
   * The keys that may have signed a token with this header: none, one, or a few. No cryptography
   * happens here.
   *
   * @param kid as presented, null if absent
   * @param alg as presented; only keys of exactly this algorithm are returned
   */
  public List<JwtKey> candidates(@Nullable String kid, String alg) {
    return keys.stream()
        .filter(key -> key.algorithm().name().equals(alg))
        .filter(key -> kid == null || kid.equals(key.id()))
        .toList();
  }

  /** The first key that can sign. */
  public Optional<JwtKey> signer() {
    return keys.stream().filter(JwtKey::canSign).findFirst();
  }

  /** What was left out when the ring was loaded, and why; to be logged once. */
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public String toString() {
    return "KeyRing" + keys;
  }
}
