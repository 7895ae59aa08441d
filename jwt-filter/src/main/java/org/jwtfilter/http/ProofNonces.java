package org.jwtfilter.http;

import java.time.Clock;
import java.time.Duration;
import org.jwtfilter.key.KeyedHash;

/**
 * Values that nobody else can make, each of a time of some minutes, alike on all nodes: a proof
 * with one was made in that time or later (RFC 9449, 8 and 9). Immutable and thread-safe.
 */
final class ProofNonces {
  private static final Duration SHORTEST_SLOT = Duration.ofMinutes(2);
  private static final int BYTES = 16;

  private final KeyedHash hashes;
  private final long slotMillis;
  private final Clock clock;

  /**
   * @param skew by which the clocks of nodes may differ
   */
  ProofNonces(KeyedHash hashes, Duration skew, Clock clock) {
    this.hashes = hashes;
    this.slotMillis = (skew.compareTo(SHORTEST_SLOT) > 0 ? skew : SHORTEST_SLOT).toMillis();
    this.clock = clock;
  }

  /** The one to be used from now on. */
  String current() {
    return hashes.of(text(slot()), BYTES);
  }

  /** Whether this is {@link #current}. */
  boolean isCurrent(String nonce) {
    return hashes.matches(text(slot()), nonce, BYTES);
  }

  /**
   * Whether it was given out not long ago: in this slot, the one before, or that of a node whose
   * clock is ahead.
   */
  boolean recent(String nonce) {
    long slot = slot();
    return isCurrent(nonce)
        || hashes.matches(text(slot - 1), nonce, BYTES)
        || hashes.matches(text(slot + 1), nonce, BYTES);
  }

  /** How long a nonce that is accepted now can be accepted at most, on any node. */
  Duration life() {
    return Duration.ofMillis(4 * slotMillis);
  }

  private long slot() {
    return Math.floorDiv(clock.millis(), slotMillis);
  }

  private static String text(long slot) {
    return Long.toString(slot);
  }
}
