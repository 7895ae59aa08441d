package org.jwtfilter.store.redis;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A socket whose reads and writes together end by a deadline. A socket's own timeout is per read,
 * so a server that answers byte by byte could hold us for ever; and there is none for writes, which
 * hang once the buffers towards a frozen server are full. For one thread at a time.
 */
final class LimitedSocket extends Socket {
  /** A write of so much fits into the empty send buffer of any system and cannot hang. */
  private static final int HARMLESS = 8192;

  private final ScheduledExecutorService closer;
  private volatile Deadline deadline;
  private long unanswered;

  LimitedSocket(Deadline deadline, ScheduledExecutorService closer) {
    this.deadline = deadline;
    this.closer = closer;
  }

  void until(Deadline next) {
    deadline = next;
  }

  /** Closes at once, from any thread; what is blocked in it fails. */
  void abort() {
    try {
      close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        beforeRead();
        return super.read();
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        beforeRead();
        return super.read(target, offset, length);
      }
    };
  }

  private void beforeRead() throws IOException {
    checkTime();
    setSoTimeout(deadline.millisLeft());
    unanswered = 0;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        unanswered += length;
        if (unanswered <= HARMLESS) {
          out.write(source, offset, length);
          return;
        }
        checkTime();
        Future<?> end =
            closer.schedule(LimitedSocket.this::abort, deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        try {
          out.write(source, offset, length);
        } finally {
          end.cancel(false);
        }
      }
    };
  }

  private void checkTime() throws SocketTimeoutException {
    if (deadline.over()) {
      throw new SocketTimeoutException("no time left");
    }
  }
}
