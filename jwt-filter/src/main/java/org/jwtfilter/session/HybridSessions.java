package org.jwtfilter.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.TokenCipher;
import org.jwtfilter.store.StoreException;

/**
 * Sessions in a store, in the client's cookies, or now here now there. Whichever form is written,
 * both are found, so that an operator can change from one to the other.
 *
 * <p>In the store, a session is one sealed record; the client's cookie holds its place and its key.
 * A session that goes back into cookies leaves its record behind as an inbox for the changes of
 * requests that do not know yet; a request that may change its session after its response has left
 * reserves an inbox beforehand. Either is named by a cookie of its own, and the next request takes
 * what is in it. Thread-safe.
 */
public final class HybridSessions implements SessionRepository {
  /** For so long after a session has left the store, requests are expected that look there. */
  private static final Duration LEFT = Duration.ofMinutes(1);

  private final SessionForm form;
  private final ClientCookies client;
  private final Inboxes inboxes;
  private final SessionRecords records;
  private final int roomForInbox;

  /**
   * Sessions under the given names.
   *
   * @param data seals sessions, and their places
   * @param touch seals the time of the last access
   * @param late seals places for late changes; each cipher is of another purpose
   */
  public HybridSessions(
      SessionForm form,
      TokenCipher data,
      TokenCipher touch,
      TokenCipher late,
      SessionCookies cookies,
      SessionRecords records) {
    this.form = form;
    this.client = new ClientCookies(data, touch, cookies);
    this.inboxes = new Inboxes(new InboxCookie(late), records);
    this.records = records;
    Inbox sample = Inbox.reserved(SessionId.random(), RecordKey.random(), records.now());
    this.roomForInbox = client.bytes(List.of(inboxes.write(cookies.owned() + ".r", sample)));
  }

  // Reading

  @Override
  public Presented read(Function<String, List<String>> cookies, Optional<String> owner) {
    return client.read(cookies, owner, this::judge);
  }

  @Override
  public Optional<Presented> glance(
      Function<String, List<String>> cookies, Optional<String> owner) {
    AtomicBoolean enough = new AtomicBoolean(true);
    Presented seen =
        client.read(
            cookies,
            owner,
            (content, names, presented) -> {
              if (content instanceof SessionSnapshot session) {
                return judged(session, names, presented, null);
              }
              enough.set(
                  content instanceof Pointer pointer
                      && records.watch().accessedLately(pointer.key(), records.now()));
              return new Presented.None(presented);
            });
    return enough.get() ? Optional.of(seen) : Optional.empty();
  }

  private Presented judge(Content content, CookieNames names, PresentedCookies presented) {
    Inbox inbox = inboxes.read(presented.values(names.late()), content.id());
    return content instanceof Pointer pointer
        ? stored(pointer, presented, inbox)
        : judged((SessionSnapshot) content, names, presented, inboxes.looked(inbox));
  }

  private Presented judged(
      SessionSnapshot stored,
      CookieNames names,
      PresentedCookies presented,
      @Nullable Inbox inbox) {
    SessionSnapshot session = stored.accessedAt(client.lastAccess(stored, names, presented));
    return judged(session, Place.token(session).with(inbox), presented);
  }

  /** Takes what is in the inbox, and looks whether the session goes on. */
  private Presented judged(SessionSnapshot session, Place place, PresentedCookies presented) {
    SessionSnapshot now = session;
    Inbox inbox = place.inbox();
    List<Delta> late = inbox == null ? List.of() : inbox.unseen();
    for (Delta delta : late) {
      now = delta.applyTo(now);
      now = delta.removes() ? now.ahead(Claims.LEAP) : now; // it may have been taken
    }
    if (ended(now)) {
      return new Presented.Expired(now, presented);
    }
    boolean due = SessionLifetime.needsTouch(now, records.now());
    return new Presented.Live(now, due, presented, late.isEmpty() ? place : place.unsaved(now));
  }

  private boolean ended(SessionSnapshot session) {
    return SessionLifetime.ended(session, records.absoluteTimeout(), records.now());
  }

  private Presented stored(Pointer pointer, PresentedCookies presented, @Nullable Inbox inbox) {
    List<RecordKey> keys =
        inbox == null ? List.of(pointer.key()) : List.of(pointer.key(), inbox.key());
    Map<String, byte[]> read = records.read(keys);
    Found found = SessionRecords.opened(pointer.key(), read);
    if (!(found instanceof Held held)) {
      return missing(found, presented);
    }
    Inbox looked =
        inbox == null ? null : Inboxes.looked(inbox, SessionRecords.opened(inbox.key(), read));
    return stored(pointer, held, presented, looked);
  }

