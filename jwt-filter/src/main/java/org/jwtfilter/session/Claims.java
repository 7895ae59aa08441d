package org.jwtfilter.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.Digests;
import org.jwtfilter.store.Store;

/**
 * Who has taken an attribute out of a session that is, or may be, in the client's cookies: one
 * small entry in the store for each, put by whoever is first. It is found by hashes of the
 * session's id, the attribute's name and its value, so it tells nothing. Thread-safe.
 *
 * <p>The same value may come back into the session later, and be taken again. What tells that from
 * a second taking of the same one is the version: who takes an attribute writes the session with a
 * version that is {@link #LEAP} ahead, which nobody reaches who has not seen that it is gone.
 */
final class Claims {
  /** More versions than requests write while another one has not ended. */
  static final int LEAP = 1_000;

  /** Who comes later than that after the first was not under way with it. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(20);

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final String PREFIX = "taken:";

  private final Store store;
  private final Duration absoluteTimeout;
  private final Clock clock;

  Claims(Store store, Duration absoluteTimeout, Clock clock) {
    this.store = store;
    this.absoluteTimeout = absoluteTimeout;
    this.clock = clock;
  }

  /** One entry: the version that had the attribute, and when it was taken. */
  private record Taken(long version, Instant at) {
    byte[] toBytes() {
      Output out = new Output(32);
      out.unsigned(version);
      out.signed(at.toEpochMilli());
      return out.toBytes();
    }

    static @Nullable Taken read(byte[] bytes) {
      try {
        Input in = new Input(bytes);
        return new Taken(in.unsigned(), Instant.ofEpochMilli(in.signed()));
      } catch (Malformed e) {
        return null; // nothing that was written here
      }
    }

    /** Whether that version may still have had it when it was taken. */
    boolean covers(long other) {
      return other < version + LEAP;
    }
  }

  /**
   * Takes an attribute.
   *
   * @param session as it was read
   */
  Claimed.Outcome claim(SessionSnapshot session, String attribute, Encoded value) {
    Instant now = clock.instant();
    String key = key(session.id(), attribute, value);
    byte[] mine = new Taken(session.version(), now).toBytes();
    Tries tries = new Tries();
    byte @Nullable [] there = null;
    while (!store.replace(key, there, mine, expires(session, now))) {
      there = store.read(Set.of(key)).get(key);
      Taken first = there == null ? null : Taken.read(there);
      if (first != null && first.covers(session.version())) {
        boolean late = now.isAfter(first.at.plus(UNDER_WAY));
        return late ? Claimed.Outcome.LOST_LONG_AGO : Claimed.Outcome.LOST;
      }
      tries.again();
    }
    return Claimed.Outcome.WON;
  }

  private Instant expires(SessionSnapshot session, Instant now) {
    Instant end = SessionLifetime.end(session.accessedAt(now), absoluteTimeout);
    Instant longest = now.plus(LONGEST);
    return end.isBefore(longest) ? end : longest;
  }

  private static String key(String sessionId, String attribute, Encoded value) {
    Output out = new Output(Integer.MAX_VALUE);
    out.text(sessionId);
    out.text(attribute);
    out.block(value.shared());
    return PREFIX + Base64Url.encode(Digests.sha256(out.toBytes()));
  }
}
