package org.jwtfilter.servlet;

import jakarta.servlet.http.HttpServletResponse;

/** Why a session could not be saved, as far as the client is told in place of the page. */
enum Unsaved {
  TOO_LARGE(
      HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
      0,
      """
      The session has become too large to be kept.

      Nothing that this request changed in it was saved; what was there before is still there. Go
      back and take something out, or ask the operator of this application: the log says which
      attributes are large, and what to set.
      """),
  STORE_DOWN(
      HttpServletResponse.SC_SERVICE_UNAVAILABLE,
      5,
      """
      What this request changed could not be saved.

      Please try again in a few seconds. What was there before is still there.
      """);

  private final int status;
  private final int retryAfterSeconds;
  private final String text;

  Unsaved(int status, int retryAfterSeconds, String text) {
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
    this.text = text;
  }

  int status() {
    return status;
  }

  /** Zero where trying again is of no use. */
  int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  String text() {
    return text;
  }
}
