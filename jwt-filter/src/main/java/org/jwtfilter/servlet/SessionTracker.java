package org.jwtfilter.servlet;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.session.CookieValue;
import org.jwtfilter.session.Encoded;
import org.jwtfilter.session.Presented;
import org.jwtfilter.session.SessionRepository;
import org.jwtfilter.session.SessionSnapshot;
import org.jwtfilter.session.SessionState;
import org.jwtfilter.session.SessionTooLarge;

/**
 * The session of one request: read when first asked for, written before the response leaves.
 * Confined to its request; the sessions that it hands out may outlive it.
 */
final class SessionTracker {
  private final SessionPlan plan;
  private final ServletExchange exchange;
  private final SessionRepository repository;
  private final Set<String> ended = new LinkedHashSet<>();
  private final Set<String> replaced = new LinkedHashSet<>();
  private final Set<String> cookies = new LinkedHashSet<>();
  private Optional<String> owner;
  private @Nullable Presented presented;
  private @Nullable JwtSession current;
  private @Nullable SessionSnapshot baseline;
  private boolean dropped;
  private boolean written;
  private boolean loginEnded;

  SessionTracker(SessionPlan plan, ServletExchange exchange, Optional<String> owner) {
    this.plan = plan;
    this.exchange = exchange;
    this.owner = owner;
    this.repository = plan.repository(exchange.secure());
  }

  /** The session; null where there is none and none is to be made. */
  @Nullable JwtSession session(boolean create) {
    presented();
    if (current != null && !current.state().valid()) {
      current = null;
    }
    if (current == null && create) {
      create();
    }
    return current;
  }

  private void create() {
    if (exchange.response().isCommitted()) {
      throw new IllegalStateException(
          "a session cannot begin after the response was committed: call getSession() before the"
              + " page is written");
    }
    JwtSession session = facade(SessionState.fresh(plan.context(), owner));
    current = session;
    plan.listeners().created(session);
  }

  private JwtSession facade(SessionState state) {
    return new JwtSession(state, plan, () -> invalidated(state));
  }

  /** What the client brought along, read once. */
  private Presented presented() {
    if (presented == null) {
      presented = repository.read(exchange::cookies, owner);
      take(presented);
    }
    return presented;
  }

  private void take(Presented found) {
    if (found instanceof Presented.Live live) {
      if (ended(live.snapshot())) {
        dropped = true;
      } else {
        resume(live.snapshot());
      }
    } else if (found instanceof Presented.Expired expired) {
      dropped = true;
      facade(SessionState.of(plan.context(), expired.snapshot())).destroy();
    } else if (found instanceof Presented.Unreadable unreadable) {
      dropped = true;
      plan.note("a session cookie is not used: " + unreadable.why());
    }
  }

  private boolean ended(SessionSnapshot snapshot) {
    return plan.runtime().marks().ended(exchange, snapshot.id());
  }

  private void resume(SessionSnapshot snapshot) {
    baseline = snapshot;
    JwtSession session = facade(SessionState.of(plan.context(), snapshot));
    current = session;
    if (owner.isPresent() && snapshot.owner().isEmpty()) {
      tie(session);
    }
  }

  /**
   * Gives the session to the login: a new id, the same attributes. The visitor's has ended then, so
   * that a late response does not bring it back when the login is over.
   */
  private void tie(JwtSession session) {
    String before = session.getId();
    replaced.add(before);
    session.state().owner(owner);
    session.state().changeId();
    plan.listeners().idChanged(session, before);
  }

  /** The id that the client presented; null where it presented no session of ours. */
  @Nullable String requestedId() {
    Presented found = presented();
    if (found instanceof Presented.Live live) {
      return live.snapshot().id();
    }
    return found instanceof Presented.Expired expired ? expired.snapshot().id() : null;
  }

  /** Whether the presented id stands for a session that goes on. */
  boolean requestedIdValid() {
    return presented() instanceof Presented.Live && !dropped && session(false) != null;
  }

  String changeId() {
    JwtSession session = session(false);
    if (session == null) {
      throw new IllegalStateException("there is no session whose id could be changed");
    }
    String before = session.getId();
    session.state().changeId();
    plan.listeners().idChanged(session, before);
    return session.getId();
  }

