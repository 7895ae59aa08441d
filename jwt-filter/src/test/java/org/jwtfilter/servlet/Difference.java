package org.jwtfilter.servlet;

/**
 * All that {@link Contract} knows to differ by design, with the reason; {@code docs/limits.md} has
 * the same list.
 */
enum Difference {
  /** The name and the value of the cookie of a session. */
  COOKIE_NAME(
      "The session's cookies are ours: another name than `JSESSIONID`, whatever the `<name>` in"
          + " `<cookie-config>` says, always `HttpOnly`, and no session id in them that could be read."),
  /** What goes along with our cookies. */
  CACHE_CONTROL(
      "An answer that sets a cookie of ours says `Cache-Control: private`, unless the application"
          + " says something of its own."),
  /** Sessions in the URL. */
  URL_SESSIONS(
      "`encodeURL` adds no session id, and one in a URL opens no session: whoever got such a URL"
          + " would get the session with it."),
  /** Names that are null, on Jetty. */
  JETTY_NULL_NAMES(
      "A session attribute without a name is refused with an `IllegalArgumentException`, and asked"
          + " for is null, as on Tomcat; Jetty throws a `NullPointerException`."),
  /** What a value hears that travels. */
  ACTIVATION(
      "An `HttpSessionActivationListener` hears of each request that has to do with it"
          + " (`sessionDidActivate`, `sessionWillPassivate`): each takes the session out of a token"
          + " or store, and puts it back. A server that keeps its sessions tells it nothing."),
  /** The state that waits for an error page, where no auth module carries it. */
  ERROR_ATTRIBUTE(
      "Where the auth module is not in place, a `ServletRequestAttributeListener` hears of"
          + " `org.jwtfilter.request` when an error page is about to be shown. Pages do not see"
          + " it."),
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
