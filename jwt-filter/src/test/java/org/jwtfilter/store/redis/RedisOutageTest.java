package org.jwtfilter.store.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;
import org.jwtfilter.store.testkit.Deadlines;
import org.jwtfilter.store.testkit.RedisServer;

/** A real Redis that is killed, started again, frozen. */
@Timeout(60)
class RedisOutageTest {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  /** What a busy machine may take longer to wake us. */
  private static final Duration SLACK = Duration.ofMillis(500);

  private final RedisServer server = RedisServer.start();
  private Store store;

  @BeforeEach
  void open() {
    store = open(server.uri() + "?pool=4", TIMEOUT);
  }

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  private static Store open(String uri, Duration timeout) {
    return Stores.open(new StoreSettings(uri, timeout, Clock.systemUTC(), "ns:"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Instant later() {
    return Instant.now().plusSeconds(3600);
  }

  static void eventually(Runnable call) {
    Deadlines.await(Duration.ofSeconds(10), "a call that works", () -> works(call));
  }

  private static boolean works(Runnable call) {
    try {
      call.run();
      return true;
    } catch (StoreException failed) {
      return false;
    }
  }

  /** Fails, and does so in time. */
  private static StoreException late(Runnable call) {
    long start = System.nanoTime();
    StoreException failed = assertThrows(StoreException.class, call::run);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(TIMEOUT.plus(SLACK)) < 0, "took " + took);
    return failed;
  }

  @Test
  void a_node_may_start_before_its_server() {
    int port = RedisServer.freePort();
    try (Store early = open("redis://127.0.0.1:" + port, TIMEOUT)) {
      StoreException failed = late(() -> early.read(Set.of("key")));
      assertTrue(failed.getMessage().startsWith("redis://127.0.0.1:" + port + " does not answer"));
      RedisServer late = RedisServer.start(port);
      assertEquals(Map.of(), early.read(Set.of("key")));
      late.close();
    }
  }

  @Test
  void what_was_acknowledged_before_a_kill_is_there_after_it() throws Exception {
    Map<String, String> acknowledged = new ConcurrentHashMap<>();
    AtomicBoolean stop = new AtomicBoolean();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String name = "writer" + i + "/";
      writers.add(new Thread(() -> write(name, acknowledged, stop)));
    }
    writers.forEach(Thread::start);
    Deadlines.await(Duration.ofSeconds(10), "writes", () -> acknowledged.size() > 300);
    server.kill();
    late(() -> store.read(Set.of("key")));
    late(() -> store.replace("key", null, bytes("one"), later()));
    int before = acknowledged.size();
    server.restart();
    Deadlines.await(Duration.ofSeconds(10), "writes", () -> acknowledged.size() > before + 100);
    stop.set(true);
    for (Thread writer : writers) {
      writer.join();
    }
    Map<String, byte[]> found = store.read(acknowledged.keySet());
    acknowledged.forEach((key, value) -> assertArrayEquals(bytes(value), found.get(key), key));
  }

  private void write(String name, Map<String, String> acknowledged, AtomicBoolean stop) {
    for (int n = 0; !stop.get(); n++) {
      String key = name + n % 1000;
      String value = "value " + n;
      // A lost answer says nothing about the old value either.
      acknowledged.remove(key);
      if (works(() -> store.write(key, bytes(value), later()))) {
        acknowledged.put(key, value);
      }
    }
  }

  @Test
  void connections_that_died_at_rest_cost_at_most_one_call_after_a_restart() {
    fillPool();
    server.kill();
    server.restart();
    int failed = 0;
    for (int i = 0; i < 10; i++) {
      String key = "after/" + i;
      failed += works(() -> store.write(key, bytes("one"), later())) ? 0 : 1;
    }
    assertTrue(failed <= 1, failed + " calls failed");
  }

  @Test
  void reading_after_a_restart_fails_not_even_once() {
    fillPool();
    server.kill();
    server.restart();
    assertEquals(Map.of(), store.read(Set.of("nobody")));
  }

  /** All four connections are in use at once, and then at rest. */
  private void fillPool() {
    server.freeze();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      readers.add(new Thread(() -> works(() -> store.read(Set.of("key")))));
    }
    readers.forEach(Thread::start);
    Deadlines.await(
        Duration.ofSeconds(10),
        "readers that wait",
        () -> readers.stream().allMatch(RedisOutageTest::waits));
    server.unfreeze();
    readers.forEach(RedisOutageTest::join);
    eventually(() -> store.read(Set.of("key")));
  }

  private static boolean waits(Thread thread) {
    return !thread.isAlive()
        || List.of(thread.getStackTrace()).toString().contains("socketRead")
        || List.of(thread.getStackTrace()).toString().contains("NioSocketImpl.park");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_frozen_server_holds_no_call_longer_than_the_timeout() {
    store.write("key", bytes("one"), later());
    server.freeze();
    late(() -> store.read(Set.of("key", "other")));
    StoreException failed = late(() -> store.write("key", bytes("two"), later()));
    assertEquals(server.uri() + "?pool=4 does not answer within PT0.5S", failed.getMessage());
    late(() -> store.replace("key", bytes("one"), bytes("two"), later()));
    late(() -> store.replace("key", null, bytes("two"), later()));
    late(() -> store.delete("key"));
    server.unfreeze();
    eventually(() -> store.read(Set.of("key")));
  }

  @Test
  void a_frozen_server_holds_no_large_write_longer_than_the_timeout() {
    store.write("key", bytes("one"), later());
    server.freeze();
    byte[] large = new byte[Store.MAX_VALUE];
    late(() -> store.write("key", large, later()));
    late(() -> store.replace("key", large, large, later()));
    server.unfreeze();
    eventually(() -> store.write("key", large, later()));
  }

  @Test
  void a_frozen_server_holds_no_caller_that_waits_for_a_connection_longer_than_the_timeout() {
    store.write("key", bytes("one"), later());
    server.freeze();
    List<Throwable> wrong = new ArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Thread caller = new Thread(() -> late(() -> store.read(Set.of("key"))));
      caller.setUncaughtExceptionHandler((thread, failed) -> wrong.add(failed));
      callers.add(caller);
    }
    callers.forEach(Thread::start);
    callers.forEach(RedisOutageTest::join);
    assertEquals(List.of(), wrong);
    server.unfreeze();
    eventually(() -> store.read(Set.of("key")));
  }

  @Test
  void a_server_that_forgot_the_script_is_told_it_again() {
    store.write("key", bytes("one"), later());
    assertTrue(store.replace("key", bytes("one"), bytes("two"), later()));
    server.restart();
    eventually(() -> store.read(Set.of("key")));
    assertTrue(store.replace("key", bytes("two"), bytes("three"), later()));
    assertFalse(store.replace("key", bytes("two"), bytes("four"), later()));
  }

  @Test
  void a_server_that_answers_byte_by_byte_holds_no_call_longer_than_the_timeout()
      throws IOException {
    try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread trickle = new Thread(() -> trickle(slow));
      trickle.setDaemon(true);
      trickle.start();
      try (Store held = open("redis://127.0.0.1:" + slow.getLocalPort(), TIMEOUT)) {
        late(() -> held.read(Set.of("key")));
      }
    }
  }

  private static void trickle(ServerSocket server) {
    try (Socket client = server.accept()) {
      for (; ; ) {
        client.getOutputStream().write('+');
        LockSupport.parkNanos(20_000_000);
      }
    } catch (IOException closed) {
      // The test has ended.
    }
  }
}
