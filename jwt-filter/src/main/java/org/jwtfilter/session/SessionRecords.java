package org.jwtfilter.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;

/**
 * Sessions in a store, one sealed record each. Nothing is written over unread: every change is made
 * only if the record still is what was read. A record that has ended leaves a mark of one byte for
 * a while, so that requests under way can tell it from one that ended long ago. Thread-safe.
 */
public final class SessionRecords {
  private static final byte[] CLOSED = {0};
  private static final int MOST_BYTES = Store.MAX_VALUE - RecordKey.OVERHEAD;

  /** How long after the end of a session its record is kept, for those who tell of its end. */
  private static final Duration KEPT = Duration.ofMinutes(15);

  /** How long requests may be under way that do not know of what has just happened. */
  private static final Duration UNDER_WAY = Duration.ofMinutes(10);

  private final Store store;
  private final Duration absoluteTimeout;
  private final Clock clock;
  private final Watch watch;
  private final Claims claims;
  private final Turns turns = new Turns();

  /**
   * Sessions in this store.
   *
   * @param absoluteTimeout from creation to the end, however busy; zero: no limit
   */
  public SessionRecords(Store store, Duration absoluteTimeout, Clock clock) {
    this.store = store;
    this.absoluteTimeout = absoluteTimeout;
    this.clock = clock;
    this.watch = new Watch(absoluteTimeout);
    this.claims = new Claims(store, absoluteTimeout, clock);
  }

  Instant now() {
    return clock.instant();
  }

  Duration absoluteTimeout() {
    return absoluteTimeout;
  }

  Watch watch() {
    return watch;
  }

  Claims claims() {
    return claims;
  }

  Turns.Turn turn(RecordKey key) {
    return turns.take(key);
  }

  Found find(RecordKey key) {
    return opened(key, read(List.of(key)));
  }

  /** What is there under some keys: one trip. */
  Map<String, byte[]> read(List<RecordKey> keys) {
    Set<String> names = new HashSet<>();
    keys.forEach(key -> names.add(key.inStore()));
    return store.read(names);
  }

  static Found opened(RecordKey key, Map<String, byte[]> read) {
    byte[] bytes = read.get(key.inStore());
    if (bytes == null) {
      return Found.Missing.ABSENT;
    }
    return bytes.length == CLOSED.length ? Found.Missing.CLOSED : opened(key, bytes);
  }

  private static Found opened(RecordKey key, byte[] bytes) {
    try {
      Optional<byte[]> content = key.open(bytes);
      return content.isPresent()
          ? new Held(key, bytes, StoreRecord.read(content.get()))
          : Found.Missing.UNREADABLE;
    } catch (Malformed e) {
      return Found.Missing.UNREADABLE;
    }
  }

  /** Begins a record under a new key. */
  Held create(StoreRecord content) throws SessionTooLarge {
    return create(RecordKey.random(), content, ending(content.session()))
        .orElseThrow(() -> new StoreException("a random key was taken already"));
  }

  /** Begins a record; empty if there is one. */
  Optional<Held> create(RecordKey key, StoreRecord content, Instant expires)
      throws SessionTooLarge {
    return replace(key, null, content, expires);
  }

  /** Empty if it is no longer what it was. */
  Optional<Held> replace(Held held, StoreRecord content, Instant expires) throws SessionTooLarge {
    return replace(held.key(), held.bytes(), content, expires);
  }

  private Optional<Held> replace(
      RecordKey key, byte @Nullable [] expected, StoreRecord content, Instant expires)
      throws SessionTooLarge {
    byte[] bytes = key.seal(bytes(content));
    if (!store.replace(key.inStore(), expected, bytes, expires)) {
      return Optional.empty();
    }
    Held held = new Held(key, bytes, content);
    watch.saw(held);
    return Optional.of(held);
  }

  private static byte[] bytes(StoreRecord content) throws SessionTooLarge {
    SessionSnapshot base = content.base();
    int size = base == null ? 0 : SessionTooLarge.content(base);
    if (base != null && size > MOST_BYTES) {
      throw SessionTooLarge.forStore(base, size, MOST_BYTES);
    }
    try {
      return content.toBytes(MOST_BYTES);
    } catch (Output.Full e) {
      throw SessionTooLarge.forStore(content.all(), Math.max(size, MOST_BYTES), MOST_BYTES);
    }
  }

  /** Ends a record; false if it is no longer what it was. */
  boolean close(Held held) {
    watch.forget(held.key());
    return store.replace(held.key().inStore(), held.bytes(), CLOSED, underWay());
  }

  /** Lets nobody begin a record there; false if somebody has. */
  boolean closeEmpty(RecordKey key) {
    return store.replace(key.inStore(), null, CLOSED, underWay());
  }

  /** Whether the mark would still be there if the inbox had been closed as soon as that may be. */
  boolean remembersClosing(Inbox inbox) {
    return clock.instant().isBefore(inbox.openUntil().plus(UNDER_WAY));
  }

  /** Until when a record is needed by requests that are under way. */
  Instant underWay() {
    return clock.instant().plus(UNDER_WAY);
  }

  /** Until when the record of a session is needed. */
  Instant ending(SessionSnapshot session) {
    return SessionLifetime.end(session, absoluteTimeout).plus(KEPT);
  }
}
