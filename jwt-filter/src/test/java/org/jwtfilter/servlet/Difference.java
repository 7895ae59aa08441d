package org.jwtfilter.servlet;

/**
 * All that {@link Contract} knows to differ by design, with the reason; {@code docs/limits.md} has
 * the same list.
 */
enum Difference {
  /** The name and the value of the cookie of a session. */
  COOKIE_NAME(
      "The session's cookies are ours: another name than `JSESSIONID`, whatever `<cookie-config>`"
          + " says, and no session id in them that could be read."),
  /** Sessions in the URL. */
  URL_SESSIONS(
      "`encodeURL` adds no session id, and one in a URL is not looked at: whoever gets such a URL"
          + " would get the session with it."),
  /** The list of filters. */
  REGISTRATION("`getFilterRegistrations` lists our filter among those of the application.");

  private final String reason;

  Difference(String reason) {
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
