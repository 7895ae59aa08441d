package org.jwtfilter.observe;

/** What can happen to an attribute. */
enum Happening {
  READ,
  SET,
  REMOVED,
  SET_AFTER_COMMIT,
  CHANGED_IN_PLACE,
  CHANGED_AFTER_COMMIT,
  /** Two requests of one session used it at a time. */
  PARALLEL_USE,
  /** Two requests of one session changed the session at a time, and this in it. */
  PARALLEL_CHANGE,
  /** It was looked at closely. */
  EXAMINED
}
