package org.jwtfilter.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.SettableClock;

/**
 * What {@link Store} promises, as tests that every engine passes. A subclass names the engine by
 * {@link #uri} (or opens handles itself by {@link #open}) and says whether it goes by our clock.
 * Two handles, {@link #a} and {@link #b}, are two nodes on one engine. Each test has a namespace of
 * its own, so the engine may be one for all of them.
 */
public abstract class StoreContract {
  private static final AtomicInteger NAMESPACES = new AtomicInteger();
  private static final int THREADS = 8;

  private final SettableClock settable =
      new SettableClock(Instant.parse("2026-11-22T12:00:00.123Z"));
  private final List<Store> handles = new ArrayList<>();
  private final String namespace =
      "contract-" + Long.toString(System.nanoTime(), 36) + "-" + NAMESPACES.incrementAndGet() + ":";

  /** One node. */
  protected Store a;

  /** Another node on the same engine. */
  protected Store b;

  /** The URI of the engine. */
  protected abstract String uri();

  /** Whether ends are decided by the clock of the settings, and not by one of the engine's. */
  protected abstract boolean followsOurClock();

  /** Opens one more node on the same engine. */
  protected Store open(StoreSettings settings) {
    return Stores.open(settings);
  }

  private Store handle() {
    Store handle = open(settings(namespace));
    handles.add(handle);
    return handle;
  }

  private StoreSettings settings(String name) {
    return new StoreSettings(uri(), Duration.ofSeconds(20), clock(), name);
  }

  private Clock clock() {
    return followsOurClock() ? settable : Clock.systemUTC();
  }

  private Instant in(Duration time) {
    return clock().instant().plus(time);
  }

  private Instant later() {
    return in(Duration.ofHours(1));
  }

  @BeforeEach
  void openTwoNodes() {
    a = handle();
    b = handle();
  }

  @AfterEach
  void closeNodes() {
    handles.forEach(Store::close);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] get(Store store, String key) {
    return store.read(Set.of(key)).get(key);
  }

  private static void assertThere(String value, Store store, String key) {
    byte[] found = get(store, key);
    assertEquals(value, found == null ? null : new String(found, StandardCharsets.UTF_8));
  }

  private static void assertAbsent(Store store, String key) {
    assertEquals(Set.of(), store.read(Set.of(key)).keySet());
  }

  // --- reading and writing

  @Test
  void a_key_that_nobody_wrote_is_absent() {
    assertAbsent(a, "nobody");
  }

  @Test
  void reading_no_key_finds_nothing() {
    assertEquals(Map.of(), a.read(Set.of()));
  }

  @Test
  void a_written_value_is_seen_on_every_node() {
    a.write("key", bytes("one"), later());
    assertThere("one", a, "key");
    assertThere("one", b, "key");
  }

  @Test
  void a_value_written_again_is_the_later_one_on_every_node() {
    a.write("key", bytes("one"), later());
    b.write("key", bytes("a longer one"), later());
    assertThere("a longer one", a, "key");
    a.write("key", bytes("2"), later());
    assertThere("2", b, "key");
  }

  @Test
  void several_keys_are_read_together_and_absent_ones_left_out() {
    a.write("one", bytes("1"), later());
    b.write("three", bytes("3"), later());
    Map<String, byte[]> found = a.read(Set.of("one", "two", "three"));
    assertEquals(Set.of("one", "three"), found.keySet());
    assertArrayEquals(bytes("1"), found.get("one"));
    assertArrayEquals(bytes("3"), found.get("three"));
  }

