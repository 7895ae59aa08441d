package org.jwtfilter.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
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

  private static List<String> split(int length) {
    return Chunks.split("s", text(length), 40);
  }

  private static List<String> join(List<String> values) {
    CookieNames names = new CookieNames("s");
    Map<String, List<String>> cookies = new HashMap<>();
    for (int i = 0; i < Math.min(16, values.size()); i++) {
      cookies.put(names.chunk(i), List.of(values.get(i)));
    }
    PresentedCookies presented =
        new PresentedCookies(name -> cookies.getOrDefault(name, List.of()), false);
    return Chunks.join(names, presented).candidates().stream().map(Chunks::text).toList();
  }

  @Test
  void what_was_cut_is_joined_at_every_length_around_the_edges() {
    for (int chunks = 1; chunks <= 16; chunks++) {
      for (int length : new int[] {chunks * ROOM - 1, chunks * ROOM}) {
        List<String> cookies = split(length);
        assertEquals(chunks, cookies.size());
        assertEquals(List.of(text(length)), join(cookies));
      }
    }
  }

  @Test
  void an_exact_multiple_announces_no_empty_chunk() {
    List<String> cookies = split(2 * ROOM);
    assertEquals(2, cookies.size());
    assertTrue(cookies.get(0).startsWith("2."));
    assertTrue(cookies.get(1).length() > ROOM);
  }

  @Test
  void no_line_is_longer_than_browsers_keep() {
    List<String> values = split(16 * ROOM);
    for (int i = 0; i < 16; i++) {
      String line = new CookieNames("s").chunk(i) + "=" + values.get(i);
      assertTrue(line.length() + 40 <= 4096, line);
    }
  }

  @Test
  void more_chunks_than_allowed_are_not_joined() {
    List<String> cookies = split(16 * ROOM + 1);
    assertEquals(17, cookies.size());
    assertEquals(List.of(), join(cookies));
  }

  @Test
  void the_shortest_texts_are_joined() {
    for (int length = 1; length < 10; length++) {
      assertEquals(List.of(text(length)), join(split(length)));
    }
  }

  @Test
  void a_name_without_room_for_a_value_is_a_fault_of_the_configuration() {
    assertThrows(IllegalArgumentException.class, () -> Chunks.split("s".repeat(4096), text(5), 40));
  }
}
