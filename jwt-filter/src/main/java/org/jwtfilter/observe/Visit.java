package org.jwtfilter.observe;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.session.Examiner;

/** One request that uses a session. Keeps nothing beyond its end. Thread-safe. */
public final class Visit {
  private static final int MOST_LOOKS_AT_COMMIT = 4;

  private final SessionObserver observer;
  private final Visits all;
  private final boolean close;
  private final BooleanSupplier committed;

  /** What was used, and whether it was changed. */
  private final Map<Seen, Boolean> used = new ConcurrentHashMap<>();

  private final Map<String, Watched> watched = new ConcurrentHashMap<>();

  /** Requests under way whose responses had left when this one began: not at the same time. */
  private final Set<Visit> answeredBefore = ConcurrentHashMap.newKeySet();

  /** What requests used that have ended since this one's response left. */
  private final Set<Seen> usedByOthers = ConcurrentHashMap.newKeySet();

  private volatile Thread thread = Thread.currentThread();
  private volatile boolean news;
  private volatile boolean sessionEnded;
  private int looksAtCommit;

  /** A value that can be changed in place, and what it was like. */
  private static final class Watched {
    private final Seen seen;
    private final Object value;
    private final boolean set;
    private final long first;
    private volatile long atCommit;

    Watched(Seen seen, Object value, boolean set, long first) {
      this.seen = seen;
      this.value = value;
      this.set = set;
      this.first = first;
    }
  }

  /**
   * @param close whether to look closely
   * @param committed whether the response has left
   */
  Visit(SessionObserver observer, Visits all, boolean close, BooleanSupplier committed) {
    this.observer = observer;
    this.all = all;
    this.close = close;
    this.committed = committed;
    all.others(this).filter(one -> one.committed.getAsBoolean()).forEach(answeredBefore::add);
    all.begin(this);
  }

  /** The current thread works for this request. */
  public void here() {
    thread = Thread.currentThread();
  }

  boolean isHere() {
    return thread == Thread.currentThread();
  }

  /** Whether this request is looked at closely. */
  public boolean isClose() {
    return close;
  }

  /** An attribute was read, and this is what the application got. */
  public void read(String name, String sessionId, @Nullable Object value) {
    Seen seen = observer.seen(name, sessionId, all.ids());
    seen.count(Happening.READ);
    used.putIfAbsent(seen, false);
    if (value == null) {
      return;
    }
    noteIfUnknown(seen, value);
    if (close && !watched.containsKey(name)) {
      watched.put(name, new Watched(seen, value, false, observer.examiner().fingerprint(value)));
    }
  }

  /**
   * An attribute was set.
   *
   * @param before what was there
   */
  public void set(String name, String sessionId, @Nullable Object before, Object value) {
    Seen seen = observer.seen(name, sessionId, all.ids());
    seen.count(Happening.SET);
    noteIfUnknown(seen, value);
    boolean same = before == value || (Examiner.isImmutable(value) && value.equals(before));
    used.merge(seen, !same, Boolean::logicalOr);
    if (!same && committed.getAsBoolean()) {
      observer.note(seen, Happening.SET_AFTER_COMMIT);
    }
    if (close && before != value) {
      watched.put(name, new Watched(seen, value, true, 0));
    }
  }

  private void noteIfUnknown(Seen seen, Object value) {
    if (seen.isUnknown(value.getClass())) {
      news = true;
    }
  }

  /**
   * An attribute was removed.
   *
   * @param before what was there, perhaps nothing
   */
  public void removed(String name, String sessionId, @Nullable Object before) {
    Seen seen = observer.seen(name, sessionId, all.ids());
    seen.count(Happening.REMOVED);
    if (before == null) {
      return;
    }
    used.put(seen, true);
    watched.remove(name);
    if (committed.getAsBoolean()) {
      observer.note(seen, Happening.SET_AFTER_COMMIT);
    }
  }

  /** The application has ended the session in this request. */
  public void endsSession() {
    sessionEnded = true;
  }

  /** Whatever was ended, a login begins in this request. */
  public void beginsLogin() {
    sessionEnded = false;
  }

  /** Whether the application has ended the session, and begun no login since. */
  public boolean hasEndedSession() {
    return sessionEnded;
  }

  /** The response may leave now. */
  void committing() {
    if (close && looksAtCommit++ < MOST_LOOKS_AT_COMMIT) {
      usedByOthers.clear();
      watched.values().forEach(one -> one.atCommit = print(one));
    }
  }

  private long print(Watched one) {
    return observer.examiner().fingerprint(one.value);
  }

  /** The request has ended. */
  void end(SessionView session) {
    boolean late = committed.getAsBoolean();
    try {
      watched.forEach((name, one) -> compare(name, one, session, late));
    } finally {
      watched.clear();
      all.end(this);
      answeredBefore.clear();
    }
    if (close || (news && observer.hasRoom())) {
      observer.look(session, all.ids());
    }
  }

  private void compare(String name, Watched one, SessionView session, boolean late) {
    if (session.get(name) != one.value) {
      return;
    }
    long now = print(one);
    if (differ(one.first, now) && !one.set) {
      used.put(one.seen, true);
      observer.note(one.seen, Happening.CHANGED_IN_PLACE);
    }
    if (late && differ(one.atCommit, now) && !isUsedByOthers(one.seen)) {
      observer.note(one.seen, Happening.CHANGED_AFTER_COMMIT);
    }
  }

  /**
   * Whether another request may have made the change: a client that has its answer may send the
   * next request before this one has ended.
   */
  private boolean isUsedByOthers(Seen seen) {
    return usedByOthers.contains(seen) || all.others(this).anyMatch(one -> one.uses(seen));
  }

  private boolean uses(Seen seen) {
    return used.containsKey(seen);
  }

  /** Where one of them is zero nothing is known. */
  private static boolean differ(long before, long now) {
    return before != 0 && now != 0 && before != now;
  }

  /** Another request of the session is under way as this one ends. */
  void meets(Visit other) {
    other.usedByOthers.addAll(used.keySet());
    if (other.answeredBefore.remove(this) || answeredBefore.contains(other)) {
      return;
    }
    boolean bothChange = used.containsValue(true) && other.used.containsValue(true);
    used.forEach(
        (seen, changed) -> {
          if (other.uses(seen)) {
            observer.note(seen, Happening.PARALLEL_USE);
          }
          if (bothChange && changed) {
            observer.note(seen, Happening.PARALLEL_CHANGE);
          }
        });
    if (bothChange) {
      other.used.forEach(
          (seen, changed) -> {
            if (changed && !Boolean.TRUE.equals(used.get(seen))) {
              observer.note(seen, Happening.PARALLEL_CHANGE);
            }
          });
    }
  }
}
