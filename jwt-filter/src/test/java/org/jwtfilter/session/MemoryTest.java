package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void what_was_put_is_found_by_an_equal_text() {
    Memory<Integer> memory = new Memory<>(16, 100);
    memory.put("sealed", 1);
    assertEquals(1, memory.get(new String("sealed")));
    assertNull(memory.get("Sealed"));
    assertNull(memory.get(""));
  }

  @Test
  void texts_that_end_alike_are_told_apart() {
    Memory<Integer> memory = new Memory<>(1, 100);
    memory.put("a-0123456789", 1);
    memory.put("b-0123456789", 2);
    assertEquals(1, memory.get("a-0123456789"));
    assertEquals(2, memory.get("b-0123456789"));
  }

  @Test
  void it_is_bounded() {
    Memory<Integer> memory = new Memory<>(4, 100);
    IntStream.range(0, 1000).forEach(i -> memory.put("text " + i, i));
    long left = IntStream.range(0, 1000).filter(i -> memory.get("text " + i) != null).count();
    assertEquals(16, left);
  }

  @Test
  void what_is_used_stays_longer() {
    Memory<Integer> memory = new Memory<>(1, 100);
    memory.put("used", 0);
    for (int i = 0; i < 20; i++) {
      memory.put("other " + i, i);
      memory.get("used");
      memory.get("used");
    }
    assertEquals(0, memory.get("used"));
  }

  @Test
  void long_texts_are_not_remembered() {
    Memory<Integer> memory = new Memory<>(4, 5);
    memory.put("12345", 1);
    memory.put("123456", 2);
    assertEquals(1, memory.get("12345"));
    assertNull(memory.get("123456"));
  }
}
