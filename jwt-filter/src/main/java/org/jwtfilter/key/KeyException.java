package org.jwtfilter.key;

import java.util.List;

/**
 * Keys that cannot be used. Carries every problem that was found, each saying what, where, and what
 * to do next; none shows a secret.
 */
public final class KeyException extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // List.copyOf is serializable
  private final List<String> problems;

  /**
   * Carries these problems.
   *
   * @param problems at least one
   */
  public KeyException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  KeyException(String problem) {
    this(List.of(problem));
  }

  /** All problems, in the order of the configuration. */
  public List<String> problems() {
    return problems;
  }
}
