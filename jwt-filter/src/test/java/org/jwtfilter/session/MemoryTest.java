package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final Object ERA = new Object();

  @Test
  void what_was_opened_with_other_keys_is_forgotten() {
    Memory<Integer> memory = new Memory<>(16, 100);
    memory.put(List.of("sealed"), ERA, 1);
    assertNull(memory.get(List.of("sealed"), new Object()));
    assertEquals(1, memory.get(List.of("sealed"), ERA));
  }

  @Test
  void what_was_put_is_found_by_an_equal_text() {
    Memory<Integer> memory = new Memory<>(16, 100);
    memory.put(List.of("sealed"), ERA, 1);
    assertEquals(1, memory.get(List.of(new String("sealed")), ERA));
    assertNull(memory.get(List.of("Sealed"), ERA));
    assertNull(memory.get(List.of(""), ERA));
  }

  @Test
  void texts_that_end_alike_are_told_apart() {
    Memory<Integer> memory = new Memory<>(1, 100);
    memory.put(List.of("a-0123456789"), ERA, 1);
    memory.put(List.of("b-0123456789"), ERA, 2);
    assertEquals(1, memory.get(List.of("a-0123456789"), ERA));
    assertEquals(2, memory.get(List.of("b-0123456789"), ERA));
  }

  @Test
  void it_is_bounded() {
    Memory<Integer> memory = new Memory<>(4, 100);
    IntStream.range(0, 1000).forEach(i -> memory.put(List.of("text " + i), ERA, i));
    long left =
        IntStream.range(0, 1000).filter(i -> memory.get(List.of("text " + i), ERA) != null).count();
    assertEquals(16, left);
  }

  @Test
  void what_is_used_stays_longer() {
    Memory<Integer> memory = new Memory<>(1, 100);
    memory.put(List.of("used"), ERA, 0);
    for (int i = 0; i < 20; i++) {
      memory.put(List.of("other " + i), ERA, i);
      memory.get(List.of("used"), ERA);
      memory.get(List.of("used"), ERA);
    }
    assertEquals(0, memory.get(List.of("used"), ERA));
  }

  @Test
  void long_texts_are_not_remembered() {
    Memory<Integer> memory = new Memory<>(4, 5);
    memory.put(List.of("12345"), ERA, 1);
    memory.put(List.of("123456"), ERA, 2);
    assertEquals(1, memory.get(List.of("12345"), ERA));
    assertNull(memory.get(List.of("123456"), ERA));
  }
}
