package org.jwtfilter.grant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Numbers, texts and bytes, one after the other. */
final class PackWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  /** Begins with the number of the format, so that a later one is not taken for this one. */
  PackWriter(int format) {
    out.write(format);
  }

  PackWriter number(long number) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    return this;
  }

  PackWriter text(String text) {
    return bytes(text.getBytes(UTF_8));
  }

  PackWriter bytes(byte[] bytes) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    out.writeBytes(bytes);
    return this;
  }

  byte[] done() {
    return out.toByteArray();
  }
}
