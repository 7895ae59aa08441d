package org.jwtfilter.key;

import java.time.Duration;

/**
 * A key set as somebody published it.
 *
 * @param body the whole answer, by which two are compared
 * @param age how long the publisher lets it be used
 */
record FetchedSet(JwkSet set, String body, Duration age) {
  /** Gets a set; one try takes seconds at most. */
  @FunctionalInterface
  interface Fetcher {
    /**
     * What is published now.
     *
     * @throws KeyException if there is no answer or no set in it; the message continues the address
     */
    FetchedSet fetch() throws KeyException;
  }

  @Override
  public String toString() {
    return "FetchedSet" + set.keys();
  }
}
