package org.jwtfilter.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {
  @ParameterizedTest
  @CsvSource({
    "token=a, a",
    "x=1&token=a&y=2, a",
    "tok%65n=a, a",
    "token=a%2Bb+c, 'a+b c'",
    "token=, ''",
    "token, ''",
    "token=a=b, a=b",
    "token=%zz, %zz",
  })
  void values_findTheParameter(String query, String value) {
    assertEquals(List.of(value), QueryString.values(query, "token"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x=1", "Token=a", "tokens=a", "x=token", "%zz=a", "token%00=a"})
  void values_ofAnotherParameter_areNone(String query) {
    assertEquals(List.of(), QueryString.values(query, "token"));
  }

  @Test
  void values_withoutQuery_areNone() {
    assertEquals(List.of(), QueryString.values(null, "token"));
  }

  @Test
  void values_ofRepeatedParameter_areAllOfThem() {
    assertEquals(List.of("a", "b"), QueryString.values("token=a&tok%65n=b", "token"));
  }

  @ParameterizedTest
  @CsvSource({
    "x=1&token=a&y=%20, x=1&y=%20",
    "token=a&x=1, x=1",
    "x=1&tok%65n=a, x=1",
    "x=%zz&token=a, x=%zz",
    "a&&token=b, a&",
    "x=1, x=1",
    "'', ''",
  })
  void without_leavesTheRestAsItWas(String query, String rest) {
    assertEquals(rest, QueryString.without(query, "token"));
  }

  @Test
  void without_whereNothingIsLeft_isNoQuery() {
    assertNull(QueryString.without("token=a&token=b", "token"));
    assertNull(QueryString.without(null, "token"));
  }

  @Test
  void joined_putsTheFormBehindTheQuery_inItsOrder() {
    Map<String, String[]> query = new LinkedHashMap<>();
    query.put("a", new String[] {"1", "2"});
    query.put("z", new String[] {"9"});
    assertEquals(
        "a=[1, 2, 3], z=[9], b c=[x y], empty=[, ], =[nameless]",
        joined(query, "a=3&b+c=x%20y&&empty=&empty&=nameless", UTF_8));
    assertArrayEquals(new String[] {"1", "2"}, query.get("a"), "what was given stays");
  }

  @Test
  void joined_readsTheFormInItsEncoding() {
    String body = new String("k\u00e4se=\u20ac&%C3%A4=%zz".getBytes(UTF_8), ISO_8859_1);
    assertEquals("k\u00e4se=[\u20ac], \u00e4=[%zz]", joined(Map.of(), body, UTF_8));
    assertEquals("\u00e4=[\u00fc]", joined(Map.of(), "\u00e4=%fc", ISO_8859_1));
    assertEquals("", joined(Map.of(), "", UTF_8));
  }

  private static String joined(Map<String, String[]> query, String body, Charset charset) {
    return QueryString.joined(query, body, charset).entrySet().stream()
        .map(one -> one.getKey() + "=" + Arrays.toString(one.getValue()))
        .collect(Collectors.joining(", "));
  }
}
