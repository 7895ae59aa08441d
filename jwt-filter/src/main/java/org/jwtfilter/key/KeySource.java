package org.jwtfilter.key;

import org.jspecify.annotations.Nullable;

/** Where the keys of this moment come from. Implementations are thread-safe. */
@FunctionalInterface
public interface KeySource {
  /**
   * The ring in use. The same object for as long as nothing changed: what was verified with another
   * ring is verified again. Does not block, but for the first calls after nobody has asked for
   * longer than the keys of others may be used unseen: they wait for two seconds at most.
   */
  KeyRing current();

  /**
   * The ring to try again after {@code tried} did not verify a token. For keys that never change
   * this is the same ring, at no cost; others may look whether their owner has published a new one,
   * now and then, for two seconds at most.
   *
   * @param kid as presented, null if absent
   * @param alg as presented
   * @throws KeysUnavailableException if nobody can say whether there is such a key, since its owner
   *     does not answer
   */
  default KeyRing afterFailure(KeyRing tried, @Nullable String kid, String alg) {
    return tried;
  }

  /** A source that never changes. */
  static KeySource of(KeyRing ring) {
    return () -> ring;
  }
}
