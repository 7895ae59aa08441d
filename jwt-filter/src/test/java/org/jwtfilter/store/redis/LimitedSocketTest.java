package org.jwtfilter.store.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A socket towards a server that neither reads nor writes. */
@Timeout(30)
class LimitedSocketTest {
  /** More than any system buffers. */
  private static final byte[] HUGE = new byte[64 << 20];

  private final ScheduledExecutorService closer = Closer.start();
  private ServerSocket server;
  private LimitedSocket socket;
  private Socket accepted;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket = new LimitedSocket(in(20_000), closer);
    socket.connect(server.getLocalSocketAddress());
    accepted = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    socket.abort();
    accepted.close();
    server.close();
    closer.shutdownNow();
  }

  private static Deadline in(int millis) {
    return Deadline.in(Duration.ofMillis(millis));
  }

  private interface Io {
    void run() throws IOException;
  }

  private static void assertEnds(Class<? extends IOException> type, Io io) {
    long start = System.nanoTime();
    assertThrows(type, io::run);
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis >= 90 && millis < 2_000, millis + " ms");
  }

  @Test
  void a_write_that_nobody_reads_ends_by_the_deadline() {
    socket.until(in(100));
    assertEnds(IOException.class, () -> socket.getOutputStream().write(HUGE));
  }

  @Test
  void a_read_that_nobody_answers_ends_by_the_deadline() {
    socket.until(in(100));
    assertEnds(SocketTimeoutException.class, () -> socket.getInputStream().read(new byte[8]));
  }

  @Test
  void after_the_deadline_nothing_is_read_although_it_is_there() throws IOException {
    accepted.getOutputStream().write(1);
    socket.until(new Deadline(System.nanoTime()));
    assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
  }

  @Test
  void a_large_write_that_is_read_in_time_leaves_the_socket_open() throws Exception {
    byte[] large = new byte[1 << 20];
    large[large.length - 1] = 7;
    socket.until(in(10_000));
    Thread writer =
        new Thread(
            () -> {
              try {
                socket.getOutputStream().write(large);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    writer.start();
    assertArrayEquals(large, accepted.getInputStream().readNBytes(large.length));
    writer.join();
    accepted.getOutputStream().write(42);
    assertEquals(42, socket.getInputStream().read());
  }
}
