package org.jwtfilter.config;

/** Where the data of {@code request.getSession()} lives ({@code session}). */
public enum SessionMode {
  /** Where it was: in the container. */
  CONTAINER,
  /** In the container, with a report of what would not travel. Comes with a later version. */
  OBSERVE,
  /** In a sealed token that the browser carries. */
  TOKEN,
  /** In a store that the nodes share. Comes with a later version. */
  STORE,
  /** In the token while it fits, then in the store. Comes with a later version. */
  AUTO
}
