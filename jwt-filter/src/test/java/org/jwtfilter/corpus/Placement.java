package org.jwtfilter.corpus;

/** Where a token stands in a request. */
enum Placement {
  HEADER,
  COOKIE,
  QUERY,
  FORM
}
