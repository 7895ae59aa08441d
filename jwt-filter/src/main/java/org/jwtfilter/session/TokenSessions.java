package org.jwtfilter.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jwtfilter.key.TokenCipher;

/**
 * Sessions in the client's own cookies, sealed. A request that only reads sets no cookie, or only
 * the small one that tells of its access. What a cookie was opened to is remembered. Thread-safe.
 */
public final class TokenSessions implements SessionRepository {
  private static final int REMEMBERED_SETS = 256; // of four sessions each
  private static final int LONGEST_REMEMBERED = 16 * 1024;
  private static final int MOST_DUPLICATE_TOUCHES = 4;
  private static final int MOST_NAMED = 10;
  private static final String NOT_OPENED = "it was sealed with another key, or changed";
  private static final int MOST_BYTES = Chunks.MOST_CHUNKS * Chunks.MOST_LINE_BYTES;

  private final TokenCipher data;
  private final TouchCookie touches;
  private final CookieNames visitors;
  private final CookieNames owned;
  private final int attributeBytes;
  private final int budget;
  private final Duration absoluteTimeout;
  private final Clock clock;
  private final Memory<SessionSnapshot> memory = new Memory<>(REMEMBERED_SETS, LONGEST_REMEMBERED);

  /**
   * Sessions under the given names.
   *
   * @param data seals sessions
   * @param touch seals the time of the last access; of another purpose than {@code data}
   * @param absoluteTimeout from creation to the end, however busy; zero: no limit
   */
  public TokenSessions(
      TokenCipher data,
      TokenCipher touch,
      SessionCookies cookies,
      Duration absoluteTimeout,
      Clock clock) {
    this.data = data;
    this.touches = new TouchCookie(touch);
    this.visitors = new CookieNames(cookies.visitor());
    this.owned = new CookieNames(cookies.owned());
    this.attributeBytes = cookies.attributeBytes();
    this.budget = cookies.budget();
    this.absoluteTimeout = absoluteTimeout;
    this.clock = clock;
  }

  @Override
  public Presented read(Function<String, List<String>> cookies, Optional<String> owner) {
    PresentedCookies presented = new PresentedCookies(cookies, owner.isPresent());
    if (owner.isEmpty()) {
      return find(visitors, owner, presented);
    }
    Presented own = find(owned, owner, presented);
    if (own instanceof Presented.Live || own instanceof Presented.Expired) {
      return own;
    }
    Presented asVisitor = find(visitors, Optional.empty(), presented);
    return asVisitor instanceof Presented.None ? own : asVisitor;
  }

  private Presented find(CookieNames names, Optional<String> owner, PresentedCookies presented) {
    if (!presented.has(names.base())) {
      return new Presented.None(presented);
    }
    Chunks.Joined joined = Chunks.join(names, presented);
    String why = joined.candidates().isEmpty() ? joined.why() : NOT_OPENED;
    List<SessionSnapshot> opened = new ArrayList<>(1);
    for (List<String> candidate : joined.candidates()) {
      try {
        open(candidate).ifPresent(opened::add);
      } catch (Malformed e) {
        why = e.problem();
      }
    }
    if (opened.size() > 1) { // planted beside it: what is foreign anyway must not lock anyone out
      opened.removeIf(session -> !session.owner().equals(owner));
    }
    return switch (opened.size()) {
      case 0 -> new Presented.Unreadable(why, presented);
      case 1 -> judge(opened.get(0), names, owner, presented);
      default -> new Presented.Unreadable("two sessions were presented", presented);
    };
  }

  private Optional<SessionSnapshot> open(List<String> values) throws Malformed {
    SessionSnapshot known = memory.get(values);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<byte[]> bytes = data.open(Chunks.text(values));
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    SessionSnapshot session = SnapshotFormat.read(bytes.get());
    memory.put(values, session);
    return Optional.of(session);
  }

