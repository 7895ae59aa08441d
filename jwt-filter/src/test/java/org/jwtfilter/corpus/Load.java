package org.jwtfilter.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Connections that send one request after the other, kept alive, as fast as the server answers or
 * at a pace.
 */
final class Load implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final long NANOS = 1_000_000_000L;

  private final int port;
  private final List<byte[]> requests;
  private final long pauseNanos;
  private final int status;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong unexpected = new AtomicLong();
  private final AtomicLong broken = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  private Load(int port, List<byte[]> requests, double perSecond, int status) {
    this.port = port;
    this.requests = requests;
    this.pauseNanos = perSecond <= 0 ? 0 : (long) (NANOS / perSecond);
    this.status = status;
  }

  /**
   * Starts it.
   *
   * @param requests by turns
   * @param perSecond requests of each connection; 0: as many as are answered
   * @param status that every answer should have; 0: any
   */
  static Load start(
      int port, int connections, List<byte[]> requests, double perSecond, int status) {
    Load load = new Load(port, requests, perSecond, status);
    for (int i = 0; i < connections; i++) {
      int number = i;
      Thread thread = new Thread(() -> load.run(number), "load-" + i);
      thread.setDaemon(true);
      load.threads.add(thread);
      thread.start();
    }
    return load;
  }

  long answered() {
    return answered.get();
  }

  long unexpected() {
    return unexpected.get();
  }

  /** Connections that ended before an answer. */
  long broken() {
    return broken.get();
  }

  private void run(int number) {
    // Not all at the same moment.
    long next = System.nanoTime() + pauseNanos * number / Math.max(1, threads.size());
    int turn = number;
    while (!over) {
      try (Connection connection = new Connection(port)) {
        while (!over && connection.open) {
          next = pace(next);
          count(connection.ask(requests.get(turn++ % requests.size())));
        }
      } catch (IOException closed) {
        broken.incrementAndGet();
      }
    }
  }

  private long pace(long next) {
    if (pauseNanos == 0) {
      return next;
    }
    for (long left = next - System.nanoTime(); left > 0 && !over; left = next - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return Math.max(next + pauseNanos, System.nanoTime() - pauseNanos);
  }

  private void count(int got) {
    answered.incrementAndGet();
    if (status != 0 && got != status) {
      unexpected.incrementAndGet();
    }
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
      thread.join();
    }
  }

  private static final class Connection implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;
    private boolean open = true;

    Connection(int port) throws IOException {
      socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    }

    /** The status of the answer, whose body is read. */
    int ask(byte[] request) throws IOException {
      socket.getOutputStream().write(request);
      String first = line();
      int status = Integer.parseInt(first.split(" ")[1]);
      long length = -1;
      boolean chunked = false;
      for (String header = line(); !header.isEmpty(); header = line()) {
        String lower = header.toLowerCase();
        if (lower.startsWith("content-length:")) {
          length = Long.parseLong(lower.substring(15).trim());
        }
        chunked |= lower.startsWith("transfer-encoding:");
        open &= !lower.startsWith("connection: close");
      }
      body(length, chunked);
      return status;
    }

    private void body(long length, boolean chunked) throws IOException {
      if (chunked) {
        for (int size = size(); size > 0; size = size()) {
          in.skipNBytes(size);
          line();
        }
        line();
      } else if (length >= 0) {
        in.skipNBytes(length);
      } else {
        open = false;
      }
    }

    private int size() throws IOException {
      return Integer.parseInt(line().trim(), 16);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("closed");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  static byte[] get(String token) {
    return request("GET", "Authorization: Bearer " + token, "");
  }

  static byte[] cookie(String token) {
    return request("GET", "Cookie: __Host-jwt=" + token, "");
  }

  static byte[] post(String token) {
    String body = "access_token=" + token;
    return request(
        "POST",
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length(),
        body);
  }

  private static byte[] request(String method, String header, String body) {
    return (method
            + " /hs256/protected/whoami HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
            + header
            + "\r\n\r\n"
            + body)
        .getBytes(ISO_8859_1);
  }
}