  /**
   * A login began in this request.
   *
   * @param same whether it is the caller of the session so far, who keeps it
   */
  void loggedIn(String grant, boolean same) {
    JwtSession session = session(false);
    if (session != null && session.state().owner().isPresent() && !same) {
      session.destroy();
      ended.add(session.getId());
      session = null;
      current = null;
      dropped = true;
    }
    owner = Optional.of(grant);
    loginEnded = false;
    if (session != null) {
      tie(session);
    }
  }

  /** The login ended; the session goes on as a visitor's, as it does in a container. */
  void loggedOut() {
    JwtSession session = session(false);
    owner = Optional.empty();
    if (session != null) {
      session.state().owner(Optional.empty());
      changeId();
    }
  }

  private void invalidated(SessionState state) {
    dropped = true;
    ended.add(state.id());
    if (owner.isPresent() && state.owner().equals(owner)) {
      loginEnded = true;
      owner = Optional.empty();
    }
    if (current != null && current.state() == state) {
      current = null;
    }
  }

  /** Whether the application has ended the session of this request's login, and so the login. */
  boolean loginEnded() {
    return loginEnded;
  }

  /** Whether the application has used its session since this was asked last. */
  boolean used() {
    return current != null && current.usedSinceAsked();
  }

  /**
   * Brings the client's cookies up to date; may be called any number of times until the response is
   * committed.
   *
   * @throws SessionTooLarge if the session does not fit; the client keeps what it had
   */
  void save() throws SessionTooLarge {
    try {
      end(ended);
      saveSession();
    } finally {
      exchange.ensureCookies();
    }
  }

  private void end(Set<String> ids) {
    if (!ids.isEmpty()) {
      plan.runtime().marks().end(exchange, ids);
      ids.clear();
    }
  }

  private void saveSession() throws SessionTooLarge {
    JwtSession session = session(false);
    if (session != null) {
      write(session.state());
    } else if (dropped) {
      set(repository.clear(presented()));
    } else {
      touch();
    }
  }

  private void write(SessionState state) throws SessionTooLarge {
    Optional<SessionSnapshot> changes = state.changes();
    state.unstorable().forEach(plan::unstorable);
    if (changes.isPresent()) {
      List<CookieValue> values =
          repository.write(changes.get(), presented(), exchange.cookieBytes(plan::holdsSession));
      state.written(changes.get());
      baseline = changes.get();
      written = true;
      set(values);
      end(replaced); // only now: what does not fit leaves the old session to the client
    } else if (!written) {
      touch();
    }
  }

  /** Tells the client's cookies of this access, unless the path is one that does not count. */
  private void touch() {
    if (presented() instanceof Presented.Live live
        && live.needsTouch()
        && !plan.ignores(exchange.path())) {
      set(repository.touch(live));
    }
  }

  /** Sets cookies; those that an earlier save of this request has set and this one has not go. */
  private void set(List<CookieValue> values) {
    List<String> names = values.stream().map(CookieValue::name).toList();
    cookies.removeAll(names);
    cookies.forEach(name -> set(name, Optional.empty()));
    values.forEach(one -> set(one.name(), one.value()));
    cookies.addAll(names);
  }

  private void set(String name, Optional<String> value) {
    exchange.setCookie(plan.runtime().cookies().named(name, value, exchange.secure()));
  }

  /** Takes back what earlier saves of this request have set: the client keeps what it had. */
  void takeBack() {
    exchange.unset(cookies);
    cookies.clear();
  }

  /** What a request changed after its response had left is lost, and somebody must hear of it. */
  void reportLateChanges() {
    JwtSession session = current;
    if (session == null || !session.state().valid()) {
      return;
    }
    session.state().changes().ifPresent(late -> plan.lateChange(changed(late), exchange.path()));
  }

  private Set<String> changed(SessionSnapshot late) {
    Map<String, Encoded> before = baseline == null ? Map.of() : baseline.attributes();
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(late.attributes().keySet());
    names.removeIf(name -> Objects.equals(before.get(name), late.attributes().get(name)));
    return names;
  }
}
