package org.jwtfilter.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jwtfilter.key.TokenCipher;

/**
 * The session cookies of clients: what they hold, and the lines that set and delete them. What a
 * cookie was opened to is remembered. Thread-safe.
 */
final class ClientCookies {
  private static final int REMEMBERED_SETS = 256; // of four sessions each
  private static final int LONGEST_REMEMBERED = 16 * 1024;
  private static final int MOST_DUPLICATE_TOUCHES = 4;
  private static final String NOT_OPENED = "it was sealed with another key, or changed";
  private static final int MOST_BYTES = Chunks.MOST_CHUNKS * Chunks.MOST_LINE_BYTES;

  private final TokenCipher data;
  private final TouchCookie touches;
  private final CookieNames visitors;
  private final CookieNames owned;
  private final int attributeBytes;
  private final int budget;
  private final Memory<Content> memory = new Memory<>(REMEMBERED_SETS, LONGEST_REMEMBERED);

  /** Decides about what a cookie holds. */
  interface Judge {
    Presented judge(Content content, CookieNames names, PresentedCookies presented);
  }

  ClientCookies(TokenCipher data, TokenCipher touch, SessionCookies cookies) {
    this.data = data;
    this.touches = new TouchCookie(touch);
    this.visitors = new CookieNames(cookies.visitor());
    this.owned = new CookieNames(cookies.owned());
    this.attributeBytes = cookies.attributeBytes();
    this.budget = cookies.budget();
  }

  /** As {@link SessionRepository#read}; the judge is asked only about what is the owner's. */
  Presented read(Function<String, List<String>> cookies, Optional<String> owner, Judge judge) {
    PresentedCookies presented = new PresentedCookies(cookies, owner.isPresent());
    if (owner.isEmpty()) {
      return find(visitors, owner, presented, judge);
    }
    Presented own = find(owned, owner, presented, judge);
    if (own instanceof Presented.Live || own instanceof Presented.Expired) {
      return own;
    }
    Presented asVisitor = find(visitors, Optional.empty(), presented, judge);
    return asVisitor instanceof Presented.None ? own : asVisitor;
  }

  private Presented find(
      CookieNames names, Optional<String> owner, PresentedCookies presented, Judge judge) {
    if (!presented.has(names.base())) {
      return new Presented.None(presented);
    }
    Chunks.Joined joined = Chunks.join(names, presented);
    String why = joined.candidates().isEmpty() ? joined.why() : NOT_OPENED;
    List<Content> opened = new ArrayList<>(1);
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
    Presented found =
        switch (opened.size()) {
          case 0 -> new Presented.Unreadable(why, presented);
          case 1 -> owned(opened.get(0), names, owner, presented, judge);
          default -> new Presented.Unreadable("two sessions were presented", presented);
        };
    // Nobody knows which of several is ours, so none is deleted for being unreadable.
    return found instanceof Presented.Unreadable unreadable
            && presented.values(names.base()).size() > 1
        ? new Presented.Unreadable(unreadable.why(), PresentedCookies.none())
        : found;
  }

  private static Presented owned(
      Content content,
      CookieNames names,
      Optional<String> owner,
      PresentedCookies presented,
      Judge judge) {
    return content.owner().equals(owner)
        ? judge.judge(content, names, presented)
        : new Presented.Unreadable("it belongs to another login", presented);
  }

  private Optional<Content> open(List<String> values) throws Malformed {
    Object era = data.era();
    Content known = memory.get(values, era);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<byte[]> bytes = data.open(Chunks.text(values));
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    Content content = content(bytes.get());
    memory.put(values, era, content);
    return Optional.of(content);
  }

  private static Content content(byte[] bytes) throws Malformed {
    return bytes.length > 0 && bytes[0] == Pointer.FORMAT
        ? Pointer.read(bytes)
        : SnapshotFormat.read(bytes);
  }

  /** The latest of what the session itself tells and what its touch cookie does. */
  Instant lastAccess(SessionSnapshot session, CookieNames names, PresentedCookies presented) {
    Instant latest = session.lastAccessedAt();
    List<String> values = presented.values(names.touch());
    for (String value : values.subList(0, Math.min(values.size(), MOST_DUPLICATE_TOUCHES))) {
      Instant told = touches.read(value, session.id()).orElse(latest);
      latest = told.isAfter(latest) ? told : latest;
    }
    return latest;
  }

  /**
   * The lines that make a session the client's.
   *
   * @param limit bytes of all lines, {@code bytesTaken} included
   */
  List<CookieValue> write(
      SessionSnapshot session, PresentedCookies presented, int bytesTaken, int limit)
      throws SessionTooLarge {
    int content = SessionTooLarge.content(session);
    if (content > MOST_BYTES) {
      throw tooLarge(session, bytesTaken + content / 3 * 4, limit);
    }
    CookieNames names = names(session);
    Object era = data.era();
    String sealed = data.seal(SnapshotFormat.write(session));
    List<String> values = Chunks.split(names.base(), sealed, attributeBytes);
    if (values.size() > Chunks.MOST_CHUNKS) {
      throw tooLarge(session, bytesTaken + sealed.length(), limit);
    }
    List<CookieValue> lines = lines(names, values, presented);
    int total = bytesTaken + bytes(lines);
    if (total > limit) {
      throw tooLarge(session, total, limit);
    }
    memory.put(values, era, session);
    return lines;
  }

  /** The lines that lead the client to a session in the store. */
  List<CookieValue> write(Pointer pointer, PresentedCookies presented) {
    CookieNames names = names(pointer);
    Object era = data.era();
    List<String> values = Chunks.split(names.base(), data.seal(pointer.toBytes()), attributeBytes);
    memory.put(values, era, pointer);
    return lines(names, values, presented);
  }

  private List<CookieValue> lines(
      CookieNames names, List<String> values, PresentedCookies presented) {
    List<CookieValue> lines = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      lines.add(CookieValue.set(names.chunk(i), values.get(i)));
    }
    lines.addAll(leftovers(names, values.size(), presented));
    return lines;
  }

  CookieNames names(Content session) {
    return session.owner().isPresent() ? owned : visitors;
  }

  int budget() {
    return budget;
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

  int bytes(List<CookieValue> lines) {
    return lines.stream()
        .mapToInt(
            one ->
                one.name().length()
                    + 1
                    + one.value().map(String::length).orElse(0)
                    + attributeBytes)
        .sum();
  }

  private static SessionTooLarge tooLarge(SessionSnapshot session, int total, int limit) {
    return SessionTooLarge.forCookies(session, total, Math.min(limit, MOST_BYTES));
  }

  CookieValue touch(Content session, Instant now) {
    return touches.write(names(session).touch(), session.id(), now);
  }

  /** The deletions of everything that was presented. */
  List<CookieValue> clear(PresentedCookies cookies) {
    List<String> all = new ArrayList<>(visitors.presentIn(cookies));
    if (cookies.byOwner()) {
      all.addAll(owned.presentIn(cookies));
    }
    return all.stream().map(CookieValue::delete).toList();
  }
}
