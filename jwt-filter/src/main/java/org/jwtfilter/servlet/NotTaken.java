package org.jwtfilter.servlet;

import org.jspecify.annotations.Nullable;
import org.jwtfilter.store.StoreException;

/**
 * An attribute of a session that the application was about to take is not its to take: thrown to
 * keep it from going on. What it makes of this is not shown, since the client is told by us.
 */
final class NotTaken extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private NotTaken(String message, @Nullable StoreException cause) {
    super(message, cause);
  }

  static NotTaken byAnother(String attribute) {
    return new NotTaken(
        "the session attribute \""
            + attribute
            + "\" was taken by another request that was sent at the same time: what depends on it"
            + " must happen once (session-once)",
        null);
  }

  static NotTaken unknown(String attribute, StoreException cause) {
    return new NotTaken(
        "nobody knows whether another request has taken the session attribute \""
            + attribute
            + "\", since the store does not answer",
        cause);
  }

  /** Whether this is why something was thrown. */
  static boolean isIn(Throwable thrown) {
    return Causes.of(thrown).anyMatch(NotTaken.class::isInstance);
  }
}
