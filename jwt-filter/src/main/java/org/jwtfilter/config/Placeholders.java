package org.jwtfilter.config;

import java.util.Optional;

/**
 * Looks up what {@code ${kind:key}} in a value stands for, such as {@code ${env:JWT_KEY}}. Asked at
 * start only; must not throw.
 */
@FunctionalInterface
public interface Placeholders {
  /**
   * The text that stands there, or empty when there is none.
   *
   * @param kind {@code env}, {@code sys}, {@code file} or {@code jndi}
   * @param key the name of a variable, a property or a JNDI entry, or the path of a file
   */
  Optional<String> resolve(String kind, String key);

  /**
   * Environment variables, system properties, text files (UTF-8, at most 64 KB, one line break at
   * the end dropped) and JNDI names that begin with {@code java:}.
   */
  static Placeholders system() {
    return new SystemPlaceholders();
  }
}
