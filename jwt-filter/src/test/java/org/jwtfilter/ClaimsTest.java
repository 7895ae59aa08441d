package org.jwtfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private static final Map<String, Object> CLAIMS =
      Map.of(
          "sub", "ann",
          "realm_access", Map.of("roles", List.of("user"), "a.b", "inner"),
          "https://x.example/roles", List.of("admin"),
          "x.y", "whole",
          "x", Map.of("y", "stepwise"));

  @Test
  void a_name_is_found() {
    assertEquals(Optional.of("ann"), Claims.at(CLAIMS, "sub"));
  }

  @Test
  void a_path_goes_down_name_by_name() {
    assertEquals(Optional.of(List.of("user")), Claims.at(CLAIMS, "realm_access.roles"));
  }

  @Test
  void a_name_with_dots_or_a_url_is_tried_whole_first() {
    assertEquals(Optional.of(List.of("admin")), Claims.at(CLAIMS, "https://x.example/roles"));
    assertEquals(Optional.of("whole"), Claims.at(CLAIMS, "x.y"));
    assertEquals(Optional.of("inner"), Claims.at(CLAIMS, "realm_access.a.b"));
  }

  @Test
  void a_path_to_nowhere_is_empty() {
    for (String path : List.of("", ".", "sub.x", "nobody", "realm_access.", ".roles", "x..y")) {
      assertEquals(Optional.empty(), Claims.at(CLAIMS, path), path);
    }
  }

  @Test
  void a_text_or_a_list_of_texts_is_a_list_and_nothing_else_is() {
    assertEquals(Optional.of(List.of("a")), Claims.strings("a"));
    assertEquals(Optional.of(List.of("a", "b")), Claims.strings(List.of("a", "b")));
    assertEquals(Optional.empty(), Claims.strings(List.of("a", 1L)));
    assertEquals(Optional.empty(), Claims.strings(1L));
    assertEquals(Optional.empty(), Claims.strings(null));
  }
}
