package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  @Test
  void values_come_in_their_java_types() {
    Map<String, Object> read =
        parse(
            """
            {"text":"ü\\u00fc€😀","yes":true,"whole":-7,"huge":123456789012345678901,
             "fraction":1.50,"list":[1,[],{"a":null}],"nothing":null}
            """);
    assertEquals("üü€😀", read.get("text"));
    assertEquals(true, read.get("yes"));
    assertEquals(-7L, read.get("whole"));
    assertEquals(new BigInteger("123456789012345678901"), read.get("huge"));
    assertEquals(new BigDecimal("1.50"), read.get("fraction"));
    assertEquals(List.of(1L, List.of()), ((List<?>) read.get("list")).subList(0, 2));
    assertTrue(read.containsKey("nothing"));
  }

  @Test
  void objects_and_lists_cannot_be_changed_at_any_depth() {
    Map<String, Object> read = parse("{\"a\":[{\"b\":1}]}");
    List<?> list = (List<?>) read.get("a");
    assertThrows(UnsupportedOperationException.class, read::clear);
    assertThrows(UnsupportedOperationException.class, list::clear);
    assertThrows(UnsupportedOperationException.class, ((Map<?, ?>) list.get(0))::clear);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"a\"",
        "1",
        "{",
        "}",
        "{}{}",
        "{} x",
        "{}\u0000",
        "{},",
        "[{}]",
        "{{}}",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":'b'}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":0x1}",
        "{\"a\":/**/1}",
        "{\"a\":1}//",
        "#\n{}",
        "\uFEFF{}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":tru}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":[1,]}",
        "{\"a\":[1 2]}",
        "{\"a\":undefined}"
      })
  void what_is_no_single_strict_object_is_refused(String text) {
    assertRefused(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"sub\":1,\"s\\u0075b\":2}",
        "{\"x\":{\"a\":1,\"a\":null}}",
        "{\"x\":[{\"a\":1,\"b\":2,\"a\":3}]}",
        "{\"a\":null,\"a\":1}"
      })
  void a_name_that_stands_twice_is_refused_at_every_depth(String text) {
    assertRefused(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00x\"}",
        "{\"a\":\"\\ud800x\"}",
        "{\"a\":\"\\ud800\\ud800\"}",
        "{\"a\":\"\\u0000\"}",
        "{\"\\u0000\":1}",
        "{\"\\udc00\":1}"
      })
  void lone_surrogates_and_nul_are_refused(String text) {
    assertRefused(text.getBytes(UTF_8));
  }

  @Test
  void malformed_utf8_is_refused() {
    int[][] malformed = {
      {0xFF},
      {0xC0, 0xAF},
      {0xE2, 0x82},
      {0xED, 0xA0, 0x80},
      {0xF8, 0x88, 0x80, 0x80, 0x80},
      {0x80},
      {0xF4, 0x90, 0x80, 0x80},
      {0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80}
    };
    for (int[] one : malformed) {
      byte[] json = "{\"a\":\"########\"}".getBytes(UTF_8);
      byte[] exact = Arrays.copyOf(json, 6 + one.length + 2);
      for (int i = 0; i < one.length; i++) {
        exact[6 + i] = (byte) one[i];
      }
      exact[exact.length - 2] = '"';
      exact[exact.length - 1] = '}';
      assertRefused(exact);
    }
  }

  @Test
  void other_encodings_are_refused() {
    assertRefused("{\"a\":1}".getBytes(UTF_16LE));
  }

  @Test
  void depth_ends_at_thirty_two() {
    assertAccepted(nested(31));
    assertRefused(nested(32).getBytes(UTF_8));
    assertRefused(nested(4_000).getBytes(UTF_8));
  }

  @Test
  void numbers_end_at_forty_digits() {
    assertAccepted("{\"a\":" + "1".repeat(40) + "}");
    assertRefused(("{\"a\":" + "1".repeat(41) + "}").getBytes(UTF_8));
  }

  @Test
  void texts_end_at_sixteen_thousand_characters() {
    assertAccepted("{\"a\":\"" + "x".repeat(16_384) + "\"}");
    assertRefused(("{\"a\":\"" + "x".repeat(16_385) + "\"}").getBytes(UTF_8));
  }

  @Test
  void members_end_at_a_thousand() {
    assertAccepted(members(1_000));
    assertRefused(members(1_001).getBytes(UTF_8));
  }

  @Test
  void white_space_around_the_object_is_part_of_json() {
    assertEquals(Map.of("a", 1L), parse(" \t\r\n{ \"a\" : 1 }\n "));
  }

  @Test
  void random_changes_of_a_good_text_never_throw() {
    byte[] good = "{\"a\":[1,2.5e3,\"x\\u00e9€\"],\"b\":{\"c\":null,\"d\":true}}".getBytes(UTF_8);
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      byte[] changed = good.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      StrictJson.object(changed);
      StrictJson.object(Arrays.copyOf(good, random.nextInt(good.length)));
    }
  }

  private static String nested(int depth) {
    return "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  private static String members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"m" + i + "\":0")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static Map<String, Object> parse(String text) {
    return StrictJson.object(text.getBytes(UTF_8)).orElseThrow();
  }

  private static void assertAccepted(String text) {
    assertTrue(StrictJson.object(text.getBytes(UTF_8)).isPresent());
  }

  private static void assertRefused(byte[] json) {
    assertEquals(Optional.empty(), StrictJson.object(json));
  }
}
