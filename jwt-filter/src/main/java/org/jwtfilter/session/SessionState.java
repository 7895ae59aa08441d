package org.jwtfilter.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session during one request: attributes decoded on first use, and what became of them. It may be
 * asked after its request, and by several threads: every method is synchronized on the instance.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is filled in
public final class SessionState {
  private final SessionContext context;

  private SessionState(SessionContext context) {
    this.context = context;
  }

  /** A new session with a random id. */
  public static SessionState fresh(SessionContext context, Optional<String> owner) {
    return new SessionState(context);
  }

  /** The session of a snapshot, accessed now. */
  public static SessionState of(SessionContext context, SessionSnapshot snapshot) {
    return new SessionState(context);
  }

  public String id() {
    throw new UnsupportedOperationException("" + context);
  }

  /** Whether this request created it. */
  public boolean isNew() {
    throw new UnsupportedOperationException();
  }

  public Instant createdAt() {
    throw new UnsupportedOperationException();
  }

  /** The access before this one; of a new session its creation. */
  public Instant lastAccessedAt() {
    throw new UnsupportedOperationException();
  }

  /** The longest pause between two requests, in seconds; 0 or less: no limit. */
  public int maxInactiveSeconds() {
    throw new UnsupportedOperationException();
  }

  public void maxInactiveSeconds(int seconds) {
    throw new UnsupportedOperationException();
  }

  /** The value of an attribute; null if there is none, or none that can be read here. */
  public @Nullable Object get(String name) {
    throw new UnsupportedOperationException();
  }

  /** Sets an attribute and returns what it replaces. */
  public @Nullable Object put(String name, Object value) {
    throw new UnsupportedOperationException();
  }

  /** Removes an attribute and returns what it was. */
  public @Nullable Object remove(String name) {
    throw new UnsupportedOperationException();
  }

  /** A copy of the attributes' names, in the order of their setting. */
  public Set<String> names() {
    throw new UnsupportedOperationException();
  }

  /** Gives the session a new random id, keeps the rest, and returns the new id. */
  public String changeId() {
    throw new UnsupportedOperationException();
  }

  public Optional<String> owner() {
    throw new UnsupportedOperationException();
  }

  /** Ties the session to a login, or frees it. */
  public void owner(Optional<String> owner) {
    throw new UnsupportedOperationException();
  }

  /** Ends the session: nothing of it is to be written any more. */
  public void invalidate() {
    throw new UnsupportedOperationException();
  }

  /** Whether it was not invalidated. */
  public boolean valid() {
    throw new UnsupportedOperationException();
  }

  /** Whether it was unused for too long at {@code now}, or has reached its absolute end. */
  public boolean expired(Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Whether anything must be written. Encodes what was decoded or set: ask once per commit. */
  public boolean changed() {
    return changes().isPresent();
  }

  /** {@link #snapshot()} if anything must be written, for the price of one of the two. */
  public Optional<SessionSnapshot> changes() {
    throw new UnsupportedOperationException();
  }

  /** The session as it is now, one version on, without what {@link #unstorable()} then lists. */
  public SessionSnapshot snapshot() {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells that {@code snapshot} was written: from now on it is what changes are measured against.
   */
  public void written(SessionSnapshot snapshot) {
    throw new UnsupportedOperationException();
  }

  /** What the latest {@link #snapshot()}, {@link #changes()} or {@link #changed()} left out. */
  public List<UnstorableException> unstorable() {
    throw new UnsupportedOperationException();
  }
}
