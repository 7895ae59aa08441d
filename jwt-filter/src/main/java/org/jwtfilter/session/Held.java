package org.jwtfilter.session;

/** A record as it was read from the store, or written there. Immutable. */
final class Held implements Found {
  private final RecordKey key;
  private final byte[] bytes;
  private final StoreRecord content;

  /**
   * @param bytes sealed, as they are there; taken over
   */
  Held(RecordKey key, byte[] bytes, StoreRecord content) {
    this.key = key;
    this.bytes = bytes;
    this.content = content;
  }

  RecordKey key() {
    return key;
  }

  /** As they are in the store: for comparing only. */
  byte[] bytes() {
    return bytes;
  }

  StoreRecord content() {
    return content;
  }

  @Override
  public String toString() {
    return "record of " + bytes.length + " bytes";
  }
}
