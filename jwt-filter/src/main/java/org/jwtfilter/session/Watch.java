package org.jwtfilter.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The sessions in the store that this node has served: so many, no more. When they are full, others
 * are left to the nodes that watch them. Thread-safe.
 */
final class Watch {
  private static final int MOST = 50_000;
  private static final long MOST_JITTER_MILLIS = 30_000;

  private final Duration absoluteTimeout;
  private final ConcurrentHashMap<String, Watched> sessions = new ConcurrentHashMap<>();

  /** When it was last accessed as far as is known here, how long it may rest, and its end. */
  private record Watched(RecordKey key, long accessed, int maxInactiveSeconds, long due) {}

  Watch(Duration absoluteTimeout) {
    this.absoluteTimeout = absoluteTimeout;
  }

  /** This node has read or written the record. */
  void saw(Held held) {
    if (held.content().isInbox()) {
      forget(held.key());
      return;
    }
    String name = held.key().inStore();
    if (sessions.size() >= MOST && !sessions.containsKey(name)) {
      return;
    }
    SessionSnapshot session = held.content().session();
    Instant end = SessionLifetime.end(session, absoluteTimeout);
    long jitter = ThreadLocalRandom.current().nextLong(MOST_JITTER_MILLIS);
    sessions.put(
        name,
        new Watched(
            held.key(),
            session.lastAccessedAt().toEpochMilli(),
            session.maxInactiveSeconds(),
            end.toEpochMilli() + jitter));
  }

  void forget(RecordKey key) {
    sessions.remove(key.inStore());
  }

  /** Whether the store knows of an access that is recent enough. */
  boolean accessedLately(RecordKey key, Instant now) {
    Watched watched = sessions.get(key.inStore());
    return watched != null
        && !SessionLifetime.needsTouch(
            Instant.ofEpochMilli(watched.accessed), watched.maxInactiveSeconds, now);
  }

  /** Some that have ended if nobody has used them elsewhere. */
  List<RecordKey> due(Instant now, int most) {
    List<RecordKey> due = new ArrayList<>();
    for (Watched watched : sessions.values()) {
      if (watched.due <= now.toEpochMilli() && due.size() < most) {
        due.add(watched.key);
      }
    }
    return due;
  }

  int size() {
    return sessions.size();
  }
}
