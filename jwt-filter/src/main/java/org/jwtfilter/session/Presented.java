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
   * @param needsTouch the last access that is known outside of this request is so old that {@link
   *     SessionRepository#touch} is due, unless the session is written anyway
   * @param place where it is, for the repository that found it
   */
  record Live(SessionSnapshot snapshot, boolean needsTouch, PresentedCookies cookies, Place place)
      implements Presented {

    Live at(Place next) {
      return new Live(snapshot, needsTouch, cookies, next);
    }

    /** Without an attribute that was taken out of the store. */
    Live without(String attribute, Held written) {
      Place next = Place.store(written).told(place.told()).with(place.inbox());
      return new Live(snapshot.without(attribute), needsTouch, cookies, next);
    }

    /** Whether it must be written, though this request has changed nothing. */
    public boolean needsWrite() {
      return place.unsaved();
    }

    /** Whether it is in a store, where its end is final, rather than in the client's cookies. */
    public boolean inStore() {
      return place.held() != null;
    }
  }

  /** A session that was not used for too long, or that reached its absolute end. */
  record Expired(SessionSnapshot snapshot, PresentedCookies cookies) implements Presented {}

  /** Cookies that make no session; {@code why} is for the log and shows nothing of the cookies. */
  record Unreadable(String why, PresentedCookies cookies) implements Presented {}
}
