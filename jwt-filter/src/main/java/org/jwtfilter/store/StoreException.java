package org.jwtfilter.store;

/**
 * A store that does not answer in time, or fails. Its message says which store and what to look at,
 * and shows neither key nor value nor password.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With words for the log. */
  public StoreException(String message) {
    super(message);
  }

  /** With words for the log and what the engine said. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
