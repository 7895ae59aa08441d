package org.jwtfilter.session;

import org.jspecify.annotations.Nullable;

/**
 * An attribute's encoded form cannot be read on this node. The message names attribute and cause.
 */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1;

  private final String attribute;

  UndecodableException(String attribute, String problem, @Nullable Throwable cause) {
    super("session attribute \"" + attribute + "\" cannot be read: " + problem, cause);
    this.attribute = attribute;
  }

  /** The name of the attribute. */
  public String attribute() {
    return attribute;
  }
}
