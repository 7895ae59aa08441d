package org.jwtfilter.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session during one request: attributes decoded on first use, and what became of them. It may be
 * asked after its request, and by several threads: every method is synchronized on the instance.
 */
public final class SessionState {
  private final SessionContext context;
  private final boolean isNew;
  private final Instant previousAccess;
  private final Instant thisAccess;
  private final Map<String, Use> uses = new LinkedHashMap<>();
  private final Set<String> told = new HashSet<>();

  private SessionSnapshot stored;
  private boolean unwritten;
  private String id;
  private int maxInactiveSeconds;
  private Optional<String> owner;
  private boolean valid = true;
  private List<UnstorableException> unstorable = List.of();

  /** What this request did with an attribute; without one it is as it was stored. */
  private sealed interface Use {
    /** Handed to the application, or got from it: it may have changed since. */
    record Value(Object value) implements Use {}

    enum Gone implements Use {
      REMOVED,
      UNREADABLE
    }
  }

  private SessionState(
      SessionContext context, SessionSnapshot stored, boolean isNew, Instant thisAccess) {
    this.context = context;
    this.stored = stored;
    this.isNew = isNew;
    this.unwritten = isNew;
    this.previousAccess = stored.lastAccessedAt();
    this.thisAccess = thisAccess;
    this.id = stored.id();
    this.maxInactiveSeconds = stored.maxInactiveSeconds();
    this.owner = stored.owner();
  }

  /** A new session with a random id. */
  public static SessionState fresh(SessionContext context, Optional<String> owner) {
    Instant now = now(context);
    SessionSnapshot empty =
        new SessionSnapshot(
            SessionId.random(), now, now, context.defaultMaxInactiveSeconds(), 0, owner, Map.of());
    return new SessionState(context, empty, true, now);
  }

  /** The session of a snapshot, accessed now. */
  public static SessionState of(SessionContext context, SessionSnapshot snapshot) {
    return new SessionState(context, snapshot, false, now(context));
  }

  private static Instant now(SessionContext context) {
    return Instant.ofEpochMilli(context.clock().millis());
  }

  /** The session's id. */
  public synchronized String id() {
    return id;
  }

  /** Whether this request created it. */
  public boolean isNew() {
    return isNew;
  }

  /** When the session was created. */
  public synchronized Instant createdAt() {
    return stored.createdAt();
  }

  /** The access before this one; of a new session its creation. */
  public Instant lastAccessedAt() {
    return previousAccess;
  }

  /** The longest pause between two requests, in seconds; 0 or less: no limit. */
  public synchronized int maxInactiveSeconds() {
    return maxInactiveSeconds;
  }

  /** Sets the longest pause between two requests, in seconds; 0 or less: no limit. */
  public synchronized void maxInactiveSeconds(int seconds) {
    maxInactiveSeconds = seconds;
  }

  /** The value of an attribute; null if there is none, or none that can be read here. */
  public synchronized @Nullable Object get(String name) {
    Use use = uses.get(name);
    if (use != null) {
      return use instanceof Use.Value known ? completed(known.value) : null;
    }
    Encoded encoded = stored.attributes().get(name);
    if (encoded == null) {
      return null;
    }
    Object known = encoded.decoded();
    Object value = known != null ? known : decode(name, encoded);
    if (value != null && PlainType.immutable(value)) {
      told.add(name);
    }
    return value;
  }

  private @Nullable Object decode(String name, Encoded encoded) {
    try {
      Object value = context.codec().decode(name, encoded);
      if (PlainType.immutable(value)) {
        encoded.remember(value);
      } else {
        uses.put(name, new Use.Value(value));
        context.events().activated(this, name, value);
      }
      return completed(value);
    } catch (UndecodableException e) {
      uses.put(name, Use.Gone.UNREADABLE);
      if (context.codec().isNews(e)) {
        context.events().undecodable(e);
      }
      return null;
    }
  }

  private Object completed(Object value) {
    if (RequestContexts.has(value)) {
      RequestContexts.complete(value, values());
    }
    return value;
  }

  private List<Object> values() {
    List<Object> values = new ArrayList<>();
    for (Use use : uses.values()) {
      if (use instanceof Use.Value known) {
        values.add(known.value);
      }
    }
    return values;
  }

  /** Sets an attribute and returns what it replaces. */
  public synchronized @Nullable Object put(String name, Object value) {
    Object before = get(name);
    uses.put(name, new Use.Value(value));
    told.remove(name);
    return before;
  }

  /** Removes an attribute and returns what it was. */
  public synchronized @Nullable Object remove(String name) {
    Object before = get(name);
    if (stored.attributes().containsKey(name)) {
      uses.put(name, Use.Gone.REMOVED);
    } else {
      uses.remove(name);
    }
    told.remove(name);
    return before;
  }

  /**
   * What is stored of a plain attribute, such as a text or a number, that the application was told
   * of in this request, and has neither set nor removed in it: it may have decided something by it.
   */
  public synchronized Optional<Encoded> told(String name) {
    return told.contains(name)
        ? Optional.ofNullable(stored.attributes().get(name))
        : Optional.empty();
  }

