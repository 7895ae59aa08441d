package org.jwtfilter.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jwtfilter.SettableClock;
import org.jwtfilter.store.GuardedStore;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreListener;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.testkit.PostgresServer;
import org.jwtfilter.store.testkit.TestPool;

/** A real PostgreSQL that is killed, frozen and started again, behind a pool that tests nothing. */
@Timeout(120)
class PostgresOutageTest {
  private static final PostgresServer SERVER = PostgresServer.start();
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private final TestPool pool = new TestPool(SERVER.dataSource(), 20);
  private final List<Store> opened = new ArrayList<>();

  @AfterAll
  static void endServer() {
    SERVER.close();
  }

  @AfterEach
  void closeStores() throws Exception {
    opened.forEach(Store::close);
    pool.close();
  }

  private Store store(Duration timeout) {
    StoreSettings settings =
        new StoreSettings("jdbc:java:unused", timeout, Clock.systemUTC(), "outage:");
    Store store = JdbcStoreProvider.open(pool, settings);
    opened.add(store);
    return store;
  }

  private static Instant later() {
    return Instant.now().plusSeconds(3600);
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  /** Fails unless the call fails, and does so within the timeout and a bit. */
  private static Duration assertFailsInTime(Runnable call) {
    long start = System.nanoTime();
    assertThrows(StoreException.class, call::run);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(TIMEOUT.plusMillis(1500)) < 0, "took " + took);
    return took;
  }

  private static void assertRecovers(Runnable call) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try {
        call.run();
        return;
      } catch (StoreException notYet) {
        assertTrue(System.nanoTime() < deadline, notYet.toString());
      }
    }
  }

  @Test
  void killed_and_started_again_it_goes_on_with_everything_that_was_acknowledged()
      throws Exception {
    Store store = store(Duration.ofSeconds(5));
    Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> failures = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String key = "writer/" + i;
        failures.add(writers.submit(() -> writeUntil(stop, store, key, acknowledged)));
      }
      awaitProgress(acknowledged, 50);
      SERVER.kill();
      SERVER.restart();
      int seen = acknowledged.values().stream().mapToInt(Integer::intValue).sum();
      awaitProgress(acknowledged, seen + 50);
      stop.set(true);
      int failed = 0;
      for (Future<Integer> one : failures) {
        failed += one.get(30, TimeUnit.SECONDS);
      }
      assertTrue(failed > 0, "nobody noticed the outage");
    } finally {
      stop.set(true);
      writers.shutdownNow();
    }
  }

  private static void awaitProgress(Map<String, Integer> acknowledged, int sum) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (acknowledged.values().stream().mapToInt(Integer::intValue).sum() < sum) {
      assertTrue(System.nanoTime() < deadline, "no progress: " + acknowledged);
      Thread.onSpinWait();
    }
  }

  /** Counts up in one key; what is there must never be less than what was acknowledged. */
  private static int writeUntil(
      AtomicBoolean stop, Store store, String key, Map<String, Integer> acknowledged) {
    int failed = 0;
    int next = 1;
    while (!stop.get()) {
      try {
        byte[] there = store.read(Set.of(key)).get(key);
        int value = there == null ? 0 : ByteBuffer.wrap(there).getInt();
        // A write that failed may have happened: one more, but never one less.
        assertTrue(value == next - 1 || value == next, key + ": " + value + " for " + next);
        store.write(key, number(next), later());
        acknowledged.put(key, next++);
      } catch (StoreException down) {
        failed++;
      }
    }
    return failed;
  }

  @Test
  void killed_calls_fail_in_time_the_guard_opens_and_closes_after_the_restart() {
    SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    List<String> heard = new ArrayList<>();
    GuardedStore store = new GuardedStore(store(TIMEOUT), clock, listener(heard));
    assertRecovers(() -> store.write("guarded", number(7), later()));
    SERVER.kill();
    try {
      for (int i = 0; i < GuardedStore.FAILURES; i++) {
        assertFailsInTime(() -> store.read(Set.of("guarded")));
      }
      assertFalse(store.isUp());
      assertTrue(assertFailsInTime(() -> store.read(Set.of("guarded"))).toMillis() < 200);
    } finally {
      SERVER.restart();
    }
    clock.advance(GuardedStore.PAUSE);
    assertRecovers(
        () -> {
          clock.advance(GuardedStore.PAUSE);
          assertArrayEquals(number(7), store.read(Set.of("guarded")).get("guarded"));
        });
    assertEquals(List.of("down", "up"), heard);
  }

  private static StoreListener listener(List<String> heard) {
    return new StoreListener() {
      @Override
      public void down(String why) {
        heard.add("down");
      }

      @Override
      public void up() {
        heard.add("up");
      }
    };
  }

  @Test
  void after_a_restart_one_call_finds_out_about_all_dead_connections_of_the_pool()
      throws Exception {
    Store store = store(Duration.ofSeconds(5));
    fillPool(store, 8);
    assertTrue(pool.idle() >= 2, "one connection proves nothing");
    SERVER.kill();
    SERVER.restart();
    assertThrows(StoreException.class, () -> store.read(Set.of("key")));
    for (int i = 0; i < 20; i++) {
      store.read(Set.of("key"));
    }
  }

  private static void fillPool(Store store, int threads) throws Exception {
    ExecutorService many = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < threads * 20; i++) {
        all.add(many.submit(() -> store.read(Set.of("key")).isEmpty()));
      }
      for (Future<Boolean> one : all) {
        one.get(30, TimeUnit.SECONDS);
      }
    } finally {
      many.shutdownNow();
    }
  }

  @Test
  void frozen_every_call_fails_in_time_and_thawed_it_goes_on() {
    Store store = store(TIMEOUT);
    assertRecovers(() -> store.write("frozen", number(1), later()));
    SERVER.freeze();
    try {
      for (int i = 0; i < 2; i++) {
        assertFailsInTime(() -> store.read(Set.of("frozen")));
        assertFailsInTime(() -> store.write("frozen", number(2), later()));
        assertFailsInTime(() -> store.replace("frozen", number(1), number(3), later()));
        assertFailsInTime(() -> store.delete("other"));
      }
    } finally {
      SERVER.thaw();
    }
    assertRecovers(() -> store.write("frozen", number(4), later()));
    assertArrayEquals(number(4), store.read(Set.of("frozen")).get("frozen"));
  }

  @Test
  void a_node_starts_without_its_database_and_works_once_it_is_there() {
    SERVER.kill();
    Store store;
    try {
      store = store(TIMEOUT);
      assertFailsInTime(() -> store.read(Set.of("early")));
    } finally {
      SERVER.restart();
    }
    assertRecovers(() -> store.write("early", number(1), later()));
    assertArrayEquals(number(1), store.read(Set.of("early")).get("early"));
  }
}
