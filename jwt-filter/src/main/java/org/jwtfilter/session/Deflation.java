package org.jwtfilter.session;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Raw DEFLATE (RFC 1951) of one attribute, bounded both ways. */
final class Deflation {
  /** Below this nothing is gained, as measured. */
  static final int WORTH_A_TRY = 256;

  /** What is shorter by more than this factor stays as it is, and nothing longer is inflated. */
  static final int MOST_RATIO = 200;

  private Deflation() {}

  /** The deflated bytes if they are worth it. */
  static Optional<byte[]> deflate(byte[] plain) {
    if (plain.length < WORTH_A_TRY) {
      return Optional.empty();
    }
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] room = new byte[plain.length * 7 / 8];
      int length = deflater.deflate(room);
      return deflater.finished() && plain.length <= (long) length * MOST_RATIO
          ? Optional.of(Arrays.copyOf(room, length))
          : Optional.empty();
    } finally {
      deflater.end();
    }
  }

  /** How long it would be, worth it or not. */
  static int deflatedSize(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] room = new byte[512];
      int length = 0;
      while (!deflater.finished()) {
        length += deflater.deflate(room);
      }
      return length;
    } finally {
      deflater.end();
    }
  }

  /** Exactly {@code length} bytes from what follows {@code offset}. */
  static byte[] inflate(byte[] deflated, int offset, long length, int limit) throws Malformed {
    int available = deflated.length - offset;
    if (length < 0 || length > limit || length > (long) available * MOST_RATIO) {
      throw new Malformed("it is larger than allowed");
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated, offset, available);
      byte[] plain = new byte[(int) length];
      int size = inflater.inflate(plain);
      if (size != length || !ends(inflater)) {
        throw new Malformed("its compressed form is damaged");
      }
      return plain;
    } catch (DataFormatException e) {
      throw new Malformed("its compressed form is damaged");
    } finally {
      inflater.end();
    }
  }

  /** Whether nothing comes any more: neither another byte of content nor bytes behind the end. */
  private static boolean ends(Inflater inflater) throws DataFormatException {
    return inflater.inflate(new byte[1]) == 0
        && inflater.finished()
        && inflater.getRemaining() == 0;
  }
}
