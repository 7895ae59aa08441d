package org.jwtfilter.session;

import java.util.Optional;

/**
 * One cookie to set on the response: a name with its value, or with none to delete it. The caller
 * adds the attributes, the same ones for setting and deleting.
 */
public record CookieValue(String name, Optional<String> value) {

  static CookieValue set(String name, String value) {
    return new CookieValue(name, Optional.of(value));
  }

  static CookieValue delete(String name) {
    return new CookieValue(name, Optional.empty());
  }

  /** The name alone: the value is a credential. */
  @Override
  public String toString() {
    return name + value.map(text -> "=(" + text.length() + " characters)").orElse(" (deleted)");
  }
}
