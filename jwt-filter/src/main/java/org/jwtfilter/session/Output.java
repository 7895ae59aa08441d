package org.jwtfilter.session;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the compact binary form into memory, up to a limit. Confined to one thread. */
class Output extends OutputStream {
  private final int limit;
  private byte[] buffer = new byte[128];
  private int size;

  /** The limit on the number of bytes was reached. */
  static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1;

    Full(int limit) {
      super("more than " + limit + " bytes", null, false, false);
    }
  }

  Output(int limit) {
    this.limit = limit;
  }

  @Override
  public void write(int octet) {
    reserve(1);
    buffer[size++] = (byte) octet;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, buffer, size, length);
    size += length;
  }

  @Override
  public void close() throws IOException {}

  private void reserve(int more) {
    if (more > limit - size) {
      throw new Full(limit);
    }
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(size + more, Math.min(limit, 2 * buffer.length)));
    }
  }

  /** Seven bits per byte, the lowest first; small numbers are short. */
  void unsigned(long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    write((int) rest);
  }

  /** As {@link #unsigned}, short for small negative numbers too. */
  void signed(long number) {
    unsigned((number << 1) ^ (number >> 63));
  }

  void pair(long first, long second) {
    signed(first);
    signed(second);
  }

  /** The lowest bytes of a number, the highest of them first. */
  void fixed(long number, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      write((int) (number >>> shift));
    }
  }

  void real(double number) {
    fixed(Double.doubleToRawLongBits(number), 8);
  }

  void block(byte[] bytes) {
    unsigned(bytes.length);
    write(bytes, 0, bytes.length);
  }

  /** Length and charset in one number, then the shortest of the faithful charsets. */
  void text(String text) {
    if (latin(text)) {
      text(text.getBytes(StandardCharsets.ISO_8859_1), 0);
      return;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (new String(utf8, StandardCharsets.UTF_8).equals(text)) {
      text(utf8, 1);
    } else {
      text(halves(text), 2);
    }
  }

  private void text(byte[] bytes, int charset) {
    unsigned(bytes.length * 4L + charset);
    write(bytes, 0, bytes.length);
  }

  /** Two bytes for each character: half a surrogate pair is beyond every charset. */
  private static byte[] halves(String text) {
    byte[] bytes = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) (text.charAt(i) >> 8);
      bytes[2 * i + 1] = (byte) text.charAt(i);
    }
    return bytes;
  }

  private static boolean latin(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return false;
      }
    }
    return true;
  }

  int size() {
    return size;
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }
}
