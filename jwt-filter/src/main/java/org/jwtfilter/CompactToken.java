package org.jwtfilter;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.StrictJson;

/** The three texts of a token, of which nothing is known yet (RFC 7515 section 7.1). */
record CompactToken(String header, String payload, String signature) {
  /** Exactly three parts, none empty; empty otherwise. */
  static Optional<CompactToken> split(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    boolean three =
        first > 0
            && second > first + 1
            && second < token.length() - 1
            && token.indexOf('.', second + 1) < 0;
    return three
        ? Optional.of(
            new CompactToken(
                token.substring(0, first),
                token.substring(first + 1, second),
                token.substring(second + 1)))
        : Optional.empty();
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
