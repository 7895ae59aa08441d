package org.jwtfilter.http;

import java.time.Duration;

/**
 * Too many passwords were wrong, so that this one was not looked at. Carries no stack trace.
 *
 * @see LoginGuard
 */
public final class LoginThrottled extends Exception {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  LoginThrottled(Duration retryAfter) {
    super("too many wrong passwords", null, false, false);
    this.retryAfter = retryAfter;
  }

  /** How long to wait: whole seconds, at least one. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
