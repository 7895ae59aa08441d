package org.jwtfilter.key;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys of one moment. Immutable and thread-safe: rotation replaces the whole ring. */
public final class KeyRing {
  private final List<JwtKey> keys;
  private final Optional<JwtKey> signer;
  private final List<String> warnings;
  private final Set<String> ids;
  private final Map<String, Slot> slots;

  private KeyRing(List<JwtKey> keys, Optional<JwtKey> signer, List<String> warnings) {
    this.keys = List.copyOf(keys);
    this.signer = signer;
    this.warnings = List.copyOf(warnings);
    this.ids = keys.stream().map(JwtKey::id).collect(Collectors.toUnmodifiableSet());
    this.slots =
        keys.stream()
            .collect(
                Collectors.groupingBy(
                    key -> key.algorithm().name(),
                    Collectors.collectingAndThen(Collectors.toList(), Slot::of)));
  }

  /**
   * A ring of these keys; the first that can sign signs, all verify. Of two keys of one issuer with
   * one name and algorithm neither is used, see {@link #warnings}.
   *
   * @throws IllegalArgumentException if secrets and public keys are mixed: whoever can read a
   *     public key could then sign (RFC 8725 section 2.1)
   */
  public static KeyRing of(List<JwtKey> keys) {
    return of(keys, List.of());
  }

  static KeyRing of(List<JwtKey> keys, List<String> warnings) {
    return of(keys, Optional.empty(), warnings);
  }

  /**
   * @param signer of the keys the one that signs; empty: the first that can
   */
  static KeyRing of(List<JwtKey> keys, Optional<JwtKey> signer, List<String> warnings) {
    if (keys.stream().map(key -> key.algorithm().symmetric()).distinct().count() > 1) {
      throw new IllegalArgumentException("A ring holds either secrets or public keys, not both");
    }
    List<JwtKey> kept = new ArrayList<>();
    List<String> all = new ArrayList<>(warnings);
    for (JwtKey key : keys) {
      if (unambiguous(key, keys)) {
        kept.add(key);
      } else {
        all.add(key + ": another key has the same kid and algorithm, so neither is used");
      }
    }
    Optional<JwtKey> first = kept.stream().filter(JwtKey::canSign).findFirst();
    return new KeyRing(kept, signer.or(() -> first), all);
  }

  private static boolean unambiguous(JwtKey key, List<JwtKey> keys) {
    return keys.stream()
        .allMatch(
            other ->
                other == key
                    || !(key.named() && other.named())
                    || other.algorithm() != key.algorithm()
                    || !other.sharesIssuer(key)
                    || !other.id().equals(key.id()));
  }

  /**
   * The keys that may have signed a token with this header: none, one, or a few. No cryptography
   * happens here. A {@code kid} that a key has chooses that key. Keys of a key set are used for
   * their own {@code kid} only, or for a token without one if no other key has the algorithm; other
   * keys are also tried for a {@code kid} that nobody has.
   *
   * @param kid as presented, null if absent
   * @param alg as presented; only keys of exactly this algorithm are returned
   */
  public List<JwtKey> candidates(@Nullable String kid, String alg) {
    Slot slot = slots.get(alg);
    if (slot == null) {
      return List.of();
    }
    if (kid == null) {
      return slot.withoutKid;
    }
    List<JwtKey> chosen = slot.byKid.get(kid);
    if (chosen != null) {
      return chosen;
    }
    return ids.contains(kid) ? List.of() : slot.unnamed;
  }

  /** Whether any key has this algorithm. */
  public boolean knows(String alg) {
    return slots.containsKey(alg);
  }

  /** Whether any key, of whatever algorithm, has this name. */
  boolean has(String kid) {
    return ids.contains(kid);
  }

  /** The key that signs: the first that can, or before all nodes know that one, the former. */
  public Optional<JwtKey> signer() {
    return signer;
  }

  /** The keys, in their order. */
  List<JwtKey> keys() {
    return keys;
  }

  /** What was left out when the ring was loaded, and why; to be logged once. */
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public String toString() {
    return "KeyRing" + keys;
  }

  /** The keys of one algorithm, sorted for look-up. */
  private record Slot(
      Map<String, List<JwtKey>> byKid, List<JwtKey> unnamed, List<JwtKey> withoutKid) {
    static Slot of(List<JwtKey> keys) {
      Map<String, List<JwtKey>> byKid = new HashMap<>();
      keys.forEach(key -> byKid.merge(key.id(), List.of(key), Slot::joined));
      List<JwtKey> unnamed = keys.stream().filter(key -> !key.named()).toList();
      return new Slot(byKid, unnamed, keys.size() == 1 ? List.copyOf(keys) : unnamed);
    }

    private static List<JwtKey> joined(List<JwtKey> some, List<JwtKey> more) {
      List<JwtKey> joined = new ArrayList<>(some);
      joined.addAll(more);
      return List.copyOf(joined);
    }
  }
}
