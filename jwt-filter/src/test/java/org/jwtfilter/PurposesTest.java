package org.jwtfilter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.key.TokenCipher;

/** What keys are derived for: each purpose has a label, and so a key, of its own. */
class PurposesTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path DOCUMENT = Path.of("../docs/keys.md");
  private static final Pattern DERIVED = Pattern.compile("\\.(cipher|hash)\\(\\s*\"([^\"]*)\"");
  private static final Pattern ANY = Pattern.compile("\\.(cipher|hash)\\([^)]");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (seal|hash) \\|");

  @Test
  void every_label_is_used_in_one_place_alone() throws IOException {
    List<String> labels = used().stream().map(one -> one.replaceFirst(".* ", "")).toList();
    assertEquals(labels.size(), new TreeSet<>(labels).size(), labels::toString);
  }

  @Test
  void every_purpose_stands_in_the_document_and_none_besides() throws IOException {
    List<String> told = new ArrayList<>();
    Matcher row = ROW.matcher(Files.readString(DOCUMENT));
    while (row.find()) {
      told.add((row.group(2).equals("seal") ? "cipher " : "hash ") + row.group(1));
    }
    assertEquals(
        used(), told.stream().sorted().toList(), "docs/keys.md has a row for each purpose");
  }

  @Test
  void labels_are_texts_that_this_test_can_see() throws IOException {
    for (String source : sources()) {
      assertEquals(
          ANY.matcher(source).results().count(),
          DERIVED.matcher(source).results().count(),
          () -> source.substring(0, Math.min(source.length(), 400)));
    }
  }

  @Test
  void what_is_sealed_for_one_purpose_opens_for_no_other() throws IOException {
    SealingKeys keys = SealingKeys.random();
    List<String> labels = used().stream().map(one -> one.replaceFirst(".* ", "")).toList();
    assertTrue(labels.size() >= 10, labels::toString);
    for (String one : labels) {
      String sealed = keys.cipher(one).seal(new byte[] {1});
      for (String other : labels) {
        TokenCipher cipher = keys.cipher(other);
        Optional<byte[]> opened = cipher.open(sealed);
        assertEquals(
            one.equals(other), opened.filter(x -> Arrays.equals(x, new byte[] {1})).isPresent());
        String hash = keys.hash(one).of("x", 32);
        assertEquals(one.equals(other), hash.equals(keys.hash(other).of("x", 32)));
      }
    }
  }

  /** Not only the names in the headers: what names the key there is computed from it. */
  @Test
  void no_two_purposes_have_one_key() throws IOException {
    SealingKeys keys = SealingKeys.random();
    List<String> named =
        used().stream()
            .map(one -> one.replaceFirst(".* ", ""))
            .map(label -> keys.cipher(label).seal(new byte[0]).replaceFirst("\\..*", ""))
            .map(header -> new String(Base64.getUrlDecoder().decode(header), US_ASCII))
            .map(header -> header.replaceFirst(".*\"kid\":", ""))
            .toList();
    assertEquals(named.size(), new TreeSet<>(named).size(), named::toString);
  }

  private static List<String> used() throws IOException {
    List<String> used = new ArrayList<>();
    for (String source : sources()) {
      Matcher derived = DERIVED.matcher(source);
      while (derived.find()) {
        used.add(derived.group(1) + " " + derived.group(2));
      }
    }
    used.sort(Comparator.naturalOrder());
    return used;
  }

  /** All that may derive keys; the package that does so is told by others what for. */
  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(PurposesTest::text)
          .filter(text -> text.contains("key.SealingKeys;"))
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
