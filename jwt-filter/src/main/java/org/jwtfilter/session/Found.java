package org.jwtfilter.session;

/** What there is under a key of the store. */
sealed interface Found permits Held, Found.Missing {

  /** No record of a session. */
  enum Missing implements Found {
    /** Nothing: it ended some time ago, or never was. */
    ABSENT,
    /** It ended just now, or goes on elsewhere: requests under way must not start it again. */
    CLOSED,
    /** Something that was not sealed with this key for this place. */
    UNREADABLE
  }
}
