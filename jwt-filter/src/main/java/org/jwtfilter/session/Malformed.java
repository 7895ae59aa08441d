package org.jwtfilter.session;

/** Bytes that are not what they should be. Without a stack trace: they come from outside. */
final class Malformed extends Exception {
  private static final long serialVersionUID = 1;

  Malformed(String problem) {
    super(problem, null, false, false);
  }
}