  @Test
  void a_thousand_keys_are_read_together() {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      keys.add("many/" + i);
    }
    for (int i = 0; i < 1000; i += 100) {
      a.write("many/" + i, bytes("" + i), later());
    }
    Map<String, byte[]> found = b.read(keys);
    assertEquals(10, found.size());
    assertArrayEquals(bytes("900"), found.get("many/900"));
  }

  @Test
  void a_deleted_value_is_absent_on_every_node() {
    a.write("key", bytes("one"), later());
    b.delete("key");
    assertAbsent(a, "key");
    assertAbsent(b, "key");
  }

  @Test
  void deleting_what_is_absent_does_nothing() {
    a.delete("nobody");
    assertAbsent(a, "nobody");
  }

  @Test
  void a_deleted_key_can_be_written_again() {
    a.write("key", bytes("one"), later());
    a.delete("key");
    a.write("key", bytes("two"), later());
    assertThere("two", b, "key");
  }

  @Test
  void another_namespace_sees_nothing_and_changes_nothing() {
    a.write("key", bytes("ours"), later());
    try (Store other = open(settings("other-" + namespace))) {
      if (other != a) {
        assertAbsent(other, "key");
        other.write("key", bytes("theirs"), later());
        other.delete("key");
        assertThere("ours", a, "key");
      }
    }
  }

  // --- ends

  @Test
  void a_value_is_there_before_its_end_and_absent_from_it_on() {
    if (followsOurClock()) {
      a.write("key", bytes("one"), in(Duration.ofSeconds(10)));
      settable.advance(Duration.ofMillis(9_999));
      assertThere("one", b, "key");
      settable.advance(Duration.ofMillis(1));
      assertAbsent(b, "key");
    } else {
      Instant end = in(Duration.ofMillis(1500));
      a.write("key", bytes("one"), end);
      assertThereUntil(end, "one", "key");
    }
  }

  /** Polls; present may be asked for only while the end is surely ahead, absent some time later. */
  private void assertThereUntil(Instant end, String value, String key) {
    Instant deadline = end.plusSeconds(3);
    byte[] found = get(b, key);
    if (Instant.now().isBefore(end.minusMillis(100))) {
      assertArrayEquals(bytes(value), found);
    }
    while (get(b, key) != null) {
      if (Instant.now().isAfter(deadline)) {
        fail("still there 3 s after its end");
      }
      Thread.onSpinWait();
    }
    assertFalse(Instant.now().isBefore(end.minusMillis(100)), "gone before its end");
  }

  @Test
  void an_end_is_that_of_the_last_write() {
    a.write("longer", bytes("one"), in(Duration.ofMillis(300)));
    a.write("longer", bytes("two"), later());
    a.write("shorter", bytes("one"), later());
    Instant end = in(Duration.ofMillis(300));
    a.write("shorter", bytes("two"), end);
    passTo(end, "shorter");
    assertAbsent(b, "shorter");
    assertThere("two", b, "longer");
  }

  @Test
  void an_end_is_that_of_the_last_replace() {
    a.write("key", bytes("one"), later());
    Instant end = in(Duration.ofMillis(300));
    assertTrue(a.replace("key", bytes("one"), bytes("two"), end));
    assertTrue(a.replace("fresh", null, bytes("one"), end));
    passTo(end, "key");
    passTo(end, "fresh");
    assertAbsent(b, "key");
    assertAbsent(b, "fresh");
  }

  /** Lets the time come: by setting our clock, or by asking until the engine's own has reached. */
  private void passTo(Instant end, String key) {
    if (followsOurClock()) {
      settable.set(end);
      return;
    }
    Instant deadline = end.plusSeconds(3);
    while (get(b, key) != null && Instant.now().isBefore(deadline)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_write_with_an_end_that_is_past_deletes() {
    a.write("key", bytes("one"), later());
    a.write("key", bytes("two"), in(Duration.ofSeconds(-1)));
    assertAbsent(b, "key");
  }

  @Test
  void a_write_with_an_end_that_is_now_deletes() {
    a.write("key", bytes("one"), later());
    a.write("key", bytes("two"), in(Duration.ZERO));
    assertAbsent(b, "key");
  }

  @Test
  void ends_at_the_limits_of_time_are_taken() {
    a.write("max", bytes("one"), Instant.MAX);
    a.write("min", bytes("one"), Instant.MIN);
    assertTrue(a.replace("max-too", null, bytes("one"), Instant.MAX));
    assertTrue(a.replace("max-too", bytes("one"), bytes("two"), Instant.MIN));
    assertThere("one", b, "max");
    assertAbsent(b, "min");
    assertAbsent(b, "max-too");
  }

  // --- compare and set

  @Test
  void replacing_nothing_by_a_value_works_once() {
    assertTrue(a.replace("key", null, bytes("one"), later()));
    assertFalse(b.replace("key", null, bytes("two"), later()));
    assertThere("one", a, "key");
  }

  @Test
  void replacing_what_is_there_sets_it() {
    a.write("key", bytes("one"), later());
    assertTrue(b.replace("key", bytes("one"), bytes("two"), later()));
    assertThere("two", a, "key");
  }

  @Test
  void replacing_by_the_same_value_is_a_success() {
    a.write("key", bytes("one"), later());
    assertTrue(a.replace("key", bytes("one"), bytes("one"), later()));
    assertThere("one", b, "key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "on", "one ", "ONE", ""})
  void replacing_something_else_than_what_is_there_changes_nothing(String expected) {
    a.write("key", bytes("one"), later());
    assertFalse(b.replace("key", bytes(expected), bytes("new"), later()));
    assertThere("one", a, "key");
  }

  @Test
  void replacing_a_value_that_is_absent_does_not_write_it() {
    assertFalse(a.replace("nobody", bytes("one"), bytes("two"), later()));
    assertFalse(a.replace("nobody", new byte[0], bytes("two"), later()));
    assertAbsent(b, "nobody");
  }

  @Test
  void an_empty_value_is_not_nothing() {
    a.write("key", new byte[0], later());
    assertFalse(b.replace("key", null, bytes("two"), later()));
    assertTrue(b.replace("key", new byte[0], bytes("two"), later()));
    assertThere("two", a, "key");
  }

  @Test
  void a_deleted_value_is_nothing_to_replace() {
    a.write("key", bytes("one"), later());
    a.delete("key");
    assertFalse(b.replace("key", bytes("one"), bytes("two"), later()));
    assertTrue(b.replace("key", null, bytes("three"), later()));
    assertThere("three", a, "key");
  }

  @Test
  void a_value_past_its_end_is_nothing_to_replace() {
    Instant end = in(Duration.ofMillis(300));
    a.write("key", bytes("one"), end);
    passTo(end, "key");
    assertFalse(b.replace("key", bytes("one"), bytes("two"), later()));
    assertAbsent(a, "key");
    assertTrue(b.replace("key", null, bytes("three"), later()));
    assertThere("three", a, "key");
  }

  @Test
  void replacing_with_an_end_that_is_past_removes_what_was_expected() {
    Instant past = in(Duration.ofSeconds(-1));
    a.write("key", bytes("one"), later());
    assertFalse(b.replace("key", bytes("other"), bytes("two"), past));
    assertThere("one", a, "key");
    assertTrue(b.replace("key", bytes("one"), bytes("two"), past));
    assertAbsent(a, "key");
  }

  @Test
  void replacing_nothing_with_an_end_that_is_past_leaves_nothing() {
    assertTrue(a.replace("key", null, bytes("one"), in(Duration.ofSeconds(-1))));
    assertAbsent(b, "key");
    assertTrue(b.replace("key", null, bytes("two"), later()));
  }

  // --- many at once

  @Test
  void parallel_counting_on_two_nodes_loses_nothing() {
    int each = 25;
    together(
        THREADS,
        i -> {
          for (int n = 0; n < each; n++) {
            increment(i % 2 == 0 ? a : b);
          }
          return 0;
        });
    assertEquals(THREADS * each, ByteBuffer.wrap(get(a, "counter")).getInt());
  }

  private void increment(Store store) {
    boolean done = false;
    while (!done) {
      byte[] old = get(store, "counter");
      int next = old == null ? 1 : ByteBuffer.wrap(old).getInt() + 1;
      byte[] fresh = ByteBuffer.allocate(4).putInt(next).array();
      done = store.replace("counter", old, fresh, later());
    }
  }

  @Test
  void of_parallel_first_writers_on_two_nodes_one_wins() {
    for (int round = 0; round < 10; round++) {
      String key = "first/" + round;
      List<Boolean> won =
          together(
              THREADS, i -> (i % 2 == 0 ? a : b).replace(key, null, bytes("of " + i), later()));
      assertEquals(1, won.stream().filter(one -> one).count());
      assertThere("of " + won.indexOf(true), b, key);
    }
  }

  @Test
  void of_parallel_first_writers_over_a_value_past_its_end_one_wins() {
    Instant end = in(Duration.ofMillis(300));
    a.write("key", bytes("old"), end);
    passTo(end, "key");
    List<Boolean> won =
        together(THREADS, i -> (i % 2 == 0 ? a : b).replace("key", null, bytes("" + i), later()));
    assertEquals(1, won.stream().filter(one -> one).count());
  }

  @Test
  void of_parallel_replacements_of_one_value_on_two_nodes_one_wins() {
    a.write("key", bytes("old"), later());
    List<Boolean> won =
        together(
            THREADS,
            i -> (i % 2 == 0 ? a : b).replace("key", bytes("old"), bytes("of " + i), later()));
    assertEquals(1, won.stream().filter(one -> one).count());
    assertThere("of " + won.indexOf(true), a, "key");
  }

  @Test
  void parallel_writes_and_deletes_of_one_key_leave_one_of_the_values_or_none() {
    together(
        THREADS,
        i -> {
          Store store = i % 2 == 0 ? a : b;
          for (int n = 0; n < 20; n++) {
            if (i < 6) {
              store.write("key", bytes("of " + i), later());
            } else {
              store.delete("key");
            }
          }
          return 0;
        });
    byte[] left = get(a, "key");
    assertTrue(left == null || new String(left, StandardCharsets.UTF_8).matches("of [0-5]"));
  }

  private interface Job<T> {
    T run(int number) throws Exception;
  }

  private static <T> List<T> together(int threads, Job<T> job) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<T>> answers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        Callable<T> call =
            () -> {
              start.await();
              return job.run(number);
            };
        answers.add(pool.submit(call));
      }
      start.countDown();
      List<T> all = new ArrayList<>();
      for (Future<T> one : answers) {
        all.add(one.get(60, TimeUnit.SECONDS));
      }
      return all;
    } catch (InterruptedException | ExecutionException | TimeoutException failed) {
      throw new AssertionError(failed);
    } finally {
      pool.shutdownNow();
    }
  }

  // --- bytes

  @Test
  void every_byte_comes_back_as_it_was() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    a.write("key", all, later());
    assertArrayEquals(all, get(b, "key"));
    assertTrue(b.replace("key", all, bytes("found"), later()));
  }

  @Test
  void an_empty_value_comes_back_empty() {
    a.write("key", new byte[0], later());
    assertArrayEquals(new byte[0], get(b, "key"));
  }

  @Test
  void the_largest_value_comes_back_whole_and_one_byte_more_is_refused() {
    byte[] large = new byte[Store.MAX_VALUE];
    new Random(7).nextBytes(large);
    a.write("key", large, later());
    assertArrayEquals(large, get(b, "key"));
    byte[] other = large.clone();
    other[other.length - 1]++;
    assertFalse(b.replace("key", other, bytes("x"), later()));
    assertTrue(b.replace("key", large, other, later()));
    assertArrayEquals(other, get(a, "key"));
    byte[] tooLarge = new byte[Store.MAX_VALUE + 1];
    assertThrows(IllegalArgumentException.class, () -> a.write("key", tooLarge, later()));
    assertThrows(IllegalArgumentException.class, () -> a.replace("key", other, tooLarge, later()));
  }

  @Test
  void the_array_that_was_given_may_be_changed_afterwards() {
    byte[] value = bytes("one");
    a.write("written", value, later());
    a.replace("replaced", null, value, later());
    value[0] = 'X';
    assertThere("one", a, "written");
    assertThere("one", a, "replaced");
  }

  @Test
  void the_array_that_was_returned_may_be_changed_afterwards() {
    a.write("key", bytes("one"), later());
    get(a, "key")[0] = 'X';
    assertThere("one", a, "key");
    assertThere("one", b, "key");
  }

  // --- keys

  static Stream<String> strangeKeys() {
    return Stream.of(
        ".",
        "..",
        "/",
        "//",
        ":",
        "-",
        "_",
        "--",
        "a/../b",
        "/a/",
        "a:b:c",
        "0",
        "A",
        "a",
        "__",
        "Aa",
        "BB",
        "-1",
        "a.b",
        "a_b",
        "a-b",
        "NULL",
        "x".repeat(200),
        "x".repeat(199));
  }

  @Test
  void strange_keys_are_taken_and_told_apart() {
    Map<String, String> written = new HashMap<>();
    strangeKeys()
        .forEach(
            key -> {
              a.write(key, bytes("of " + key), later());
              written.put(key, "of " + key);
            });
    Map<String, byte[]> found = b.read(written.keySet());
    assertEquals(written.keySet(), found.keySet());
    written.forEach((key, value) -> assertArrayEquals(bytes(value), found.get(key)));
  }

  @Test
  void keys_of_other_capitals_are_other_keys() {
    a.write("Key", bytes("one"), later());
    assertAbsent(b, "key");
    assertTrue(b.replace("key", null, bytes("two"), later()));
    a.delete("KEY");
    assertThere("one", b, "Key");
    assertThere("two", b, "key");
  }

  static Stream<String> badKeys() {
    return Stream.of(
        "",
        " ",
        "a b",
        "a\n",
        "ä",
        "a\u0000",
        "a%",
        "a*",
        "a?",
        "a'",
        "a\"",
        "a{b}",
        "a;b",
        "a,b",
        "a\\b",
        "a+b",
        "a=b",
        "a@b",
        "a[b",
        "a^b",
        "a`b",
        "a~b",
        "\ud83d\ude00",
        "x".repeat(201));
  }

  @Test
  void a_key_of_other_characters_or_length_is_refused_everywhere() {
    badKeys()
        .forEach(
            key -> {
              assertThrows(IllegalArgumentException.class, () -> a.read(Set.of("good", key)), key);
              assertThrows(
                  IllegalArgumentException.class, () -> a.write(key, bytes("one"), later()), key);
              assertThrows(
                  IllegalArgumentException.class,
                  () -> a.replace(key, null, bytes("one"), later()),
                  key);
              assertThrows(IllegalArgumentException.class, () -> a.delete(key), key);
            });
  }

  // --- the end of the store

  @Test
  void a_store_may_be_closed_twice() {
    a.close();
    assertDoesNotThrow(a::close);
  }

  @Test
  void a_closed_store_fails_every_call() {
    a.close();
    assertThrows(StoreException.class, () -> a.read(Set.of("key")));
    assertThrows(StoreException.class, () -> a.read(Set.of()));
    assertThrows(StoreException.class, () -> a.write("key", bytes("one"), later()));
    assertThrows(StoreException.class, () -> a.replace("key", null, bytes("one"), later()));
    assertThrows(StoreException.class, () -> a.delete("key"));
  }

  @Test
  void a_closed_node_leaves_the_other_node_and_the_data_alone() {
    a.write("key", bytes("one"), later());
    if (a != b) {
      a.close();
      assertThere("one", b, "key");
    }
  }
}
