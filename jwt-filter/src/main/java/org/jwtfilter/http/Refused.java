package org.jwtfilter.http;

import org.jwtfilter.Reason;

/** What was presented is refused, with where it came from. Carries no stack trace. */
public final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final boolean ambient;

  Refused(Reason reason, boolean ambient) {
    super(reason.name(), null, false, false);
    this.reason = reason;
    this.ambient = ambient;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** Whether a browser sent it by itself, so that the user may not even know of it. */
  public boolean ambient() {
    return ambient;
  }
}
