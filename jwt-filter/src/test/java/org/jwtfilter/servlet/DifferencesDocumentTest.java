package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/limits.md} tells all that the contract suite knows to differ. */
class DifferencesDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "limits.md");

  @Test
  void everyDifference_standsInTheDocument_inThisOrder() throws IOException {
    String list =
        Arrays.stream(Difference.values())
            .map(one -> "- " + one.reason() + "\n")
            .collect(Collectors.joining());
    assertTrue(
        Files.readString(DOCUMENT).contains(list), () -> "docs/limits.md must say:\n" + list);
  }
}
