package org.jwtfilter.session;

import org.jspecify.annotations.Nullable;

/** Bytes that are not what they should be. Without a stack trace: they come from outside. */
final class Malformed extends Exception {
  private static final long serialVersionUID = 1;

  private final String problem;

  Malformed(String problem) {
    this(problem, null);
  }

  Malformed(String problem, @Nullable Throwable cause) {
    super(problem, cause, false, false);
    this.problem = problem;
  }

  /** What is wrong; shows nothing of the bytes. */
  String problem() {
    return problem;
  }
}
