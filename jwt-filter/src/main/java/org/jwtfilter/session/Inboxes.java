package org.jwtfilter.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.store.StoreException;

/** The inboxes of sessions: reserved, looked into, filled and closed. Thread-safe. */
final class Inboxes {
  /** For so long after a response has left, its request is expected to go on. */
  private static final Duration RESERVED = Duration.ofSeconds(5);

  private final InboxCookie cookie;
  private final SessionRecords records;

  Inboxes(InboxCookie cookie, SessionRecords records) {
    this.cookie = cookie;
    this.records = records;
  }

  /** The inbox that the client names for a session; null where it names none. */
  @Nullable Inbox read(List<String> values, String sessionId) {
    return cookie.read(values, sessionId);
  }

  /** The cookie that names it. */
  CookieValue write(String name, Inbox inbox) {
    return cookie.write(name, inbox);
  }

  /** While the store is down, sessions in cookies go on; what is in their inboxes waits. */
  @Nullable Inbox looked(@Nullable Inbox inbox) {
    if (inbox == null) {
      return null;
    }
    try {
      return looked(inbox, records.find(inbox.key()));
    } catch (StoreException e) {
      return inbox;
    }
  }

  /** What this request knows of an inbox that it has looked into; null where it was closed. */
  static @Nullable Inbox looked(Inbox inbox, Found found) {
    if (found instanceof Held held) {
      return inbox.found(held);
    }
    return found == Found.Missing.ABSENT ? inbox : null;
  }

  /** An inbox for the changes of a request that goes on; the one that there is, if any. */
  Inbox reserved(@Nullable Inbox inbox, String sessionId) {
    Instant now = records.now();
    Instant openUntil = now.plus(RESERVED);
    if (inbox == null) {
      return Inbox.reserved(sessionId, RecordKey.random(), openUntil);
    }
    return inbox.open(now) ? inbox : inbox.openUntil(openUntil);
  }

  /** An inbox that nobody will put anything into any more is closed; null then. */
  @Nullable Inbox kept(@Nullable Inbox inbox) {
    if (inbox == null || inbox.provisional()) {
      return null;
    }
    if (inbox.open(records.now()) || !inbox.unseen().isEmpty()) {
      return inbox;
    }
    try {
      Held found = inbox.found();
      boolean closed = found == null ? records.closeEmpty(inbox.key()) : records.close(found);
      return closed ? null : inbox;
    } catch (StoreException e) {
      return inbox;
    }
  }

  /** Puts changes into an inbox; empty if it was closed. */
  Optional<Inbox> put(Delta delta, Inbox inbox, SessionSnapshot session) throws SessionTooLarge {
    Tries tries = new Tries();
    Held known = inbox.found();
    while (true) {
      Optional<Held> next =
          known == null
              ? records.create(inbox.key(), StoreRecord.late(delta), records.ending(session))
              : records.replace(known, known.content().with(delta), records.ending(session));
      if (next.isPresent()) {
        return next.map(inbox::found);
      }
      tries.again();
      if (!(records.find(inbox.key()) instanceof Held found)) {
        return Optional.empty();
      }
      known = found;
    }
  }
}
