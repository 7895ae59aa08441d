package org.jwtfilter.session;

/**
 * What a request brought along: no session, a live one, one past its time, or something unusable.
 */
public sealed interface Presented {

  /** The session cookies that the request carried, to be deleted or replaced. */
  PresentedCookies cookies();

  /** No session cookie, or none that matters to this caller. */
  record None(PresentedCookies cookies) implements Presented {}

  /**
   * A session in use.
   *
   * @param needsTouch the last access that the client's cookies tell is so old that {@link
   *     SessionRepository#touch} is due, unless the session is written anyway
   */
  record Live(SessionSnapshot snapshot, boolean needsTouch, PresentedCookies cookies)
      implements Presented {}

  /** A session that was not used for too long, or that reached its absolute end. */
  record Expired(SessionSnapshot snapshot, PresentedCookies cookies) implements Presented {}

  /** Cookies that make no session; {@code why} is for the log and shows nothing of the cookies. */
  record Unreadable(String why, PresentedCookies cookies) implements Presented {}
}
