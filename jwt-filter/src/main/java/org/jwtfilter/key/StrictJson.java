package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object in the one way in which two readers cannot disagree: well-formed UTF-8, each
 * name once at every depth, nothing after the object, no lone surrogates, no U+0000 (RFC 8259, RFC
 * 8725 section 3.7), and bounded in depth, lengths and members.
 */
public final class StrictJson {
  private static final int MAX_VALUES = 1000;
  private static final char REPLACEMENT = '\uFFFD';

  // Names of an attacker's making are neither interned nor kept in a shared table.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxNumberLength(40)
                  .maxStringLength(16_384)
                  .maxNameLength(1_000)
                  .build())
          .build();

  private final JsonParser parser;
  private final boolean hasEscapes;
  private int valuesLeft;

  private StrictJson(JsonParser parser, boolean hasEscapes, int maxValues) {
    this.parser = parser;
    this.hasEscapes = hasEscapes;
    this.valuesLeft = maxValues;
  }

  /**
   * The object, unmodifiable at every depth, of String, Boolean, Long, BigInteger, BigDecimal,
   * List, Map and null; empty if it is not strict JSON. Never throws.
   */
  public static Optional<Map<String, @Nullable Object>> object(byte[] utf8) {
    return object(utf8, MAX_VALUES);
  }

  static Optional<Map<String, @Nullable Object>> object(byte[] utf8, int maxValues) {
    if (!startsLikeAnObject(utf8)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(text(utf8), maxValues));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Map<String, @Nullable Object> read(String text, int maxValues) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new StrictJson(parser, text.indexOf('\\') >= 0, maxValues).document();
    }
  }

  /** Spares most garbage the parser and its exception. */
  private static boolean startsLikeAnObject(byte[] utf8) {
    for (byte one : utf8) {
      if (one != ' ' && one != '\t' && one != '\r' && one != '\n') {
        return one == '{';
      }
    }
    return false;
  }

  /** Java decodes fast but replaces what is malformed, so replacements are looked at again. */
  private static String text(byte[] utf8) throws CharacterCodingException {
    String text = new String(utf8, UTF_8);
    return text.indexOf(REPLACEMENT) < 0
        ? text
        : UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
  }

  private Map<String, @Nullable Object> document() throws IOException {
    require(parser.nextToken() == JsonToken.START_OBJECT);
    Map<String, @Nullable Object> document = map();
    require(parser.nextToken() == null);
    return document;
  }

  private Map<String, @Nullable Object> map() throws IOException {
    Map<String, @Nullable Object> map = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = sound(parser.currentName());
      require(!map.containsKey(name));
      map.put(name, value(parser.nextToken()));
    }
    return Collections.unmodifiableMap(map);
  }

  private List<@Nullable Object> list() throws IOException {
    List<@Nullable Object> list = new ArrayList<>(4);
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      list.add(value(next));
    }
    return Collections.unmodifiableList(list);
  }

  private @Nullable Object value(JsonToken token) throws IOException {
    require(--valuesLeft >= 0);
    return switch (token) {
      case VALUE_STRING -> sound(parser.getText());
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case START_OBJECT -> map();
      case START_ARRAY -> list();
      default -> throw refused();
    };
  }

  private Object integer() throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? parser.getBigIntegerValue()
        : (Object) parser.getLongValue();
  }

  /** Lone surrogates and U+0000 can only come from escapes: elsewhere they are malformed. */
  private String sound(String text) throws IOException {
    for (int i = 0; hasEscapes && i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)) {
        i++;
        require(i < text.length() && Character.isLowSurrogate(text.charAt(i)));
      } else {
        require(c != 0 && !Character.isLowSurrogate(c));
      }
    }
    return text;
  }

  private static void require(boolean holds) throws IOException {
    if (!holds) {
      throw refused();
    }
  }

  private static IOException refused() {
    return new CharacterCodingException();
  }
}
