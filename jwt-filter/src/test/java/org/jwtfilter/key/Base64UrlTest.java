package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64UrlTest {
  @Test
  void bytes_of_every_length_come_back() {
    for (int length = 0; length < 70; length++) {
      byte[] bytes = TestKeys.random(length);
      String text = Base64Url.encode(bytes);
      assertArrayEquals(bytes, Base64Url.decode(text).orElseThrow());
      assertEquals(Base64Url.length(length), text.length());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "AAAAA",
        "AA==",
        "AAA=",
        "=",
        "AA A",
        "AA\nA",
        "AA+A",
        "AA/A",
        "AAé",
        "AA.A",
        "AA\u0141A",
        "AA\u0000A",
        "AA%3D"
      })
  void text_with_padding_or_foreign_characters_is_refused(String text) {
    assertEquals(Optional.empty(), Base64Url.decode(text));
  }

  @Test
  void stray_bits_are_refused_so_that_bytes_have_one_spelling() {
    String one = "AAECAw"; // 4 bytes
    String two = "AAECAwQ"; // 5 bytes
    assertTrue(Base64Url.decode(one).isPresent() && Base64Url.decode(two).isPresent());
    assertEquals(4, spellings("AAECA", 4));
    assertEquals(16, spellings("AAECAw", 5));
  }

  /** How many last characters the text of so many bytes may have. */
  private static int spellings(String beginning, int bytes) {
    int accepted = 0;
    for (int c = 0; c < 128; c++) {
      Optional<byte[]> decoded = Base64Url.decode(beginning + (char) c);
      accepted += decoded.isPresent() && decoded.get().length == bytes ? 1 : 0;
    }
    return accepted;
  }

  @Test
  void whatever_is_decoded_encodes_to_the_same_text() {
    for (int i = 0; i < 20_000; i++) {
      String text = new String(TestKeys.random(1 + i % 6), ISO_8859_1);
      Base64Url.decode(text).ifPresent(bytes -> assertEquals(text, Base64Url.encode(bytes)));
    }
  }
}