  private Presented judge(
      SessionSnapshot stored,
      CookieNames names,
      Optional<String> owner,
      PresentedCookies presented) {
    if (!stored.owner().equals(owner)) {
      return new Presented.Unreadable("it belongs to another login", presented);
    }
    SessionSnapshot session = stored.accessedAt(lastAccess(stored, names.touch(), presented));
    Instant now = clock.instant();
    if (SessionLifetime.over(session.createdAt(), absoluteTimeout, now)
        || SessionLifetime.surelyIdle(
            session.lastAccessedAt(), session.maxInactiveSeconds(), now)) {
      return new Presented.Expired(session, presented);
    }
    boolean due =
        SessionLifetime.needsTouch(session.lastAccessedAt(), session.maxInactiveSeconds(), now);
    return new Presented.Live(session, due, presented);
  }

  /** The latest of what the session itself tells and what its touch cookie does. */
  private Instant lastAccess(SessionSnapshot session, String touch, PresentedCookies presented) {
    Instant latest = session.lastAccessedAt();
    List<String> values = presented.values(touch);
    for (String value : values.subList(0, Math.min(values.size(), MOST_DUPLICATE_TOUCHES))) {
      Instant told = touches.read(value, session.id()).orElse(latest);
      latest = told.isAfter(latest) ? told : latest;
    }
    return latest;
  }

  @Override
  public List<CookieValue> write(SessionSnapshot session, Presented presented, int bytesTaken)
      throws SessionTooLarge {
    int content = session.attributes().values().stream().mapToInt(Encoded::size).sum();
    if (content > MOST_BYTES) {
      throw tooLarge(session, bytesTaken + content / 3 * 4);
    }
    CookieNames names = names(session);
    String sealed = data.seal(SnapshotFormat.write(session));
    List<String> values = Chunks.split(names.base(), sealed, attributeBytes);
    if (values.size() > Chunks.MOST_CHUNKS) {
      throw tooLarge(session, bytesTaken + sealed.length());
    }
    List<CookieValue> lines = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      lines.add(CookieValue.set(names.chunk(i), values.get(i)));
    }
    lines.addAll(leftovers(names, values.size(), presented.cookies()));
    int total = bytesTaken + bytes(lines);
    if (total > budget) {
      throw tooLarge(session, total);
    }
    memory.put(values, session);
    return lines;
  }

  private CookieNames names(SessionSnapshot session) {
    return session.owner().isPresent() ? owned : visitors;
  }

  /** Chunks of the same name that are no longer used, and the session that this one replaces. */
  private List<CookieValue> leftovers(CookieNames names, int chunks, PresentedCookies presented) {
    List<String> stale = new ArrayList<>();
    for (int i = chunks; i < Chunks.MOST_CHUNKS; i++) {
      if (presented.has(names.chunk(i))) {
        stale.add(names.chunk(i));
      }
    }
    if (names == owned) {
      stale.addAll(visitors.presentIn(presented));
    } else if (presented.byOwner()) {
      stale.addAll(owned.presentIn(presented));
    }
    return stale.stream().map(CookieValue::delete).toList();
  }

  private int bytes(List<CookieValue> lines) {
    return lines.stream()
        .mapToInt(
            one ->
                one.name().length()
                    + 1
                    + one.value().map(String::length).orElse(0)
                    + attributeBytes)
        .sum();
  }

  private SessionTooLarge tooLarge(SessionSnapshot session, int total) {
    return new SessionTooLarge(total, Math.min(budget, MOST_BYTES), largest(session));
  }

  private static List<SessionTooLarge.AttributeSize> largest(SessionSnapshot session) {
    return session.attributes().entrySet().stream()
        .map(one -> new SessionTooLarge.AttributeSize(one.getKey(), one.getValue().size()))
        .sorted(Comparator.comparingInt(SessionTooLarge.AttributeSize::bytes).reversed())
        .limit(MOST_NAMED)
        .toList();
  }

  @Override
  public List<CookieValue> touch(Presented.Live presented) {
    SessionSnapshot session = presented.snapshot();
    return List.of(touches.write(names(session).touch(), session.id(), clock.instant()));
  }

  @Override
  public List<CookieValue> clear(Presented presented) {
    PresentedCookies cookies = presented.cookies();
    List<String> all = new ArrayList<>(visitors.presentIn(cookies));
    if (cookies.byOwner()) {
      all.addAll(owned.presentIn(cookies));
    }
    return all.stream().map(CookieValue::delete).toList();
  }
}
