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
 * on it, and use it as a key. It stays the same where a login gives the session another id, also
 * where the container does that before any filter. Each new one looks at a few others, whether they
 * have ended. Thread-safe; nobody waits.
 */
final class ObservedSessions {
  private static final int LOOKS = 4;

  private final ObservePlan plan;
  private final Map<String, ObservedSession> byId = new ConcurrentHashMap<>();
  private final Map<Same, ObservedSession> bySession = new ConcurrentHashMap<>();
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private Iterator<ObservedSession> next = Collections.emptyIterator();

  /** The container's very object. */
  private record Same(HttpSession session) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Same that && that.session == session;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(session);
    }
  }

  ObservedSessions(ObservePlan plan) {
    this.plan = plan;
  }

  /** The one for a session of the container's. */
  ObservedSession of(HttpSession session) {
    String id = session.getId();
    ObservedSession known = byId.get(id);
    return known != null && known.session() == session ? known : found(id, session, known);
  }

  private ObservedSession found(String id, HttpSession session, @Nullable ObservedSession known) {
    sweep();
    // A server that hands out another object each time means the same session by it.
    Visits visits = known == null ? new Visits() : known.visits();
    ObservedSession one =
        bySession.computeIfAbsent(
            new Same(session), same -> new ObservedSession(session, plan, visits));
    if (known != null) {
      bySession.remove(new Same(known.session()));
    }
    forgetIds(one);
    one.visits().isCalled(id);
    byId.put(id, one);
    return one;
  }

  private void forgetIds(ObservedSession one) {
    one.visits().ids().forEach(id -> byId.remove(id, one));
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
      next = bySession.values().iterator();
    }
    if (next.hasNext()) {
      ObservedSession one = next.next();
      if (hasEnded(one.session())) {
        bySession.remove(new Same(one.session()));
        forgetIds(one);
      }
    }
  }

  /** Whether somebody has ended it, or it has expired. */
  static boolean hasEnded(HttpSession session) {
    try {
      session.getCreationTime();
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  int size() {
    return Math.max(byId.size(), bySession.size());
  }
}
