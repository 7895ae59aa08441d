package org.jwtfilter.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimeLimitedStoreTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private final Engine engine = new Engine();
  private final List<TimeLimitedStore> opened = new ArrayList<>();

  /** Hangs in delete until it is let go, ignoring interrupts as drivers do. */
  private static final class Engine implements Store {
    final CountDownLatch go = new CountDownLatch(1);
    final AtomicInteger deletes = new AtomicInteger();
    final AtomicInteger interrupts = new AtomicInteger();
    volatile @Nullable Thread reader;
    volatile CompletableFuture<Boolean> givenUp = new CompletableFuture<>();
    volatile boolean closed;
    volatile @Nullable RuntimeException fault;

    @Override
    public Map<String, byte[]> read(Set<String> keys) {
      reader = Thread.currentThread();
      if (fault != null) {
        throw fault;
      }
      return Map.of("key", new byte[] {1});
    }

    @Override
    public void write(String key, byte[] value, Instant expires) {}

    @Override
    public boolean replace(String key, byte @Nullable [] expected, byte[] value, Instant expires) {
      return true;
    }

    @Override
    public void delete(String key) {
      deletes.incrementAndGet();
      boolean done = false;
      while (!done) {
        try {
          go.await();
          done = true;
        } catch (InterruptedException ignored) {
          interrupts.incrementAndGet();
        }
      }
      givenUp.complete(TimeLimitedStore.givenUp());
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private TimeLimitedStore limited(Duration timeout, int threads) {
    StoreSettings settings = new StoreSettings("test:engine", timeout, Clock.systemUTC(), "");
    TimeLimitedStore store = new TimeLimitedStore(engine, settings, threads);
    opened.add(store);
    return store;
  }

  @AfterEach
  void letGo() {
    engine.go.countDown();
    opened.forEach(TimeLimitedStore::close);
  }

  @Test
  void an_answer_in_time_is_handed_on() {
    TimeLimitedStore store = limited(Duration.ofSeconds(20), 2);
    assertEquals(Set.of("key"), store.read(Set.of("key")).keySet());
    assertTrue(store.replace("key", null, new byte[0], Instant.MAX));
  }

  @Test
  void a_call_runs_on_a_daemon_thread_of_ours() {
    limited(Duration.ofSeconds(20), 2).read(Set.of("key"));
    assertNotSame(Thread.currentThread(), engine.reader);
    assertTrue(engine.reader.isDaemon());
  }

  @Test
  void a_call_that_hangs_is_given_up_after_the_timeout_and_not_interrupted() {
    TimeLimitedStore store = limited(SHORT, 2);
    long start = System.nanoTime();
    StoreException late = assertThrows(StoreException.class, () -> store.delete("key"));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertEquals("test:engine has not answered within PT0.1S", late.getMessage());
    assertTrue(took.compareTo(SHORT) >= 0 && took.toSeconds() < 10, took.toString());
    assertEquals(0, engine.interrupts.get());
  }

  @Test
  void an_engine_can_ask_whether_its_caller_has_given_up() throws Exception {
    assertFalse(TimeLimitedStore.givenUp());
    TimeLimitedStore store = limited(SHORT, 1);
    assertThrows(StoreException.class, () -> store.delete("key"));
    engine.go.countDown();
    assertTrue(engine.givenUp.get(10, TimeUnit.SECONDS));
    TimeLimitedStore patient = limited(Duration.ofSeconds(20), 1);
    engine.givenUp = new CompletableFuture<>();
    patient.delete("key");
    assertFalse(engine.givenUp.get(10, TimeUnit.SECONDS));
  }

  @Test
  void calls_that_hang_never_take_more_threads_than_allowed() {
    TimeLimitedStore store = limited(SHORT, 2);
    for (int i = 0; i < 4; i++) {
      assertThrows(StoreException.class, () -> store.delete("key"));
    }
    StoreException full = assertThrows(StoreException.class, () -> store.read(Set.of("key")));
    assertEquals(
        "test:engine: none of the calls before has ended within PT0.1S: it hangs, or is too slow",
        full.getMessage());
    assertEquals(2, engine.deletes.get());
  }

  @Test
  void threads_that_come_back_are_used_again() {
    TimeLimitedStore store = limited(SHORT, 1);
    assertThrows(StoreException.class, () -> store.delete("key"));
    engine.go.countDown();
    TimeLimitedStore patient = store;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    boolean back = false;
    while (!back && System.nanoTime() < deadline) {
      try {
        patient.read(Set.of("key"));
        back = true;
      } catch (StoreException notYet) {
        Thread.onSpinWait();
      }
    }
    assertTrue(back);
  }

  @Test
  void what_the_engine_says_is_handed_on() {
    engine.fault = new StoreException("says the engine");
    TimeLimitedStore store = limited(Duration.ofSeconds(20), 1);
    assertSame(engine.fault, assertThrows(StoreException.class, () -> store.read(Set.of("key"))));
  }

  @Test
  void what_else_the_engine_throws_becomes_an_exception_of_the_store() {
    engine.fault = new IllegalStateException("a fault");
    TimeLimitedStore store = limited(Duration.ofSeconds(20), 1);
    StoreException failed = assertThrows(StoreException.class, () -> store.read(Set.of("key")));
    assertTrue(failed.getMessage().startsWith("test:engine failed: "), failed.getMessage());
  }

  @Test
  void an_interrupted_caller_stays_interrupted_and_gets_an_exception_of_the_store() {
    TimeLimitedStore store = limited(Duration.ofSeconds(20), 1);
    Thread.currentThread().interrupt();
    assertThrows(StoreException.class, () -> store.delete("key"));
    assertTrue(Thread.interrupted());
  }

  @Test
  void a_failed_call_frees_its_thread() {
    engine.fault = new IllegalStateException("a fault");
    TimeLimitedStore store = limited(Duration.ofSeconds(20), 1);
    for (int i = 0; i < 3; i++) {
      assertThrows(StoreException.class, () -> store.read(Set.of("key")));
    }
    engine.fault = null;
    assertEquals(Set.of("key"), store.read(Set.of("key")).keySet());
  }

  @Test
  void closing_closes_the_engine_even_while_a_call_hangs() {
    TimeLimitedStore store = limited(SHORT, 1);
    assertThrows(StoreException.class, () -> store.delete("key"));
    assertFalse(engine.closed);
    store.close();
    assertTrue(engine.closed);
    assertThrows(StoreException.class, () -> store.read(Set.of("key")));
  }
}
