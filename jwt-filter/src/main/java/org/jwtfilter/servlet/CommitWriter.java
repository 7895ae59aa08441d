package org.jwtfilter.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The container's writer; tells the response before it may commit. */
final class CommitWriter extends Writer {
  private final PrintWriter writer;
  private final JwtResponse response;
  private final boolean wide;

  /**
   * @param wide whether the encoding may take four bytes for any char
   */
  CommitWriter(PrintWriter writer, JwtResponse response, boolean wide) {
    this.writer = writer;
    this.response = response;
    this.wide = wide;
  }

  /** Whether an encoding takes more bytes for plain text than UTF-8 does. */
  static boolean wide(@Nullable String encoding) {
    return encoding != null && encoding.toUpperCase(Locale.ROOT).matches("UTF-?(16|32).*");
  }

  /** Bytes of a char in UTF-8 or more: counted too early is harmless, too late is not. */
  private int bytes(int one) {
    if (wide) {
      return 4;
    }
    return one < 0x80 ? 1 : one < 0x800 ? 2 : 3;
  }

  @Override
  public void write(int one) {
    response.writing(bytes(one));
    if (!response.discarding()) {
      writer.write(one);
    }
  }

  @Override
  public void write(char[] text, int offset, int length) {
    long bytes = 0;
    for (int i = offset; i < offset + length; i++) {
      bytes += bytes(text[i]);
    }
    response.writing(bytes);
    if (!response.discarding()) {
      writer.write(text, offset, length);
    }
  }

  @Override
  public void write(String text, int offset, int length) {
    long bytes = 0;
    for (int i = offset; i < offset + length; i++) {
      bytes += bytes(text.charAt(i));
    }
    response.writing(bytes);
    if (!response.discarding()) {
      writer.write(text, offset, length);
    }
  }

  /** Flushes; fails where the client is gone, so that {@code checkError} of our writer tells it. */
  @Override
  public void flush() throws IOException {
    response.leaving();
    if (!response.discarding() && writer.checkError()) {
      throw new IOException("the client has gone");
    }
  }

  @Override
  public void close() {
    response.leaving();
    if (!response.discarding()) {
      writer.close();
    }
  }
}
