package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servlet specification, 12.2. */
class PathPatternTest {
  @ParameterizedTest
  @CsvSource({
    "/cart, /cart, true",
    "/cart, /cart/, false",
    "/cart, /cart/x, false",
    "/cart, /Cart, false",
    "/cart/*, /cart, true",
    "/cart/*, /cart/, true",
    "/cart/*, /cart/a/b, true",
    "/cart/*, /cartoon, false",
    "/cart/*, /x/cart/a, false",
    "/*, /, true",
    "/*, /a/b, true",
    "/, /a/b, true",
    "*.jsp, /a.jsp, true",
    "*.jsp, /a/b.jsp, true",
    "*.jsp, /a.jsp/b, false",
    "*.jsp, /a.jspx, false",
    "*.jsp, /jsp, false",
    "*.gz, /a.tar.gz, true",
    "*.tar.gz, /a.tar.gz, true",
  })
  void pattern_matchesAsTheServletSpecificationSays(String pattern, String path, boolean expected) {
    assertEquals(expected, PathPattern.of(pattern).matches(path));
  }

  @Test
  void patterns_sortFromTheWeakestToTheBest() {
    List<PathPattern> sorted =
        Stream.of("/a/b", "/*", "*.jsp", "/", "/a/*", "/a/b/*")
            .map(PathPattern::of)
            .sorted()
            .toList();
    assertEquals(
        Stream.of("/", "*.jsp", "/*", "/a/*", "/a/b/*", "/a/b").map(PathPattern::of).toList(),
        sorted);
  }
}
