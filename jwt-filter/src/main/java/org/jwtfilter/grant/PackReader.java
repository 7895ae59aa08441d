package org.jwtfilter.grant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads what a {@link PackWriter} wrote; throws some RuntimeException for anything else. */
final class PackReader {
  private final ByteBuffer in;

  PackReader(byte[] bytes, int format) {
    in = ByteBuffer.wrap(bytes);
    if (in.get() != format) {
      throw new IllegalArgumentException("another format");
    }
  }

  long number() {
    return in.getLong();
  }

  String text() {
    return new String(bytes(), UTF_8);
  }

  byte[] bytes() {
    byte[] bytes = new byte[length()];
    in.get(bytes);
    return bytes;
  }

  /** As many as the number says that comes first. */
  <T> List<T> list(Supplier<T> one) {
    long size = number();
    if (size < 0 || size > in.remaining()) {
      throw new IllegalArgumentException("a size that cannot be");
    }
    List<T> list = new ArrayList<>((int) size);
    for (long i = 0; i < size; i++) {
      list.add(one.get());
    }
    return list;
  }

  private int length() {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a length that cannot be");
    }
    return length;
  }
}
