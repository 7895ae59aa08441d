package org.jwtfilter.http;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One cookie to set, as a whole {@code Set-Cookie} line (RFC 6265). The line is written by hand
 * because servers disagree about what {@code addCookie} makes of {@code SameSite}, {@code =} and
 * {@code Max-Age}; values are unpadded base64url and dots, so nothing needs quoting.
 *
 * @param name the whole name, with its prefix
 * @param value the value; empty to delete
 * @param attributes what follows the value, from {@code "; Path"} on
 */
public record SetCookie(String name, String value, String attributes) {
  /** The value of the {@code Set-Cookie} header. */
  public String line() {
    return name + '=' + value + attributes;
  }

  /** The length of the line in bytes; all its characters are ASCII. */
  public int length() {
    return name.length() + 1 + value.length() + attributes.length();
  }

  /** The value of an attribute such as {@code Path}; empty text where it has none. */
  Optional<String> attribute(String attribute) {
    return Arrays.stream(attributes.split("; ", -1))
        .filter(one -> one.equals(attribute) || one.startsWith(attribute + '='))
        .map(one -> one.substring(Math.min(one.length(), attribute.length() + 1)))
        .findFirst();
  }

  /** Whether a {@code Set-Cookie} line sets the cookie of this name. */
  public static boolean sets(@Nullable String line, String name) {
    return line != null
        && line.length() > name.length()
        && line.startsWith(name)
        && line.charAt(name.length()) == '=';
  }

  @Override
  public String toString() {
    return name + "=…" + attributes;
  }
}
