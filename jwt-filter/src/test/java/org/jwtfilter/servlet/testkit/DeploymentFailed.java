package org.jwtfilter.servlet.testkit;

import java.util.Optional;

/** Thrown where an application could not be started; the causes hold what it threw. */
public final class DeploymentFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeploymentFailed(String message, Throwable cause) {
    super(message, cause);
  }

  /** The first exception of the type among the causes. */
  public <T extends Throwable> Optional<T> because(Class<T> type) {
    for (Throwable each = getCause(); each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return Optional.of(type.cast(each));
      }
    }
    return Optional.empty();
  }
}
