package org.jwtfilter.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private static final int MOST_BYTES = Chunks.MOST_CHUNKS * Chunks.MOST_LINE_BYTES;

  private final TokenCipher data;
  private final TouchCookie touches;
  private final SessionCookies names;
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
      SessionCookies names,
      Duration absoluteTimeout,
      Clock clock) {
    this.data = data;
    this.touches = new TouchCookie(touch);
    this.names = names;
    this.absoluteTimeout = absoluteTimeout;
    this.clock = clock;
  }

  @Override
  public Presented read(Function<String, List<String>> cookies, Optional<String> owner) {
    PresentedCookies presented = new PresentedCookies(cookies, owner.isPresent());
    if (owner.isEmpty()) {
      return find(names.visitor(), owner, presented);
    }
    Presented own = find(names.owned(), owner, presented);
    if (own instanceof Presented.Live || own instanceof Presented.Expired) {
      return own;
    }
    Presented visitors = find(names.visitor(), Optional.empty(), presented);
    return visitors instanceof Presented.None ? own : visitors;
  }

  private Presented find(String base, Optional<String> owner, PresentedCookies presented) {
    if (presented.values(base).isEmpty()) {
      return new Presented.None(presented);
    }
    Chunks.Joined joined = Chunks.join(base, presented::values);
    List<SessionSnapshot> opened = new ArrayList<>(1);
    String why =
        joined.texts().isEmpty() ? joined.why() : "it was sealed with another key, or changed";
    for (String text : joined.texts()) {
      try {
        open(text).ifPresent(opened::add);
      } catch (Malformed e) {
        why = e.problem();
      }
    }
    if (opened.size() > 1) {
      why = "two sessions were presented";
    }
    return opened.size() == 1
        ? judge(opened.get(0), base, owner, presented)
        : new Presented.Unreadable(why, presented);
  }

  private Optional<SessionSnapshot> open(String sealed) throws Malformed {
    SessionSnapshot known = memory.get(sealed);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<byte[]> bytes = data.open(sealed);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    SessionSnapshot session = SnapshotFormat.read(bytes.get());
    memory.put(sealed, session);
    return Optional.of(session);
  }

  private Presented judge(
      SessionSnapshot stored, String base, Optional<String> owner, PresentedCookies presented) {
    if (!stored.owner().equals(owner)) {
      return new Presented.Unreadable("it belongs to another login", presented);
    }
    SessionSnapshot session = stored.accessedAt(lastAccess(stored, base, presented));
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
  private Instant lastAccess(SessionSnapshot session, String base, PresentedCookies presented) {
    Instant latest = session.lastAccessedAt();
    List<String> values = presented.values(TouchCookie.name(base));
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
    String base = base(session);
    String sealed = data.seal(SnapshotFormat.write(session));
    List<CookieValue> chunks = Chunks.split(base, sealed, names.attributeBytes());
    List<CookieValue> lines = new ArrayList<>(chunks);
    lines.addAll(leftovers(base, chunks, presented.cookies()));
    int total = bytesTaken + bytes(lines);
    if (total > names.budget() || chunks.size() > Chunks.MOST_CHUNKS) {
      throw tooLarge(session, total);
    }
    memory.put(sealed, session);
    return lines;
  }

  private String base(SessionSnapshot session) {
    return session.owner().isPresent() ? names.owned() : names.visitor();
  }

  /** Chunks of the same name that are no longer used, and the session that this one replaces. */
  private List<CookieValue> leftovers(
      String base, List<CookieValue> chunks, PresentedCookies presented) {
    Set<String> stale = new LinkedHashSet<>(presented.names(base));
    stale.remove(TouchCookie.name(base));
    chunks.forEach(chunk -> stale.remove(chunk.name()));
    boolean owned = base.equals(names.owned());
    if (owned || presented.byOwner()) {
      stale.addAll(presented.names(owned ? names.visitor() : names.owned()));
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
                    + names.attributeBytes())
        .sum();
  }

  private SessionTooLarge tooLarge(SessionSnapshot session, int total) {
    return new SessionTooLarge(total, Math.min(names.budget(), MOST_BYTES), largest(session));
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
    return List.of(touches.write(base(session), session.id(), clock.instant()));
  }

  @Override
  public List<CookieValue> clear(Presented presented) {
    PresentedCookies cookies = presented.cookies();
    List<String> all = new ArrayList<>(cookies.names(names.visitor()));
    if (cookies.byOwner()) {
      all.addAll(cookies.names(names.owned()));
    }
    return all.stream().map(CookieValue::delete).toList();
  }
}