  private static Presented missing(Found found, PresentedCookies presented) {
    return found == Found.Missing.CLOSED
        ? new Presented.None(presented) // a newer cookie may be under way: this one is not deleted
        : new Presented.Unreadable("its record in the store has ended", presented);
  }

  private Presented stored(
      Pointer pointer, Held held, PresentedCookies presented, @Nullable Inbox inbox) {
    if (!held.content().hasSession() || !matches(pointer, held.content().session())) {
      return new Presented.Unreadable("its record in the store is another session", presented);
    }
    if (ended(held.content().session())) {
      return expired(held, presented);
    }
    records.watch().saw(held);
    return judged(held.content().session(), Place.store(held).with(inbox), presented);
  }

  private static boolean matches(Pointer pointer, SessionSnapshot session) {
    return session.id().equals(pointer.id()) && session.owner().equals(pointer.owner());
  }

  /** One request alone tells of the end. */
  private Presented expired(Held held, PresentedCookies presented) {
    return !held.content().isInbox() && records.close(held)
        ? new Presented.Expired(held.content().session(), presented)
        : new Presented.Unreadable("it has expired", presented);
  }

  // Writing

  @Override
  public Written write(SessionSnapshot session, Presented presented, int bytesTaken)
      throws SessionTooLarge {
    Room room = new Room(presented.cookies(), bytesTaken);
    if (!(presented instanceof Presented.Live live)) {
      return placed(session, session, room, null);
    }
    if (live.place().held() != null) {
      return live.snapshot().id().equals(session.id())
          ? inStore(session, live, room, Set.of())
          : renamed(session, live, room);
    }
    SessionSnapshot merged = changes(session, live).applyTo(live.place().content(), session);
    return live.snapshot().id().equals(session.id())
        ? placed(session, merged, room, live.place().inbox())
        : freed(placed(session, merged, room, null), live.place().inbox());
  }

  /**
   * What may be written to cookies.
   *
   * @param bytesTaken by others; less than zero if the response has left already
   */
  private record Room(PresentedCookies cookies, int bytesTaken) {
    static final int NONE = -1;

    boolean open() {
      return bytesTaken != NONE;
    }
  }

  private static Delta changes(SessionSnapshot session, Presented.Live live) {
    Held held = live.place().held();
    return held != null && live.place().unsaved()
        ? Delta.between(held.content().session(), session)
        : Delta.between(live.snapshot(), session);
  }

  /** Writes a session whole, wherever it belongs; nobody else can have changed it. */
  private Written placed(
      SessionSnapshot seen, SessionSnapshot session, Room room, @Nullable Inbox inbox)
      throws SessionTooLarge {
    Inbox taken = inbox == null ? null : inbox.taken();
    Optional<List<CookieValue>> lines = asToken(session, room, false);
    return lines.isPresent()
        ? written(lines.get(), seen, room, Place.token(session).with(taken))
        : pointed(seen, records.create(StoreRecord.of(session)), room, taken);
  }

  private Written pointed(SessionSnapshot seen, Held held, Room room, @Nullable Inbox inbox) {
    SessionSnapshot session = held.content().session();
    Pointer pointer = new Pointer(session.id(), session.owner(), held.key());
    List<CookieValue> lines = client.write(pointer, room.cookies());
    return written(lines, seen, room, Place.store(held).told(lines).with(inbox));
  }

  private static Written written(
      List<CookieValue> lines, SessionSnapshot seen, Room room, Place place) {
    return new Written(lines, new Presented.Live(seen, false, room.cookies(), place));
  }

  private static Written gone(Room room) {
    return new Written(List.of(), new Presented.None(room.cookies()));
  }

  /**
   * The lines for a session that belongs into cookies; empty if it belongs into the store.
   *
   * @param isStored then it must fit well, lest it go to and fro
   */
  private Optional<List<CookieValue>> asToken(SessionSnapshot session, Room room, boolean isStored)
      throws SessionTooLarge {
    if (form == SessionForm.STORE || !room.open()) {
      return Optional.empty();
    }
    if (form == SessionForm.TOKEN) {
      return Optional.of(client.write(session, room.cookies(), room.bytesTaken(), client.budget()));
    }
    int limit = isStored ? client.budget() / 2 : client.budget();
    try {
      return Optional.of(
          client.write(session, room.cookies(), room.bytesTaken(), limit - roomForInbox));
    } catch (SessionTooLarge e) {
      return Optional.empty();
    }
  }