  /** Tells that an attribute that was removed here is not stored any more. */
  public synchronized void taken(String name) {
    stored = stored.without(name);
    uses.remove(name);
  }

  /** A copy of the attributes' names, in the order of their setting. */
  public synchronized Set<String> names() {
    Set<String> names = new LinkedHashSet<>(stored.attributes().keySet());
    uses.forEach(
        (name, use) -> {
          if (use instanceof Use.Value) {
            names.add(name);
          } else {
            names.remove(name);
          }
        });
    return names;
  }

  /** Gives the session a new random id, keeps the rest, and returns the new id. */
  public synchronized String changeId() {
    id = SessionId.random();
    return id;
  }

  /** The login that the session belongs to; empty for a visitor. */
  public synchronized Optional<String> owner() {
    return owner;
  }

  /** Ties the session to a login, or frees it. */
  public synchronized void owner(Optional<String> owner) {
    this.owner = owner;
  }

  /** Ends the session: nothing of it is written any more. Its attributes can still be asked for. */
  public synchronized void invalidate() {
    valid = false;
  }

  /** Whether it was not invalidated. */
  public synchronized boolean valid() {
    return valid;
  }

  /** Whether it was unused for too long at {@code now}, or has reached its absolute end. */
  public synchronized boolean expired(Instant now) {
    return SessionLifetime.idle(thisAccess, maxInactiveSeconds, now)
        || SessionLifetime.over(stored.createdAt(), context.absoluteTimeout(), now);
  }

  /** Whether anything must be written. Encodes what was decoded or set: ask once per commit. */
  public boolean changed() {
    return changes().isPresent();
  }

  /**
   * The session as it is now if anything of it must be written; empty too once it is invalid. What
   * was handed out is compared, in its encoded form, with what was stored.
   */
  public synchronized Optional<SessionSnapshot> changes() {
    if (!valid) {
      return Optional.empty();
    }
    Pass pass = encodeAll();
    return pass.changed || isHeadChanged() ? Optional.of(snapshot(pass)) : Optional.empty();
  }

  /** The session as it is now, one version on, without what {@link #unstorable()} then lists. */
  public synchronized SessionSnapshot snapshot() {
    return snapshot(encodeAll());
  }

  private SessionSnapshot snapshot(Pass pass) {
    return new SessionSnapshot(
        id,
        stored.createdAt(),
        thisAccess,
        maxInactiveSeconds,
        stored.version() + 1,
        owner,
        pass.attributes);
  }

  private boolean isHeadChanged() {
    return unwritten
        || !id.equals(stored.id())
        || maxInactiveSeconds != stored.maxInactiveSeconds()
        || !owner.equals(stored.owner());
  }

  /** Tells that {@code snapshot} was written: changes are measured against it from now on. */
  public synchronized void written(SessionSnapshot snapshot) {
    stored = snapshot;
    unwritten = false;
    uses.values().removeIf(use -> use == Use.Gone.REMOVED);
  }

  /** What the latest {@link #snapshot()}, {@link #changes()} or {@link #changed()} left out. */
  public synchronized List<UnstorableException> unstorable() {
    return unstorable;
  }

  /** All attributes in encoded form, and whether that differs from what is stored. */
  private record Pass(Map<String, Encoded> attributes, boolean changed) {}

  private Pass encodeAll() {
    passivate();
    unstorable = new ArrayList<>();
    Map<String, Encoded> encoded = new LinkedHashMap<>(stored.attributes());
    boolean changed = false;
    for (Map.Entry<String, Use> use : List.copyOf(uses.entrySet())) {
      changed |= apply(use.getKey(), use.getValue(), encoded);
    }
    unstorable = List.copyOf(unstorable);
    return new Pass(encoded, changed);
  }

  /** Tells every value that may care; over a copy, since what is told may set attributes. */
  private void passivate() {
    for (Map.Entry<String, Use> use : List.copyOf(uses.entrySet())) {
      if (use.getValue() instanceof Use.Value known && !PlainType.immutable(known.value)) {
        context.events().passivating(this, use.getKey(), known.value);
      }
    }
  }

  /** Brings one attribute up to date; true if it is not what was stored. */
  private boolean apply(String name, Use use, Map<String, Encoded> encoded) {
    Encoded before = encoded.get(name);
    if (!(use instanceof Use.Value now)) {
      // What this node cannot read stays: during a roll-out another one can.
      return use == Use.Gone.REMOVED && encoded.remove(name) != null;
    }
    try {
      Draft draft = context.codec().draft(name, now.value, lost -> lost(name, lost));
      if (before != null && context.codec().isSame(name, before, draft, now.value)) {
        return false;
      }
      encoded.put(name, context.codec().finish(name, now.value, draft));
      return true;
    } catch (UnstorableException e) {
      unstorable.add(e);
      return encoded.remove(name) != null;
    }
  }

  private void lost(String name, LostField lost) {
    context.events().transientLost(name, lost.className(), lost.field());
  }

  /** Neither id nor values. */
  @Override
  public synchronized String toString() {
    return "session(" + (valid ? "valid" : "invalid") + (isNew ? ", new, " : ", ") + names() + ")";
  }
}
