package org.jwtfilter.store.redis;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-encoding (RFC 3986, section 2.1) of UTF-8; a plus sign is a plus sign. */
final class Percent {
  private Percent() {}

  static Optional<String> decode(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.write(in[i]);
        continue;
      }
      int value = i + 2 < in.length ? 16 * digit(in[i + 1]) + digit(in[i + 2]) : -1;
      if (value < 0) {
        return Optional.empty();
      }
      out.write(value);
      i += 2;
    }
    return utf8(out.toByteArray());
  }

  /** So negative for what is no digit that a sum with it is negative. */
  private static int digit(byte c) {
    int digit = Character.digit(c, 16);
    return digit < 0 ? -1000 : digit;
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
