package org.jwtfilter.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jwtfilter.store.StoreException;

/**
 * Finds sessions in the store that have expired and whose clients do not come back, so that the
 * application hears of their end: of those that this node has served. However many nodes look, one
 * alone ends a session and tells. Thread-safe.
 */
public final class SessionReaper {
  private static final int BATCH = 100;

  private final SessionRecords records;
  private final Consumer<SessionSnapshot> expired;

  /**
   * A reaper.
   *
   * @param expired told once of each session, which has ended then for all nodes
   */
  public SessionReaper(SessionRecords records, Consumer<SessionSnapshot> expired) {
    this.records = records;
    this.expired = expired;
  }

  /**
   * Looks once at all that are due; one trip to the store for a hundred, and one for each session
   * that has ended.
   *
   * @throws StoreException if the store does not answer: what is left is looked at the next time
   */
  public void sweep() {
    Instant now = records.now();
    for (List<RecordKey> due = due(now); !due.isEmpty(); due = due(now)) {
      Map<String, byte[]> found = records.read(due);
      due.forEach(key -> look(key, SessionRecords.opened(key, found), now));
    }
  }

  private List<RecordKey> due(Instant now) {
    return records.watch().due(now, BATCH);
  }

  private void look(RecordKey key, Found found, Instant now) {
    records.watch().forget(key);
    if (!(found instanceof Held held) || held.content().isInbox()) {
      return;
    }
    SessionSnapshot session = held.content().session();
    if (!SessionLifetime.ended(session, records.absoluteTimeout(), now)) {
      records.watch().saw(held);
    } else if (records.close(held)) {
      expired.accept(session);
    }
  }
}
