package org.jwtfilter.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** The container's stream; tells the response before it may commit. */
final class CommitStream extends ServletOutputStream {
  private final ServletOutputStream stream;
  private final JwtResponse response;

  CommitStream(ServletOutputStream stream, JwtResponse response) {
    this.stream = stream;
    this.response = response;
  }

  @Override
  public void write(int one) throws IOException {
    response.writing(1);
    if (!response.discarding()) {
      stream.write(one);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    response.writing(length);
    if (!response.discarding()) {
      stream.write(bytes, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    response.leaving();
    if (!response.discarding()) {
      stream.flush();
    }
  }

  @Override
  public void close() throws IOException {
    response.leaving();
    if (!response.discarding()) {
      stream.close();
    }
  }

  @Override
  public boolean isReady() {
    return response.discarding() || stream.isReady();
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    stream.setWriteListener(listener);
  }
}
