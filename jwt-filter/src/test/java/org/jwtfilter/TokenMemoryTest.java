package org.jwtfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenMemoryTest {
  @Test
  void what_was_put_is_found_by_an_equal_text() {
    TokenMemory<Integer> memory = new TokenMemory<>(100);
    memory.put("header.payload.signature", 1);
    assertEquals(1, memory.find(new String("header.payload.signature".toCharArray())));
    assertNull(memory.find("another.payload.signature"));
  }

  @Test
  void a_second_value_replaces_the_first() {
    TokenMemory<Integer> memory = new TokenMemory<>(100);
    memory.put("a", 1);
    memory.put("a", 2);
    assertEquals(2, memory.find("a"));
  }

  @Test
  void texts_shorter_than_what_is_hashed_are_fine() {
    TokenMemory<Integer> memory = new TokenMemory<>(1);
    memory.put("", 1);
    assertEquals(1, memory.find(""));
  }

  @Test
  void texts_with_the_same_ending_are_told_apart() {
    TokenMemory<Integer> memory = new TokenMemory<>(4);
    memory.put("one.0123456789", 1);
    memory.put("two.0123456789", 2);
    assertEquals(1, memory.find("one.0123456789"));
    assertEquals(2, memory.find("two.0123456789"));
  }

  @Test
  void a_full_memory_keeps_its_size_and_the_latest() {
    TokenMemory<Integer> memory = new TokenMemory<>(1_000);
    for (int i = 0; i < 100_000; i++) {
      memory.put("token-" + i, i);
      assertEquals(i, memory.find("token-" + i));
    }
    long kept = IntStream.range(0, 100_000).filter(i -> memory.find("token-" + i) != null).count();
    assertTrue(kept > 900 && kept <= 1_024, () -> kept + " kept");
  }

  @Test
  void most_of_what_fits_is_kept() {
    TokenMemory<Integer> memory = new TokenMemory<>(10_000);
    IntStream.range(0, 10_000)
        .forEach(i -> memory.put("x.y." + Integer.toHexString(i * 0x9E3779B9), i));
    long kept =
        IntStream.range(0, 10_000)
            .filter(i -> memory.find("x.y." + Integer.toHexString(i * 0x9E3779B9)) != null)
            .count();
    assertTrue(kept > 9_000, () -> kept + " kept");
  }

  @Test
  void many_threads_never_find_the_value_of_another_text() throws InterruptedException {
    TokenMemory<String> memory = new TokenMemory<>(64);
    AtomicInteger wrong = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int t = 0; t < 4; t++) {
      threads.execute(() -> putAndFind(memory, start, wrong));
    }
    start.countDown();
    threads.shutdown();
    assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
    assertEquals(0, wrong.get());
  }

  private static void putAndFind(
      TokenMemory<String> memory, CountDownLatch start, AtomicInteger wrong) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < 50_000; i++) {
      String text = "t" + i % 500;
      memory.put(text, text);
      String found = memory.find(text);
      wrong.addAndGet(found == null || found.equals(text) ? 0 : 1);
    }
  }
}
