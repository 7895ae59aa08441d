package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
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
}