  /**
   * Changes a record, if need be over and over; what others write meanwhile is kept.
   *
   * @param yielding attributes of which that of others is kept
   */
  private Written inStore(
      SessionSnapshot session, Presented.Live live, Room room, Set<String> yielding)
      throws SessionTooLarge {
    Delta all = changes(session, live);
    Held known = held(live);
    Tries tries = new Tries();
    try (Turns.Turn turn = records.turn(known.key())) {
      known = turn.latest(known);
      while (true) {
        Delta delta = all.yielding(yielding, live.snapshot(), known.content().session());
        Optional<Written> done = tried(delta, session, known, live.place(), room, turn);
        if (done.isPresent()) {
          return done.get();
        }
        tries.again();
        if (!(records.find(known.key()) instanceof Held next)) {
          return gone(room);
        }
        known = next;
      }
    }
  }

  private static Held held(Presented.Live live) {
    Held held = live.place().held();
    if (held == null) {
      throw new IllegalStateException("this session is not in the store");
    }
    return held;
  }

  private Optional<Written> tried(
      Delta delta, SessionSnapshot session, Held known, Place place, Room room, Turns.Turn turn)
      throws SessionTooLarge {
    Inbox inbox = place.inbox();
    SessionSnapshot merged = delta.applyTo(known.content().session(), session);
    Optional<List<CookieValue>> lines =
        known.content().moved() || (form == SessionForm.AUTO && inbox != null)
            ? Optional.empty()
            : asToken(merged, room, true);
    if (lines.isPresent()) {
      return left(known, merged).map(token -> written(lines.get(), session, room, token));
    }
    StoreRecord next =
        known.content().moved() ? known.content().with(delta) : StoreRecord.of(merged);
    Optional<Held> written = records.replace(known, next, records.ending(merged));
    written.ifPresent(turn::wrote);
    return written.map(
        held ->
            written(
                place.told(),
                session,
                room,
                Place.store(held).told(place.told()).with(inbox == null ? null : inbox.taken())));
  }

  /** Takes a session out of the store; empty if it is no longer what it was. */
  private Optional<Place> left(Held known, SessionSnapshot merged) throws SessionTooLarge {
    Place token = Place.token(merged);
    if (form == SessionForm.TOKEN) {
      return records.close(known) ? Optional.of(token) : Optional.empty();
    }
    Instant openUntil = records.now().plus(LEFT);
    return records
        .replace(known, StoreRecord.moved(merged), records.ending(merged))
        .map(held -> token.with(Inbox.reserved(merged.id(), held.key(), openUntil).found(held)));
  }

  /** Gives a session in the store another id: another record, then the end of the former one. */
  private Written renamed(SessionSnapshot session, Presented.Live live, Room room)
      throws SessionTooLarge {
    Delta delta = changes(session, live);
    Held former = held(live);
    Written written = null;
    Tries tries = new Tries();
    try (Turns.Turn turn = records.turn(former.key())) {
      former = turn.latest(former);
      while (true) {
        SessionSnapshot merged = delta.applyTo(former.content().session(), session);
        written = again(written, placed(session, merged, room, null));
        if (records.close(former)) {
          return freed(written, live.place().inbox());
        }
        tries.again();
        if (!(records.find(former.key()) instanceof Held next)) {
          return again(written, gone(room));
        }
        former = next;
      }
    }
  }

  /** A second try takes the place of the first, which nobody has heard of. */
  private Written again(@Nullable Written before, Written next) {
    if (before != null
        && before.now() instanceof Presented.Live live
        && live.place().held() != null) {
      records.close(held(live));
    }
    return next;
  }

  /** What a session has left in the store must not be taken for one any more. */
  private Written freed(Written written, @Nullable Inbox inbox) {
    if (inbox != null && inbox.found() != null && inbox.found().content().hasSession()) {
      try {
        closed(inbox.found());
      } catch (StoreException e) {
        return written; // it ends by itself before long
      }
    }
    return written;
  }

  /** Ends a record, whoever changes it meanwhile; false if somebody else has ended it. */
  private boolean closed(Held held) {
    Tries tries = new Tries();
    Held known = held;
    while (!records.close(known)) {
      tries.again();
      if (!(records.find(known.key()) instanceof Held next)) {
        return false;
      }
      known = next;
    }
    return true;
  }

  // What one request alone may take

