package org.jwtfilter.servlet;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.session.Claimed;
import org.jwtfilter.session.CookieValue;
import org.jwtfilter.session.Encoded;
import org.jwtfilter.session.Presented;
import org.jwtfilter.session.SessionRepository;
import org.jwtfilter.session.SessionSnapshot;
import org.jwtfilter.session.SessionState;
import org.jwtfilter.session.SessionTooLarge;
import org.jwtfilter.session.UnstorableException;
import org.jwtfilter.session.Written;
import org.jwtfilter.store.StoreException;

/**
 * The session of one request: read when first asked for, written before the response leaves.
 * Confined to its request; the sessions that it hands out may outlive it.
 */
final class SessionTracker implements SessionUser {
  /** A session as it was, and as it was written. */
  private record Save(Presented before, SessionSnapshot after) {}

  private final SessionPlan plan;
  private final ServletExchange exchange;
  private final SessionRepository repository;
  private final Set<String> ended = new LinkedHashSet<>();
  private final Set<String> replaced = new LinkedHashSet<>();
  private final Set<String> cookies = new LinkedHashSet<>();
  private final Set<String> reserved = new LinkedHashSet<>();

  /** What was saved before the response left. */
  private final List<Save> saves = new ArrayList<>();

  private Optional<String> owner;
  private @Nullable Presented presented;
  private @Nullable Presented now;
  private @Nullable JwtSession current;
  private boolean dropped;
  private boolean written;
  private boolean loginEnded;
  private boolean unsafe;
  private boolean over;
  private @Nullable Unsaved refused;

  SessionTracker(SessionPlan plan, ServletExchange exchange, Optional<String> owner) {
    this.plan = plan;
    this.exchange = exchange;
    this.owner = owner;
    this.repository = plan.repository(exchange.secure());
    this.unsafe = !exchange.safe();
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
    return new JwtSession(state, plan, this);
  }

  @Override
  public boolean end(SessionState state) {
    return !(now() instanceof Presented.Live live && isCurrent(state)) || repository.end(live);
  }

  private boolean isCurrent(SessionState state) {
    return current != null && current.state() == state;
  }

  /** What the client brought along, read once. */
  private Presented presented() {
    if (presented == null) {
      Presented found = repository.read(this::values, owner);
      presented = found;
      now = found;
      take(found);
    }
    return presented;
  }

  private List<String> values(String cookieName) {
    return plan.runtime().cookies().namedValues(exchange, cookieName);
  }

  /** What is there now: what was presented, or what this request has made of it. */
  private Presented now() {
    presented();
    return Objects.requireNonNull(now);
  }

  /** The session has ended or is not ours to use: another one may begin in its place. */
  private void drop() {
    dropped = true;
    now = new Presented.None(now().cookies());
  }

  private void take(Presented found) {
    if (found instanceof Presented.Live live) {
      if (ended(live.snapshot())) {
        drop();
      } else {
        resume(live.snapshot());
      }
    } else if (found instanceof Presented.Expired expired) {
      drop();
      facade(SessionState.of(plan.context(), expired.snapshot())).destroy();
    } else if (found instanceof Presented.Unreadable unreadable) {
      drop();
      plan.note("a session cookie is not used: " + unreadable.why());
    }
  }

  private boolean ended(SessionSnapshot snapshot) {
    return plan.runtime().marks().ended(exchange, snapshot.id());
  }

