package org.jwtfilter.session;

/**
 * A record as it was read from the store, or written there.
 *
 * @param bytes sealed, as they are there; never changed
 */
record Held(RecordKey key, byte[] bytes, StoreRecord content) implements Found {
  @Override
  public String toString() {
    return "record of " + bytes.length + " bytes";
  }
}
