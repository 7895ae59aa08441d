package org.jwtfilter.key;

/** Where the keys of this moment come from. Implementations are thread-safe and never block. */
@FunctionalInterface
public interface KeySource {
  /**
   * The ring in use. The same object for as long as nothing changed: what was verified with another
   * ring is verified again.
   */
  KeyRing current();

  /** A source that never changes. */
  static KeySource of(KeyRing ring) {
    return () -> ring;
  }
}
