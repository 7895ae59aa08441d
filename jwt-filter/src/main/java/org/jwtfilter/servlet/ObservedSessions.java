package org.jwtfilter.servlet;

import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.observe.Visits;

/**
 * One observed session for each of the container's, as long as that lives: applications synchronize
 * on it, and use it as a key. Each new one looks at a few others, whether they have ended.
 * Thread-safe; nobody waits.
 */
final class ObservedSessions {
  private static final int LOOKS = 4;

  private final ObservePlan plan;
  private final Map<String, ObservedSession> sessions = new ConcurrentHashMap<>();
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private Iterator<Map.Entry<String, ObservedSession>> next = Collections.emptyIterator();

  ObservedSessions(ObservePlan plan) {
    this.plan = plan;
  }

  /** The one for a session of the container's. */
  ObservedSession of(HttpSession session) {
    String id = session.getId();
    ObservedSession known = sessions.get(id);
    return known != null && known.session() == session ? known : made(id, session);
  }

  private ObservedSession made(String id, HttpSession session) {
    sweep();
    return sessions.compute(
        id,
        (name, known) ->
            known != null && known.session() == session ? known : made(session, known));
  }

  /** A server that hands out another object each time means the same session by it. */
  private ObservedSession made(HttpSession session, @Nullable ObservedSession known) {
    return new ObservedSession(session, plan, known == null ? new Visits() : known.visits());
  }

  /** The session may have another id by now. */
  void renamed(ObservedSession session) {
    sessions.put(session.session().getId(), session);
  }

  private void sweep() {
    if (sweeping.compareAndSet(false, true)) {
      try {
        for (int looks = 0; looks < LOOKS; looks++) {
          look();
        }
      } finally {
        sweeping.set(false);
      }
    }
  }

  private void look() {
    if (!next.hasNext()) {
      next = sessions.entrySet().iterator();
    }
    if (next.hasNext()) {
      Map.Entry<String, ObservedSession> one = next.next();
      if (ended(one.getKey(), one.getValue().session())) {
        sessions.remove(one.getKey(), one.getValue());
      }
    }
  }

  private static boolean ended(String id, HttpSession session) {
    try {
      session.getCreationTime();
      return !id.equals(session.getId());
    } catch (IllegalStateException e) {
      return true;
    }
  }

  int size() {
    return sessions.size();
  }
}
