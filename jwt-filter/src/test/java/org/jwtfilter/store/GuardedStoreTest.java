package org.jwtfilter.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.jwtfilter.SettableClock;

class GuardedStoreTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
  private final Engine engine = new Engine();
  private final List<String> heard = new ArrayList<>();
  private final GuardedStore store = new GuardedStore(engine, clock, new Ears());

  /** Answers or fails as it is told, and counts how often it is asked. */
  private static final class Engine implements Store {
    @Nullable RuntimeException fault;
    Runnable during = () -> {};
    int asked;
    boolean closed;

    private void answer() {
      asked++;
      during.run();
      if (fault != null) {
        throw fault;
      }
    }

    @Override
    public Map<String, byte[]> read(Set<String> keys) {
      answer();
      return Map.of();
    }

    @Override
    public void write(String key, byte[] value, Instant expires) {
      answer();
    }

    @Override
    public boolean replace(String key, byte @Nullable [] expected, byte[] value, Instant expires) {
      answer();
      return true;
    }

    @Override
    public void delete(String key) {
      answer();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final class Ears implements StoreListener {
    @Override
    public void down(String why) {
      heard.add("down: " + why);
    }

    @Override
    public void up() {
      heard.add("up");
    }
  }

  private void fail(int times) {
    engine.fault = new StoreException("connection refused");
    for (int i = 0; i < times; i++) {
      assertThrows(StoreException.class, () -> store.delete("key"));
    }
  }

  private int askedBy(Runnable call) {
    int before = engine.asked;
    try {
      call.run();
    } catch (StoreException refused) {
      // The count tells.
    }
    return engine.asked - before;
  }

  private void assertLetThrough() {
    assertEquals(1, askedBy(() -> store.delete("key")));
  }

  private void assertFailsAtOnce() {
    assertEquals(0, askedBy(() -> store.delete("key")));
    assertThrows(StoreException.class, () -> store.delete("key"));
  }

  @Test
  void four_failures_in_a_row_leave_it_up() {
    fail(4);
    assertTrue(store.isUp());
    assertEquals(List.of(), heard);
    assertLetThrough();
  }

  @Test
  void the_fifth_failure_in_a_row_makes_it_down_and_is_heard_once() {
    fail(5);
    assertFalse(store.isUp());
    assertFailsAtOnce();
    assertEquals(List.of("down: connection refused"), heard);
  }

  @Test
  void a_success_between_failures_begins_the_count_again() {
    fail(4);
    engine.fault = null;
    store.delete("key");
    fail(4);
    assertTrue(store.isUp());
    fail(1);
    assertFalse(store.isUp());
  }

  @Test
  void every_method_counts_and_is_guarded() {
    engine.fault = new StoreException("x");
    assertThrows(StoreException.class, () -> store.read(Set.of("key")));
    assertThrows(StoreException.class, () -> store.write("key", new byte[0], Instant.MAX));
    assertThrows(StoreException.class, () -> store.replace("k", null, new byte[0], Instant.MAX));
    assertThrows(StoreException.class, () -> store.delete("key"));
    assertThrows(StoreException.class, () -> store.read(Set.of("key")));
    assertFalse(store.isUp());
    int asked = engine.asked;
    assertThrows(StoreException.class, () -> store.read(Set.of("key")));
    assertThrows(StoreException.class, () -> store.write("key", new byte[0], Instant.MAX));
    assertThrows(StoreException.class, () -> store.replace("k", null, new byte[0], Instant.MAX));
    assertEquals(asked, engine.asked);
  }

  @Test
  void while_it_is_down_the_message_says_so_and_why() {
    fail(5);
    StoreException refused = assertThrows(StoreException.class, () -> store.read(Set.of("key")));
    assertEquals("not asked, because it is down: connection refused", refused.getMessage());
  }

  @Test
  void a_store_that_is_down_is_tried_again_after_two_seconds_and_not_before() {
    fail(5);
    clock.advance(Duration.ofMillis(1_999));
    assertFailsAtOnce();
    clock.advance(Duration.ofMillis(1));
    assertLetThrough();
  }

  @Test
  void a_trial_that_succeeds_makes_it_up_and_is_heard_once() {
    fail(5);
    engine.fault = null;
    clock.advance(GuardedStore.PAUSE);
    store.delete("key");
    store.delete("key");
    assertTrue(store.isUp());
    assertEquals(List.of("down: connection refused", "up"), heard);
  }

  @Test
  void a_trial_that_fails_leaves_it_down_for_two_seconds_more_and_is_not_heard() {
    fail(5);
    clock.advance(GuardedStore.PAUSE);
    assertLetThrough();
    clock.advance(Duration.ofMillis(1_999));
    assertFailsAtOnce();
    clock.advance(Duration.ofMillis(1));
    assertLetThrough();
    assertEquals(List.of("down: connection refused"), heard);
  }

  @Test
  void after_it_was_down_five_failures_make_it_down_again() {
    fail(5);
    engine.fault = null;
    clock.advance(GuardedStore.PAUSE);
    store.delete("key");
    fail(4);
    assertTrue(store.isUp());
    fail(1);
    assertFalse(store.isUp());
    assertEquals(3, heard.size());
  }

  @Test
  void while_one_call_tries_the_others_fail_at_once() {
    fail(5);
    clock.advance(GuardedStore.PAUSE);
    engine.fault = null;
    engine.during =
        () -> {
          engine.during = () -> {};
          assertFailsAtOnce();
        };
    store.delete("key");
    assertTrue(store.isUp());
  }

  @Test
  void a_call_from_before_it_was_down_that_succeeds_late_does_not_make_it_up() {
    engine.during =
        () -> {
          engine.during = () -> {};
          fail(5);
          engine.fault = null;
        };
    store.delete("key");
    assertFalse(store.isUp());
  }

  @Test
  void a_bad_key_is_no_failure_of_the_store() {
    engine.fault = new IllegalArgumentException("a key");
    for (int i = 0; i < 5; i++) {
      assertThrows(IllegalArgumentException.class, () -> store.delete("?"));
    }
    assertTrue(store.isUp());
  }

  @Test
  void a_trial_with_a_bad_key_tells_nothing_and_the_next_call_tries() {
    fail(5);
    clock.advance(GuardedStore.PAUSE);
    engine.fault = new IllegalArgumentException("a key");
    assertThrows(IllegalArgumentException.class, () -> store.delete("?"));
    assertFalse(store.isUp());
    engine.fault = null;
    store.delete("key");
    assertTrue(store.isUp());
  }

  @Test
  void reading_no_key_is_no_trial() {
    fail(5);
    engine.fault = null;
    clock.advance(GuardedStore.PAUSE);
    assertEquals(Map.of(), store.read(Set.of()));
    assertFalse(store.isUp());
  }

  @Test
  void what_a_listener_throws_is_dropped() {
    StoreListener broken =
        new StoreListener() {
          @Override
          public void down(String why) {
            throw new IllegalStateException("broken listener");
          }

          @Override
          public void up() {
            throw new IllegalStateException("broken listener");
          }
        };
    GuardedStore guarded = new GuardedStore(engine, clock, broken);
    engine.fault = new StoreException("x");
    for (int i = 0; i < 5; i++) {
      assertThrows(StoreException.class, () -> guarded.delete("key"));
    }
    engine.fault = null;
    clock.advance(GuardedStore.PAUSE);
    guarded.delete("key");
    assertTrue(guarded.isUp());
  }

  @Test
  void closing_closes_the_store_even_if_it_is_down() {
    fail(5);
    store.close();
    assertTrue(engine.closed);
  }
}
