package org.jwtfilter.key;

import java.util.Optional;

/**
 * Seals bytes into a text that only holders of the key can read or make, and that fits into a
 * cookie. Thread-safe.
 */
public interface TokenCipher {
  /** The content, sealed: ASCII letters, digits, {@code - _ .} only. Twice the same never is. */
  String seal(byte[] content);

  /**
   * What was sealed, or empty for whatever else was presented: other keys, other purposes, changed
   * or cut or never sealed at all. Never throws.
   */
  Optional<byte[]> open(String sealed);

  /**
   * The same object for as long as the keys are the same. What was opened under another one may not
   * open any more: ask for it before opening, and forget what goes with another.
   */
  default Object era() {
    return this;
  }
}
