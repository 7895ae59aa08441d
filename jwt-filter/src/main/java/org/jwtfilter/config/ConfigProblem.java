package org.jwtfilter.config;

import java.util.Objects;

/**
 * One thing that is wrong with the configuration.
 *
 * @param option the name of the option, as written
 * @param text what is wrong, where it stands, and what to do next; never a secret
 */
public record ConfigProblem(String option, String text) {
  public ConfigProblem {
    Objects.requireNonNull(option, "option");
    Objects.requireNonNull(text, "text");
  }

  /** The line that messages show: {@code option: text}. */
  @Override
  public String toString() {
    return option + ": " + text;
  }
}
