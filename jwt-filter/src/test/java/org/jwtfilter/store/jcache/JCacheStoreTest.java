package org.jwtfilter.store.jcache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.cache.ICache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jwtfilter.SettableClock;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;
import org.jwtfilter.store.testkit.Deadlines;
import org.jwtfilter.store.testkit.HazelcastPair;

/** What is peculiar to caches, on a real pair of Hazelcast members. */
@Timeout(60)
class JCacheStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static HazelcastPair pair;

  private final SettableClock clock = new SettableClock(NOW);

  @BeforeAll
  static void start() {
    pair = HazelcastPair.start();
  }

  @AfterAll
  static void stop() {
    pair.close();
  }

  private StoreSettings settings(HazelcastPair on, String cache, int node) {
    return new StoreSettings(on.uri(cache, node), Duration.ofSeconds(10), clock, "");
  }

  private Store open(HazelcastPair on, String cache, int node) {
    return on.on(node, () -> Stores.open(settings(on, cache, node)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The cache as somebody else in the application sees it. */
  private static CacheManager manager() {
    return pair.manager(0);
  }

  @Test
  void what_was_acknowledged_is_there_after_a_member_has_died() throws Exception {
    try (HazelcastPair doomed = HazelcastPair.start();
        Store dying = open(doomed, "doomed", 0);
        Store staying = open(doomed, "doomed", 1)) {
      Map<String, String> acknowledged = new ConcurrentHashMap<>();
      AtomicBoolean stop = new AtomicBoolean();
      Thread writer = new Thread(() -> write(staying, acknowledged, stop));
      writer.start();
      Deadlines.await(Duration.ofSeconds(20), "writes", () -> acknowledged.size() > 300);
      doomed.kill(0);
      int before = acknowledged.size();
      Deadlines.await(Duration.ofSeconds(20), "writes", () -> acknowledged.size() > before + 100);
      stop.set(true);
      writer.join();
      Map<String, byte[]> found = staying.read(new HashSet<>(acknowledged.keySet()));
      acknowledged.forEach((key, value) -> assertArrayEquals(bytes(value), found.get(key), key));
      assertThrows(StoreException.class, () -> dying.read(Set.of("key")));
    }
  }

  private static void write(Store store, Map<String, String> acknowledged, AtomicBoolean stop) {
    for (int n = 0; !stop.get(); n++) {
      try {
        store.write("key/" + n, bytes("value " + n), NOW.plusSeconds(60));
        acknowledged.put("key/" + n, "value " + n);
      } catch (StoreException lost) {
        // Not acknowledged.
      }
    }
  }

  @Test
  void sweeping_removes_what_is_past_its_end_and_nothing_else() {
    try (Store store = open(pair, "swept", 0)) {
      IntStream.range(0, 50)
          .forEach(i -> store.write("past/" + i, bytes("one"), NOW.plusSeconds(10)));
      store.write("ahead", bytes("one"), NOW.plusMillis(10_001));
      Cache<String, String> cache = manager().getCache("swept", String.class, String.class);
      cache.put("foreign", "something of somebody else");
      clock.set(NOW.plusSeconds(10));
      new Sweep(cache, clock).turn(() -> true);
      Set<String> left = new HashSet<>();
      cache.forEach(entry -> left.add(entry.getKey()));
      assertEquals(Set.of("ahead", "foreign"), left);
    }
  }

  @Test
  void sweeping_goes_on_where_its_last_turn_had_no_more_time() {
    try (Store store = open(pair, "swept-in-turns", 0)) {
      IntStream.range(0, 30)
          .forEach(i -> store.write("key/" + i, bytes("one"), NOW.plusSeconds(1)));
      Cache<String, String> cache =
          manager().getCache("swept-in-turns", String.class, String.class);
      clock.set(NOW.plusSeconds(1));
      Sweep sweep = new Sweep(cache, clock);
      for (int left = 30; left > 0; left -= 10) {
        assertEquals(left, cache.unwrap(ICache.class).size());
        int[] more = {10};
        sweep.turn(() -> more[0]-- > 0);
      }
      assertEquals(0, cache.unwrap(ICache.class).size());
    }
  }

  @Test
  void nodes_sweep_at_times_of_their_own_within_a_fifth_of_five_minutes() {
    Set<Long> times = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      long time = Sweeper.nextMillis();
      assertTrue(time >= 240_000 && time <= 360_000, "" + time);
      times.add(time);
    }
    assertTrue(times.size() > 900);
  }

  @Test
  void an_entry_of_somebody_else_is_absent_and_may_be_replaced() {
    try (Store store = open(pair, "mixed", 0)) {
      Cache<String, String> cache = manager().getCache("mixed", String.class, String.class);
      for (String text :
          new String[] {"", " ", "x", "!! ==", "zzzzzzzzzzzzz YQ", "-1 YQ", "1z%", "lo8m3q2vx ä"}) {
        cache.put("key", text);
        assertEquals(Map.of(), new HashMap<>(store.read(Set.of("key"))), text);
        assertTrue(store.replace("key", null, bytes("ours"), NOW.plusSeconds(1)), text);
        assertFalse(store.replace("key", null, bytes("ours"), NOW.plusSeconds(1)), text);
      }
    }
  }

  @Test
  void a_cache_that_was_declared_without_types_is_used_as_it_is() {
    manager().createCache("untyped", new MutableConfiguration<>());
    try (Store store = open(pair, "untyped", 0)) {
      store.write("key", bytes("one"), NOW.plusSeconds(1));
      assertArrayEquals(bytes("one"), store.read(Set.of("key")).get("key"));
    }
  }

  @Test
  void a_cache_of_other_types_is_refused_with_words() {
    manager()
        .createCache(
            "numbers", new MutableConfiguration<Long, String>().setTypes(Long.class, String.class));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> open(pair, "numbers", 0));
    assertEquals(
        "store: "
            + settings(pair, "numbers", 0).shown()
            + ": the cache has keys of java.lang.Long and values of java.lang.String; declare it for"
            + " java.lang.String, or name another, which will be made",
        refused.getMessage());
  }

  @Test
  void a_cache_that_is_not_named_is_refused_with_words() {
    assertRefused("jcache:?provider=x", "after the colon there must be the name of a cache");
    assertRefused("jcache://logins", "after the colon there must be the name of a cache");
  }

  @Test
  void a_caching_provider_that_is_not_there_is_refused_with_words() {
    assertRefused("jcache:logins?provider=no.Such", "provider=CLASS must name it");
  }

  @Test
  void an_unknown_parameter_is_refused_with_the_known_ones() {
    assertRefused(
        "jcache:logins?proivder=x",
        "[hazelcast.config.location, hazelcast.instance.name, manager, provider]");
  }

  private void assertRefused(String uri, String words) {
    StoreSettings settings = new StoreSettings(uri, Duration.ofSeconds(1), clock, "");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Stores.open(settings)).getMessage();
    assertTrue(message.contains(words), message);
  }

  @Test
  void a_held_value_is_a_short_text() {
    assertEquals(
        "lrfk4xs0 AP9h",
        Held.text(new byte[] {0, -1, 'a'}, Instant.ofEpochMilli(Long.parseLong("lrfk4xs0", 36))));
  }
}
