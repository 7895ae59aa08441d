package org.jwtfilter.session;

import java.util.Optional;

/**
 * What the cookie of a session in the store holds instead of the session: where it is, and the key
 * that opens it there, which nobody else has.
 */
record Pointer(String id, Optional<String> owner, RecordKey key) implements Content {
  /** Beside the number of {@link SnapshotFormat}, from which it tells it apart. */
  static final int FORMAT = 2;

  private static final int MOST_BYTES = 64 * 1024;

  byte[] toBytes() {
    Output out = new Output(MOST_BYTES);
    out.write(FORMAT);
    SnapshotFormat.writeId(out, id);
    key.write(out);
    out.write(owner.isPresent() ? 1 : 0);
    owner.ifPresent(out::text);
    return out.toBytes();
  }

  static Pointer read(byte[] bytes) throws Malformed {
    Input in = new Input(bytes);
    if (in.octet() != FORMAT) {
      throw new Malformed("it has a format that is not known here");
    }
    String id = SnapshotFormat.readId(in);
    RecordKey key = RecordKey.read(in);
    Optional<String> owner = in.octet() == 0 ? Optional.empty() : Optional.of(in.text());
    in.end();
    return new Pointer(id, owner, key);
  }

  @Override
  public String toString() {
    return owner.isPresent() ? "pointer of a login" : "pointer of a visitor";
  }
}
