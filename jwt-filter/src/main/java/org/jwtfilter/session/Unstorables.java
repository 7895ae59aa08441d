package org.jwtfilter.session;

import java.io.NotSerializableException;
import java.util.ConcurrentModificationException;

/** Puts into words why a value cannot be stored: what, where in it, and what to do. */
final class Unstorables {
  private Unstorables() {}

  static UnstorableException because(Throwable failure, String attribute, Object value) {
    return new UnstorableException(attribute, problem(failure, value), failure);
  }

  private static String problem(Throwable failure, Object value) {
    if (failure instanceof ObjectWriter.NotAllowed refused) {
      return Offender.path(value, refused::isBecauseOf).map(path -> path + " holds it: ").orElse("")
          + refused.getMessage();
    }
    if (failure instanceof NotSerializableException refused) {
      return notSerializable(String.valueOf(refused.getMessage()), value);
    }
    if (failure instanceof Output.Full) {
      return failure.getMessage() + " are too many: keep less in it, or outside the session";
    }
    if (failure instanceof StackOverflowError) {
      return "its objects form too long a chain: keep them in a list, say";
    }
    if (failure instanceof ConcurrentModificationException) {
      return "another thread keeps changing it: let it finish, or work on a copy";
    }
    if (failure instanceof Malformed unreadable) {
      return value.getClass().getName() + " can be written but not read: " + unreadable.problem();
    }
    return value.getClass().getName() + " fails to write itself: " + failure.getClass().getName();
  }

  private static String notSerializable(String className, Object value) {
    return Offender.path(value, one -> one.getClass().getName().equals(className))
            .orElse("something in it")
        + " is a "
        + className
        + ", which is not serializable: let the class implement java.io.Serializable, or make the"
        + " field transient";
  }
}
