package org.jwtfilter.config;

import java.util.Objects;

/**
 * One parameter as somebody wrote it: the name without any prefix, the text, and the place, such as
 * {@code init-param of filter "jwt" in web.xml}.
 */
public record Setting(String name, String value, String where) {
  public Setting {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(where, "where");
  }

  /** Leaves the value out, since it may be a secret. */
  @Override
  public String toString() {
    return name + " (" + where + ")";
  }
}
