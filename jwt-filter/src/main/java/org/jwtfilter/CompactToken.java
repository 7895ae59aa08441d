package org.jwtfilter;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.StrictJson;

/**
 * Where the three texts of a token are, of which nothing is known yet (RFC 7515 section 7.1). They
 * are cut out when they are needed: most garbage is refused before.
 */
record CompactToken(String text, int firstDot, int secondDot) {
  /** Exactly three parts, none empty; empty otherwise. */
  static Optional<CompactToken> split(String text) {
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    boolean three =
        first > 0
            && second > first + 1
            && second < text.length() - 1
            && text.indexOf('.', second + 1) < 0;
    return three ? Optional.of(new CompactToken(text, first, second)) : Optional.empty();
  }

  String header() {
    return text.substring(0, firstDot);
  }

  String payload() {
    return text.substring(firstDot + 1, secondDot);
  }

  String signature() {
    return text.substring(secondDot + 1);
  }

  /** The JSON object in one of the parts. */
  static Optional<Map<String, @Nullable Object>> json(String part) {
    return Base64Url.decode(part).flatMap(StrictJson::object);
  }

  /** Not the token. */
  @Override
  public String toString() {
    return "CompactToken[…]";
  }
}
