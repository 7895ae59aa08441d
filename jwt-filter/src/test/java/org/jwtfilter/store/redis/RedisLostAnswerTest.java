package org.jwtfilter.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;

/** A server that takes a command and closes the connection instead of answering it. */
@Timeout(30)
class RedisLostAnswerTest {
  private static final byte[] VALUE = {1};

  private final List<String> taken = new CopyOnWriteArrayList<>();
  private ServerSocket server;
  private Store store;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread acceptor = new Thread(this::accept);
    acceptor.setDaemon(true);
    acceptor.start();
    String uri = "redis://127.0.0.1:" + server.getLocalPort();
    store = Stores.open(new StoreSettings(uri, Duration.ofSeconds(10), Clock.systemUTC(), ""));
    // So that the next call has a connection that was used before.
    assertEquals(Map.of(), store.read(Set.of("fine")));
    taken.clear();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    server.close();
  }

  private void accept() {
    try {
      for (; ; ) {
        try (Socket client = server.accept()) {
          serve(client);
        }
      }
    } catch (IOException closed) {
      // The test has ended.
    }
  }

  private void serve(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    byte[] buffer = new byte[65536];
    for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
      String[] words = new String(buffer, 0, length, StandardCharsets.ISO_8859_1).split("\r\n");
      String answer =
          switch (words[2]) {
            case "HELLO" -> "*2\r\n$5\r\nproto\r\n:2\r\n";
            case "GET" -> words[4].equals("fine") ? "$-1\r\n" : "";
            default -> "";
          };
      if (!words[2].equals("HELLO")) {
        taken.add(words[2]);
      }
      if (answer.isEmpty()) {
        return;
      }
      client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private void assertSentOnce(String command, Consumer<Store> change) {
    assertThrows(StoreException.class, () -> change.accept(store));
    assertEquals(List.of(command), taken);
  }

  private static Instant later() {
    return Instant.now().plusSeconds(60);
  }

  @Test
  void a_replacement_is_not_sent_again() {
    assertSentOnce("EVALSHA", one -> one.replace("key", VALUE, VALUE, later()));
  }

  @Test
  void a_first_writing_is_not_sent_again() {
    assertSentOnce("SET", one -> one.replace("key", null, VALUE, later()));
  }

  @Test
  void a_write_is_not_sent_again() {
    assertSentOnce("SET", one -> one.write("key", VALUE, later()));
  }

  @Test
  void a_deletion_is_not_sent_again() {
    assertSentOnce("UNLINK", one -> one.delete("key"));
  }

  @Test
  void reading_is_sent_once_more() {
    assertThrows(StoreException.class, () -> store.read(Set.of("key")));
    assertEquals(List.of("GET", "GET"), taken);
  }
}
