package org.jwtfilter.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link Output} wrote, and never further: no length is believed that the remaining
 * bytes cannot hold. Confined to one thread.
 */
class Input {
  private final byte[] bytes;
  private int position;

  Input(byte[] bytes) {
    this(bytes, 0);
  }

  Input(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  int remaining() {
    return bytes.length - position;
  }

  int octet() throws Malformed {
    if (position == bytes.length) {
      throw new Malformed("it ends too early");
    }
    return bytes[position++] & 0xFF;
  }

  long unsigned() throws Malformed {
    long number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      long octet = octet();
      number |= (octet & 0x7F) << shift;
      if (octet < 0x80) {
        return number;
      }
    }
    throw new Malformed("a number is too long");
  }

  long signed() throws Malformed {
    long number = unsigned();
    return (number >>> 1) ^ -(number & 1);
  }

  /** A signed number within the given bounds. */
  long between(long least, long most) throws Malformed {
    long number = signed();
    if (number < least || number > most) {
      throw new Malformed("a number is out of range");
    }
    return number;
  }

  int integer() throws Malformed {
    return (int) between(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  long fixed(int bytes) throws Malformed {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number = number << 8 | octet();
    }
    return number;
  }

  double real() throws Malformed {
    return Double.longBitsToDouble(fixed(8));
  }

  /** A count of things of which each takes {@code each} bytes at least. */
  int count(int each) throws Malformed {
    long count = unsigned();
    if (count < 0 || count > remaining() / each) {
      throw new Malformed("a length exceeds what is there");
    }
    return (int) count;
  }

  byte[] block() throws Malformed {
    return take(count(1));
  }

  byte[] take(int length) throws Malformed {
    if (length > remaining()) {
      throw new Malformed("it ends too early");
    }
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  String text() throws Malformed {
    long header = unsigned();
    long length = header >>> 2;
    if (length > remaining()) {
      throw new Malformed("a text exceeds what is there");
    }
    int start = position;
    position += (int) length;
    return switch ((int) (header & 3)) {
      case 0 -> new String(bytes, start, (int) length, StandardCharsets.ISO_8859_1);
      case 1 -> new String(bytes, start, (int) length, StandardCharsets.UTF_8);
      case 2 -> halves(start, (int) length);
      default -> throw new Malformed("a text is in no charset of ours");
    };
  }

  private String halves(int start, int length) {
    char[] text = new char[length / 2];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) ((bytes[start + 2 * i] & 0xFF) << 8 | (bytes[start + 2 * i + 1] & 0xFF));
    }
    return new String(text);
  }

  /** Nothing must be left. */
  void end() throws Malformed {
    if (remaining() != 0) {
      throw new Malformed("something follows its end");
    }
  }
}
