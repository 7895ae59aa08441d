package org.jwtfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What docs/security.md names as proof is there. */
class SecurityDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/security.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT|Contract))\\.(\\w+)`");
  private static final Pattern OF_CORPUS = Pattern.compile("corpus ([a-z0-9-]+)");
  private static final Pattern OF_OWN_CORPUS = Pattern.compile("own ([a-z0-9]+-[a-z0-9-]+)");

  @Test
  void every_test_that_is_named_as_proof_exists() throws IOException {
    Map<String, String> sources = sources();
    List<MatchResult> named = all(NAMED);
    assertTrue(named.size() > 100, () -> named.size() + " are too few to be all");
    assertEquals(
        List.of(),
        named.stream()
            .filter(
                one ->
                    !sources
                        .getOrDefault(one.group(1), "")
                        .matches("(?s).*(void|<DynamicTest>) " + one.group(2) + "\\(.*"))
            .map(MatchResult::group)
            .toList());
  }

  @Test
  void every_category_that_is_named_as_proof_has_cases() throws IOException {
    Set<String> categories = categories();
    assertEquals(
        List.of(),
        all(OF_CORPUS).stream()
            .map(one -> one.group(1))
            .filter(one -> !one.equals("x") && !categories.contains(one))
            .toList());
  }

  @Test
  void every_category_of_our_own_that_is_named_as_proof_has_cases() throws IOException {
    Map<String, String> sources = sources();
    String forms =
        Stream.of("Token", "Header", "Claim", "Key", "Request", "Wire")
            .map(name -> sources.get(name + "Forms"))
            .collect(Collectors.joining());
    assertEquals(
        List.of(),
        all(OF_OWN_CORPUS).stream()
            .map(one -> one.group(1))
            .filter(one -> !forms.contains('"' + one + '"'))
            .toList());
  }

  private static List<MatchResult> all(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(DOCUMENT)).results().toList();
  }

  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      // Two tests of one name in different packages count together.
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  SecurityDocumentTest::read,
                  String::concat));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> categories() throws IOException {
    Pattern category = Pattern.compile("\"category\": ?\"([^\"]+)\"");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    SecurityDocumentTest.class.getResourceAsStream("/corpus/cases.jsonl.gz")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(category::matcher)
          .flatMap(one -> one.results().map(found -> found.group(1)))
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