  private void resume(SessionSnapshot snapshot) {
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
      session.end();
      session = null;
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

  @Override
  public void ended(SessionState state) {
    if (isCurrent(state)) {
      if (marked()) {
        ended.add(state.id());
      }
      drop();
      current = null;
    }
    if (owner.isPresent() && state.owner().equals(owner)) {
      loginEnded = true;
      owner = Optional.empty();
    }
  }

  /** Whether late answers could bring back what ends now: not from the store. */
  private boolean marked() {
    return plan.marksEnds() || !(now() instanceof Presented.Live live && live.inStore());
  }

  /** The request is a form that was posted before the login, whatever the client has sent now. */
  void resumed() {
    unsafe = true;
  }

  /** The request is over, though the application may have kept its session. */
  void over() {
    over = true;
  }

  /** What is to be said in place of the application's answer; empty while nothing is. */
  Optional<Unsaved> refused() {
    return Optional.ofNullable(refused);
  }

  /**
   * {@inheritDoc} What a request has asked for and then removes, before an answer, may be what it
   * goes on by, like the token of a form: of all requests that do so one alone may go on. Flash
   * messages go by safe methods, and to whoever comes.
   */
  @Override
  public @Nullable Object remove(SessionState state, String attribute) {
    synchronized (state) { // two threads of this request are one
      boolean gone = claims(state) && claimed(state, attribute);
      Object before = state.remove(attribute);
      if (gone) {
        state.taken(attribute);
      }
      return before;
    }
  }

  private boolean claims(SessionState state) {
    return unsafe
        && !over
        && refused == null
        && plan.takesOnce()
        && isCurrent(state)
        && !exchange.response().isCommitted();
  }

  /** Takes it where there is something to take; true if it is not stored any more then. */
  private boolean claimed(SessionState state, String attribute) {
    Optional<Encoded> told = state.told(attribute);
    if (told.isEmpty() || !(now instanceof Presented.Live live)) {
      return false;
    }
    try {
      Claimed claimed = repository.claim(attribute, told.get(), live);
      if (claimed.outcome() != Claimed.Outcome.WON) {
        lost(attribute, claimed);
      }
      now = claimed.now();
      return !claimed.now().snapshot().attributes().containsKey(attribute);
    } catch (StoreException e) {
      plan.unsaved(e, exchange.path());
      takeBack();
      refused = Unsaved.STORE_DOWN;
      throw NotTaken.unknown(attribute, e);
    }
  }

  private void lost(String attribute, Claimed claimed) {
    plan.notTaken(attribute, exchange.path());
    takeBack();
    refused = Unsaved.TAKEN;
    if (claimed.outcome() == Claimed.Outcome.LOST_LONG_AGO) {
      forget(attribute, claimed.now());
    }
    throw NotTaken.byAnother(attribute);
  }

  /** The client has never heard that it is gone: it would be refused for ever. */
  private void forget(String attribute, Presented.Live live) {
    try {
      SessionSnapshot without = live.snapshot().without(attribute);
      set(repository.write(without, live, exchange.cookieBytes(plan::holdsSession)).cookies());
    } catch (SessionTooLarge e) {
      plan.overflow(e, exchange.path());
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
   * Brings store and client up to date; may be called any number of times until the response is
   * committed.
   *
   * @param goesOn whether the request goes on after its response has left
   * @throws SessionTooLarge if the session does not fit; the client keeps what it had
   * @throws StoreException if the store does not answer; the client keeps what it had
   */
  void save(boolean goesOn) throws SessionTooLarge {
    try {
      end(ended);
      if (presented != null || !glanced()) {
        saveSession(goesOn);
      }
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

  /**
   * A request that has not asked for its session should not make anybody wait for the store: it is
   * done where what the client brought along says enough.
   */
  private boolean glanced() {
    Presented seen = repository.glance(this::values, owner).orElse(null);
    if (seen instanceof Presented.Live live
        && live.snapshot().owner().equals(owner)
        && !ended(live.snapshot())) {
      if (live.needsTouch() && !plan.ignores(exchange.path())) {
        set(repository.touch(live).cookies());
      }
      return true;
    }
    return seen instanceof Presented.None || unreachable();
  }

  /**
   * Whether the store does not answer, which is no trouble of a request that asks nothing of it.
   */
  private boolean unreachable() {
    try {
      presented();
      return false;
    } catch (StoreException e) {
      plan.note("the store did not tell of a session that nobody asked for: " + e.getMessage());
      return true;
    }
  }

  private void saveSession(boolean goesOn) throws SessionTooLarge {
    JwtSession session = session(false);
    if (session != null) {
      write(session.state());
      reserve(goesOn);
    } else if (dropped) {
      set(repository.clear(now()));
    }
  }

  private void write(SessionState state) throws SessionTooLarge {
    Optional<SessionSnapshot> changes = changes(state);
    report(state.unstorable());
    if (changes.isPresent()) {
      boolean marked = marked();
      Presented before = now();
      Written result =
          repository.write(changes.get(), now(), exchange.cookieBytes(plan::holdsSession));
      now = result.now();
      written = true;
      set(result.cookies());
      if (goneMeanwhile(state)) {
        return;
      }
      state.written(changes.get());
      saves.add(new Save(before, changes.get()));
      if (marked) {
        end(replaced); // only now: what does not fit leaves the old session to the client
      }
    } else if (!written) {
      touch();
    }
  }

  /** What cannot be stored is left out, unless that is a matter of size. */
  private void report(List<UnstorableException> unstorable) throws SessionTooLarge {
    for (UnstorableException one : unstorable) {
      Optional<SessionTooLarge> tooLarge = one.tooLarge();
      if (tooLarge.isPresent()) {
        throw tooLarge.get();
      }
    }
    unstorable.forEach(plan::unstorable);
  }

  private Optional<SessionSnapshot> changes(SessionState state) {
    Optional<SessionSnapshot> changes = state.changes();
    return changes.isEmpty() && now() instanceof Presented.Live live && live.needsWrite()
        ? Optional.of(state.snapshot())
        : changes;
  }

  /**
   * Another request has ended the session: then it has ended here too, and its listeners have been
   * told there. The client's cookie may be a newer one by now, so it is not touched.
   */
  private boolean goneMeanwhile(SessionState state) {
    if (now() instanceof Presented.Live) {
      return false;
    }
    state.invalidate();
    current = null;
    return true;
  }

  /** Tells of this access, unless the path is one that does not count. */
  private void touch() {
    if (now() instanceof Presented.Live live
        && live.needsTouch()
        && !plan.ignores(exchange.path())) {
      try {
        Written touched = repository.touch(live);
        now = touched.now();
        set(touched.cookies());
      } catch (StoreException e) {
        plan.note("the store was not told of the access to a session: " + e.getMessage());
      }
    }
  }

  /** What the application may change after the response has left gets a place before. */
  private void reserve(boolean goesOn) {
    if (now() instanceof Presented.Live live) {
      Written prepared = repository.reserve(live, goesOn);
      now = prepared.now();
      prepared.cookies().forEach(this::reserved);
    }
  }

  private void reserved(CookieValue one) {
    set(one.name(), one.value());
    reserved.add(one.name());
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
    exchange.unset(reserved);
    cookies.clear();
    reserved.clear();
  }

  /**
   * What was changed after the response had left goes to the store, or somebody must hear of it.
   */
  void saveLateChanges() {
    JwtSession session = current;
    if (session != null && session.state().valid()) {
      Optional<SessionSnapshot> late = session.state().changes();
      if (late.isPresent()) {
        session.state().unstorable().forEach(plan::unstorable);
        saveLate(session.state(), late.get());
      }
    }
  }

  private void saveLate(SessionState state, SessionSnapshot late) {
    Presented before = now();
    try {
      Optional<Presented> next =
          before instanceof Presented.Live live
              ? repository.writeLate(late, live, saved())
              : Optional.empty();
      if (next.isPresent()) {
        now = next.get();
        state.written(late);
        return;
      }
      plan.lateChange(changed(before, late), exchange.path());
    } catch (SessionTooLarge | StoreException e) {
      plan.lateChange(changed(before, late), exchange.path(), String.valueOf(e.getMessage()));
    }
  }

  /** The attributes that this request has saved before its response left. */
  private Set<String> saved() {
    return saves.stream()
        .flatMap(one -> changed(one.before(), one.after()).stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> changed(Presented before, SessionSnapshot after) {
    Map<String, Encoded> known =
        before instanceof Presented.Live live ? live.snapshot().attributes() : Map.of();
    Set<String> names = new TreeSet<>(known.keySet());
    names.addAll(after.attributes().keySet());
    names.removeIf(name -> Objects.equals(known.get(name), after.attributes().get(name)));
    return names;
  }
}
