package org.jwtfilter.corpus;

/** What becomes of a case. */
enum Expected {
  ACCEPT,
  REJECT,
  /** Both are right: only that nothing falls over, leaks or is fetched counts. */
  ANY
}
