package org.jwtfilter.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.SettableClock;
import org.jwtfilter.servlet.testkit.ServerLog;

@Timeout(60)
class MemoryStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final long LARGE = 1 << 30;

  private final SettableClock clock = new SettableClock(NOW);

  private Set<String> present(MemoryStore store, String... keys) {
    return new TreeSet<>(store.read(Set.of(keys)).keySet());
  }

  private static Instant in(int seconds) {
    return NOW.plusSeconds(seconds);
  }

  @Test
  void full_of_entries_it_forgets_what_ends_soonest() {
    MemoryStore store = new MemoryStore(clock, 3, LARGE);
    store.write("a", new byte[1], in(30));
    store.write("b", new byte[1], in(10));
    store.write("c", new byte[1], in(20));
    store.write("d", new byte[1], in(40));
    assertEquals(Set.of("a", "c", "d"), present(store, "a", "b", "c", "d"));
    store.write("e", new byte[1], in(5));
    assertEquals(Set.of("a", "c", "d"), present(store, "a", "b", "c", "d", "e"));
  }

  @Test
  void full_of_bytes_it_forgets_what_ends_soonest() {
    MemoryStore store = new MemoryStore(clock, 1000, 10_000);
    store.write("a", new byte[4000], in(30));
    store.write("b", new byte[4000], in(10));
    store.write("c", new byte[4000], in(20));
    assertEquals(Set.of("a", "c"), present(store, "a", "b", "c"));
    assertTrue(store.byteCount() <= 10_000);
  }

  @Test
  void what_is_past_its_end_goes_before_anything_else() {
    MemoryStore store = new MemoryStore(clock, 2, LARGE);
    store.write("ended", new byte[1], in(10));
    store.write("a", new byte[1], in(20));
    clock.set(in(10));
    try (ServerLog log = ServerLog.of(MemoryStore.class.getName())) {
      store.write("b", new byte[1], in(30));
      assertEquals(0, log.records().size());
    }
    assertEquals(Set.of("a", "b"), present(store, "ended", "a", "b"));
  }

  @Test
  void what_is_past_its_end_frees_its_memory_at_the_next_write() {
    MemoryStore store = new MemoryStore(clock, 1000, LARGE);
    for (int i = 0; i < 100; i++) {
      store.write("key" + i, new byte[100], in(10));
    }
    clock.set(in(10));
    store.write("last", new byte[0], in(20));
    assertEquals(1, store.entryCount());
    assertEquals(204, store.byteCount());
  }

  @Test
  void being_full_is_said_once_with_what_to_do() {
    MemoryStore store = new MemoryStore(clock, 1, LARGE);
    try (ServerLog log = ServerLog.of(MemoryStore.class.getName())) {
      for (int i = 0; i < 5; i++) {
        store.write("key" + i, new byte[1], in(10 + i));
      }
      assertEquals(1, log.records().size());
      assertTrue(log.text().contains("set max-size or max-entries"), log.text());
    }
  }

  @Test
  void counts_are_right_after_writes_replacements_and_deletes_in_parallel() throws Exception {
    MemoryStore store = new MemoryStore(clock, 50, LARGE);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    for (int thread = 0; thread < 8; thread++) {
      pool.execute(() -> churn(store));
    }
    pool.shutdown();
    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    assertTrue(store.entryCount() <= 50, "" + store.entryCount());
    store.close();
    assertEquals(0, store.entryCount());
    assertEquals(0, store.byteCount());
  }

  private static void churn(MemoryStore store) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int i = 0; i < 20_000; i++) {
      String key = "key" + random.nextInt(100);
      switch (random.nextInt(4)) {
        case 0 -> store.write(key, new byte[random.nextInt(50)], in(1 + random.nextInt(5)));
        case 1 -> store.replace(key, null, new byte[random.nextInt(50)], in(1));
        case 2 -> store.replace(key, store.read(Set.of(key)).get(key), new byte[3], in(2));
        default -> store.delete(key);
      }
    }
  }

  @Test
  void each_opening_has_a_memory_of_its_own() {
    StoreSettings settings = new StoreSettings("memory:local", Duration.ofSeconds(1), clock, "");
    try (Store one = Stores.open(settings);
        Store other = Stores.open(settings)) {
      one.write("key", new byte[1], in(10));
      assertEquals(Set.of(), other.read(Set.of("key")).keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memory:shared",
        "memory:local?max-size=1m",
        "memory:local?max-size=0",
        "memory:local?max-size=-5m",
        "memory:local?max-size=99999999999g",
        "memory:local?max-size=5t",
        "memory:local?max-entries=0",
        "memory:local?max=1"
      })
  void a_wrong_uri_is_refused(String uri) {
    StoreSettings settings = new StoreSettings(uri, Duration.ofSeconds(1), clock, "");
    String said =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> Stores.open(settings)).getMessage());
    assertTrue(said.startsWith("store: " + uri + ": "), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memory:local?max-size=2m",
        "memory:local?max-size=2097152",
        "memory:local?max-size=1G&max-entries=5k"
      })
  void bounds_may_be_set(String uri) {
    Stores.open(new StoreSettings(uri, Duration.ofSeconds(1), clock, "")).close();
  }
}
