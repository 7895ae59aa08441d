package org.jwtfilter.config;

/** Where the data of {@code request.getSession()} lives ({@code session}). */
public enum SessionMode {
  /** Where it was: in the container. */
  CONTAINER,
  /** In the container, with a report of what would become of it elsewhere. */
  OBSERVE,
  /** In a sealed token that the browser carries. */
  TOKEN,
  /** In a store that the nodes share; the browser carries the key to it. */
  STORE,
  /** In the token while it fits and is changed in time, else in the store. */
  AUTO;

  /** Whether the data of sessions leaves the container. */
  public boolean travels() {
    return this == TOKEN || this == STORE || this == AUTO;
  }
}
