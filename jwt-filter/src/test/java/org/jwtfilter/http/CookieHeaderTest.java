package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6265, 5.4: what browsers write. */
class CookieHeaderTest {
  private static List<String> values(String... lines) {
    return CookieHeader.values(List.of(lines), "jwt");
  }

  @Test
  void values_areFound_inTheirOrder_inAllLines() {
    assertEquals(List.of("a"), values("jwt=a"));
    assertEquals(List.of("a", "b", "c"), values("x=1; jwt=a;jwt=b;  y=2", "jwt=c"));
    assertEquals(List.of("a=b"), values("jwt=a=b"));
    assertEquals(List.of(""), values("jwt="));
    assertEquals(List.of("a"), values("jwt=\"a\""));
    assertEquals(List.of(), values());
    assertEquals(List.of(), values(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JWT=a",
        "jwt",
        "xjwt=a",
        "jwt-x=a",
        "jwt.1=a",
        "x=jwt=a",
        "=jwt=a",
        "jwt\t=a",
        "$jwt=a",
        "x=1,jwt=a",
        "jw",
        ";",
        "jwt;=a"
      })
  void lookAlikes_areOthers(String line) {
    assertEquals(List.of(), values(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x=\"; jwt=a; y=\"",
        "x=\"\\\"; jwt=a",
        "$Version=1; jwt=a; $Path=/",
        "{}; jwt=a; \u20ac=1",
        "; ; jwt=a;;",
        "x y=z; jwt=a"
      })
  void nothingThatStandsBefore_hidesACookie(String line) {
    assertEquals(List.of("a"), values(line));
  }
}
