package org.jwtfilter.corpus;

/** How sure an expectation is. */
enum Level {
  /** The text of a specification, or a known attack. */
  MUST,
  /** Hardening. */
  SHOULD,
  /** Follows from how the corpus server is configured. */
  POLICY
}
