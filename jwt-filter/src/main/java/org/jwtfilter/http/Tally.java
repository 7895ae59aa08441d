package org.jwtfilter.http;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Wrong passwords of one kind, as they are counted.
 *
 * @param failures since they began to be remembered
 * @param at of the last one, in milliseconds since 1970
 */
record Tally(int failures, long at) {
  static final Tally NONE = new Tally(0, 0);

  private static final byte FORMAT = 1;
  private static final int LENGTH = 1 + Integer.BYTES + Long.BYTES;
  private static final int MOST = 1 << 20;

  /** What is remembered of it: half is forgotten after each such time without another. */
  Tally faded(long now, long halfLife) {
    long halvings = Math.max(0, now - at) / halfLife;
    return new Tally(halvings >= Integer.SIZE ? 0 : failures >> halvings, at);
  }

  /** One more. */
  Tally oneMore(long now, long halfLife) {
    return new Tally(Math.min(MOST, faded(now, halfLife).failures + 1), now);
  }

  /** When nothing of it will be remembered. */
  Instant end(long halfLife) {
    return Instant.ofEpochMilli(
        at + halfLife * (Integer.SIZE - Integer.numberOfLeadingZeros(failures)));
  }

  byte[] encoded() {
    return ByteBuffer.allocate(LENGTH).put(FORMAT).putInt(failures).putLong(at).array();
  }

  /** What another version has written counts as nothing. */
  static Tally decoded(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return bytes.length == LENGTH && in.get() == FORMAT
        ? new Tally(Math.max(0, in.getInt()), in.getLong())
        : NONE;
  }
}
