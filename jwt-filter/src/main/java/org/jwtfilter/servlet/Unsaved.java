package org.jwtfilter.servlet;

import jakarta.servlet.http.HttpServletResponse;

/** Why the page that a request has made is not shown, as far as the client is told instead. */
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
  TAKEN(
      HttpServletResponse.SC_CONFLICT,
      0,
      """
      This form was sent twice at the same time, and was taken once.

      This answer is for the other time, which has changed nothing. Load the page anew to see what
      has come of it.
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
