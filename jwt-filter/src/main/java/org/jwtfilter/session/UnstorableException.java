package org.jwtfilter.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An attribute's value cannot travel. The message names attribute, class, place and next step. */
public final class UnstorableException extends Exception {
  private static final long serialVersionUID = 1;

  private final String attribute;

  UnstorableException(String attribute, String problem, @Nullable Throwable cause) {
    super("session attribute \"" + attribute + "\" cannot be stored: " + problem, cause);
    this.attribute = attribute;
  }

  /** The name of the attribute. */
  public String attribute() {
    return attribute;
  }

  /** The same in other words, where all that is wrong with the value is its size. */
  public Optional<SessionTooLarge> tooLarge() {
    return getCause() instanceof Output.Full
        ? Optional.of(SessionTooLarge.forAttribute(attribute, SessionCodec.MOST_BYTES))
        : Optional.empty();
  }
}