  /**
   * {@inheritDoc} In the store the record itself says who was first. Where the session is, or could
   * just have been, in cookies, nothing is there that all would see but an entry of its own.
   */
  @Override
  public Claimed claim(String attribute, Encoded value, Presented.Live live) {
    SessionSnapshot read = live.place().content();
    Held held = live.place().held();
    boolean record = held != null && !held.content().moved() && !live.place().unsaved();
    if (!record || form != SessionForm.STORE) {
      Claimed.Outcome outcome = records.claims().claim(read, attribute, value);
      if (!record || outcome != Claimed.Outcome.WON) {
        return new Claimed(outcome, live.at(live.place().unsaved(read.ahead(Claims.LEAP))));
      }
    }
    return takenOut(attribute, value, live)
        .map(taken -> new Claimed(Claimed.Outcome.WON, taken))
        .orElseGet(() -> new Claimed(Claimed.Outcome.LOST, live));
  }

  /** Takes an attribute out of a record, unless it is another one by now, or none. */
  private Optional<Presented.Live> takenOut(String attribute, Encoded value, Presented.Live live) {
    Held known = held(live);
    Tries tries = new Tries();
    try (Turns.Turn turn = records.turn(known.key())) {
      known = turn.latest(known);
      while (Objects.equals(value, known.content().session().attributes().get(attribute))) {
        StoreRecord without = known.content().without(attribute);
        Optional<Held> written = records.replace(known, without, records.ending(without.session()));
        if (written.isPresent()) {
          turn.wrote(written.get());
          return Optional.of(live.without(attribute, written.get()));
        }
        tries.again();
        if (!(records.find(known.key()) instanceof Held next)) {
          return Optional.empty();
        }
        known = next;
      }
      return Optional.empty();
    } catch (SessionTooLarge e) {
      throw new IllegalStateException("a session has grown by losing an attribute", e);
    }
  }

  @Override
  public Written touch(Presented.Live live) {
    Instant now = records.now();
    Held held = live.place().held();
    if (held == null) {
      return new Written(List.of(client.touch(live.snapshot(), now)), live);
    }
    StoreRecord touched = held.content().accessedAt(now);
    try {
      Place place = live.place();
      return records
          .replace(held, touched, records.ending(touched.session()))
          .map(next -> Place.store(next).told(place.told()).with(place.inbox()))
          .map(next -> new Presented.Live(live.snapshot(), false, live.cookies(), next))
          .map(next -> new Written(place.told(), next))
          .orElse(new Written(place.told(), live)); // who was faster has told of an access too
    } catch (SessionTooLarge e) {
      throw new IllegalStateException("a session has grown by being accessed", e);
    }
  }

  // What comes too late

  @Override
  public Written reserve(Presented.Live live, boolean goesOn) {
    Inbox inbox = live.place().inbox();
    boolean useful = form == SessionForm.AUTO && live.place().held() == null;
    Inbox next =
        goesOn && useful ? inboxes.reserved(inbox, live.snapshot().id()) : inboxes.kept(inbox);
    List<CookieValue> lines = new ArrayList<>(1);
    String name = client.names(live.snapshot()).late();
    if (next != null && !next.told()) {
      lines.add(inboxes.write(name, next));
      next = next.toldNow();
    } else if (next == null && (live.cookies().has(name) || (inbox != null && inbox.told()))) {
      lines.add(CookieValue.delete(name));
    }
    Place place = live.place().with(next);
    return new Written(
        lines, new Presented.Live(live.snapshot(), live.needsTouch(), live.cookies(), place));
  }

  @Override
  public Optional<Presented> writeLate(
      SessionSnapshot session, Presented.Live live, Set<String> saved) throws SessionTooLarge {
    SessionSnapshot late = session.as(live.snapshot());
    if (live.place().held() != null) {
      return Optional.of(inStore(late, live, new Room(live.cookies(), Room.NONE), saved).now());
    }
    Inbox inbox = live.place().inbox();
    return inbox == null || !inbox.told() || !records.remembersClosing(inbox)
        ? Optional.empty()
        : inboxes
            .put(Delta.between(live.snapshot(), late), inbox, live.place().content())
            .map(next -> live.place().with(next))
            .map(next -> new Presented.Live(late, false, live.cookies(), next));
  }

  // The end

  @Override
  public boolean end(Presented.Live live) {
    Held held = live.place().held();
    if (held != null) {
      return closed(held);
    }
    freed(gone(new Room(live.cookies(), Room.NONE)), live.place().inbox());
    return true;
  }

  @Override
  public List<CookieValue> clear(Presented presented) {
    return client.clear(presented.cookies());
  }
}
