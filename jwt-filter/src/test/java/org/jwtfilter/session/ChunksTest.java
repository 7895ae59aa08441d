package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChunksTest {
  /** Room in a chunk of the cookie "s" with 40 bytes of attributes. */
  private static final int ROOM = 4096 - 40 - "s=16.123456.".length();

  private static String text(int length) {
    return IntStream.range(0, length)
        .mapToObj(i -> String.valueOf((char) ('a' + i % 26)))
        .collect(Collectors.joining());
  }

  private static List<String> join(List<CookieValue> cookies) {
    Map<String, List<String>> values =
        cookies.stream()
            .collect(
                Collectors.toMap(CookieValue::name, one -> List.of(one.value().orElseThrow())));
    return Chunks.join("s", name -> values.getOrDefault(name, List.of())).texts();
  }

  @Test
  void what_was_cut_is_joined_at_every_length_around_the_edges() {
    for (int chunks = 1; chunks <= 16; chunks++) {
      for (int length : new int[] {chunks * ROOM - 1, chunks * ROOM}) {
        List<CookieValue> cookies = Chunks.split("s", text(length), 40);
        assertEquals(chunks, cookies.size());
        assertEquals(List.of(text(length)), join(cookies));
      }
    }
  }

  @Test
  void an_exact_multiple_announces_no_empty_chunk() {
    List<CookieValue> cookies = Chunks.split("s", text(2 * ROOM), 40);
    assertEquals(2, cookies.size());
    assertTrue(cookies.get(0).value().orElseThrow().startsWith("2."));
    assertTrue(cookies.get(1).value().orElseThrow().length() > ROOM);
  }

  @Test
  void no_line_is_longer_than_browsers_keep() {
    for (CookieValue one : Chunks.split("s", text(16 * ROOM), 40)) {
      assertTrue((one.name() + "=" + one.value().orElseThrow()).length() + 40 <= 4096, one::name);
    }
  }

  @Test
  void more_chunks_than_allowed_are_not_joined() {
    List<CookieValue> cookies = Chunks.split("s", text(16 * ROOM + 1), 40);
    assertEquals(17, cookies.size());
    assertEquals(List.of(), join(cookies));
  }

  @Test
  void the_shortest_texts_are_joined() {
    for (int length = 1; length < 10; length++) {
      assertEquals(List.of(text(length)), join(Chunks.split("s", text(length), 40)));
    }
  }

  @Test
  void a_name_without_room_for_a_value_is_a_fault_of_the_configuration() {
    assertThrows(IllegalArgumentException.class, () -> Chunks.split("s".repeat(4096), text(5), 40));
  }
}
