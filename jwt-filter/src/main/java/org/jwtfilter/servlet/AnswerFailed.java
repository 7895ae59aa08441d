package org.jwtfilter.servlet;

import java.io.IOException;

/**
 * An answer of ours could not be sent: most likely the client is gone. A type of our own, so that
 * the filter turns it into the {@code IOException} that it is, and nothing that the application
 * throws.
 */
final class AnswerFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final IOException failure;

  AnswerFailed(IOException failure) {
    super(failure);
    this.failure = failure;
  }

  IOException failure() {
    return failure;
  }
}
