package org.jwtfilter.session;

import java.util.Set;

/**
 * An attribute's bytes before compression, good for comparing with what was stored.
 *
 * @param unproven classes in it of which nothing has been read back yet
 * @param large whether it holds so many objects that the reader's limits may refuse it
 */
record Draft(Encoded bytes, Set<Class<?>> unproven, boolean large) {

  static Draft ofPlain(byte[] bytes) {
    return new Draft(Encoded.owning(bytes), Set.of(), false);
  }

  /** Whether it must be read once before it may be stored. */
  boolean needsProof() {
    return large || !unproven.isEmpty();
  }
}
