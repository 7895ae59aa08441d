package org.jwtfilter.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one record of the store says, opened. It is a session; or a session that went back into the
 * client's cookies, kept for a while for requests that do not know yet; or no session at all. The
 * latter two are inboxes: changes that came too late for the client's cookies, in their order, for
 * the next request to find. Immutable.
 *
 * @param base the session; null where it was never here
 * @param moved whether it is in the client's cookies now
 */
record StoreRecord(@Nullable SessionSnapshot base, boolean moved, List<Delta> late) {
  private static final int FORMAT = 1;
  private static final int HAS_SESSION = 1;
  private static final int MOVED = 2;

  StoreRecord {
    late = List.copyOf(late);
  }

  static StoreRecord of(SessionSnapshot session) {
    return new StoreRecord(session, false, List.of());
  }

  static StoreRecord moved(SessionSnapshot session) {
    return new StoreRecord(session, true, List.of());
  }

  static StoreRecord late(Delta delta) {
    return new StoreRecord(null, false, List.of(delta));
  }

  /** Whether changes are put in, rather than made. */
  boolean isInbox() {
    return base == null || moved;
  }

  boolean hasSession() {
    return base != null;
  }

  /** The session as it is now. */
  SessionSnapshot session() {
    if (base == null) {
      throw new IllegalStateException("this record never was a session");
    }
    SessionSnapshot session = base;
    for (Delta delta : late) {
      session = delta.applyTo(session);
    }
    return session;
  }

  StoreRecord accessedAt(Instant instant) {
    return new StoreRecord(base == null ? null : base.accessedAt(instant), moved, late);
  }

  /** Everything in it, for a message about its size. */
  SessionSnapshot all() {
    return base != null ? session() : withoutHead();
  }

  private SessionSnapshot withoutHead() {
    SessionSnapshot session =
        new SessionSnapshot("", Instant.EPOCH, Instant.EPOCH, 0, 0, Optional.empty(), Map.of());
    for (Delta delta : late) {
      session = delta.applyTo(session);
    }
    return session;
  }

  /** With one more change in the inbox. */
  StoreRecord with(Delta delta) {
    List<Delta> all = new ArrayList<>(late);
    all.add(delta);
    return new StoreRecord(base, moved, all);
  }

  /** Without an attribute, which one request has taken for itself. */
  StoreRecord without(String attribute) {
    return moved
        ? with(Delta.removal(attribute))
        : of(session().without(attribute).ahead(Claims.LEAP));
  }

  /**
   * The binary form.
   *
   * @throws Output.Full if it has more bytes than allowed
   */
  byte[] toBytes(int mostBytes) {
    Output out = new Output(mostBytes);
    out.write(FORMAT);
    out.write((base == null ? 0 : HAS_SESSION) | (moved ? MOVED : 0));
    if (base != null) {
      out.block(SnapshotFormat.write(base));
    }
    out.unsigned(late.size());
    late.forEach(delta -> delta.write(out));
    return out.toBytes();
  }

  static StoreRecord read(byte[] bytes) throws Malformed {
    Input in = new Input(bytes);
    if (in.octet() != FORMAT) {
      throw new Malformed("it has a format that is not known here");
    }
    int flags = in.octet();
    SessionSnapshot base = (flags & HAS_SESSION) == 0 ? null : SnapshotFormat.read(in.block());
    int count = in.count(2);
    List<Delta> late = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      late.add(Delta.read(in));
    }
    in.end();
    return new StoreRecord(base, (flags & MOVED) != 0, late);
  }
}
