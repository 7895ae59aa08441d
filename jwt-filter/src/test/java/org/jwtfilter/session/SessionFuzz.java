package org.jwtfilter.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.TokenCipher;

/**
 * Sessions as clients and stores hand them in: read, or no session; what is read is written and
 * comes back. Ciphers are left out, or no input would ever get behind them.
 */
public final class SessionFuzz {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
  private static final SessionCookies NAMES = new SessionCookies("vs", "us", 40, 20_000);
  private static final ClassLoader LOADER = SessionFuzz.class.getClassLoader();
  private static final ClassRules RULES =
      ClassRules.of(List.of("org.jwtfilter.session.Shop"), LOADER);
  private static final SessionCodec CODEC = new SessionCodec(LOADER, RULES, true);

  private SessionFuzz() {}

  /** Seals nothing: opens whatever is base64url. */
  private record Glass() implements TokenCipher {
    @Override
    public String seal(byte[] content) {
      return Base64Url.encode(content);
    }

    @Override
    public Optional<byte[]> open(String sealed) {
      return Base64Url.decode(sealed);
    }
  }

  /**
   * Cookies, a line {@code name=value} each. A value that begins with an exclamation mark is
   * encoded first, so that mutations of content are content.
   */
  public static void cookies(byte[] input) {
    Function<String, List<String>> cookies = presented(new String(input, ISO_8859_1));
    TokenSessions sessions =
        new TokenSessions(new Glass(), new Glass(), NAMES, Duration.ofHours(8), CLOCK);
    for (Optional<String> owner : List.of(Optional.<String>empty(), Optional.of("ann"))) {
      Presented presented = sessions.read(cookies, owner);
      sessions.clear(presented);
      if (presented instanceof Presented.Live live) {
        requireComesBack(sessions, live, owner);
      }
    }
    new InboxCookie(new Glass()).read(cookies.apply("vs.r"), "id");
  }

  private static Function<String, List<String>> presented(String text) {
    Map<String, List<String>> cookies = new LinkedHashMap<>();
    for (String line : text.split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        cookies
            .computeIfAbsent(line.substring(0, equals), name -> new ArrayList<>())
            .add(value(line.substring(equals + 1)));
      }
    }
    return name -> cookies.getOrDefault(name, List.of());
  }

  private static String value(String text) {
    int mark = text.indexOf('!');
    return mark < 0
        ? text
        : text.substring(0, mark) + Base64Url.encode(text.substring(mark + 1).getBytes(ISO_8859_1));
  }

  private static void requireComesBack(
      TokenSessions sessions, Presented.Live live, Optional<String> owner) {
    SessionSnapshot session = live.snapshot();
    require(session.owner().isEmpty() || session.owner().equals(owner), "nobody else's session");
    sessions.touch(live);
    try {
      Map<String, List<String>> answer = new LinkedHashMap<>();
      SessionSnapshot own = owned(session, owner);
      for (CookieValue line : sessions.write(own, live, 0).cookies()) {
        line.value().ifPresent(value -> answer.put(line.name(), List.of(value)));
      }
      Presented back = fresh().read(name -> answer.getOrDefault(name, List.of()), owner);
      require(back instanceof Presented.Live, "a session comes back");
      require(((Presented.Live) back).snapshot().equals(own), "as it was");
    } catch (SessionTooLarge e) {
      require(!e.getMessage().isEmpty(), "too large");
    }
  }

  private static SessionSnapshot owned(SessionSnapshot one, Optional<String> owner) {
    return new SessionSnapshot(
        one.id(),
        one.createdAt(),
        one.lastAccessedAt(),
        one.maxInactiveSeconds(),
        one.version(),
        owner,
        one.attributes());
  }

  private static TokenSessions fresh() {
    return new TokenSessions(new Glass(), new Glass(), NAMES, Duration.ofHours(8), CLOCK);
  }

  /** The bytes of a snapshot, a pointer, or a record of the store. */
  public static void record(byte[] input) {
    try {
      SessionSnapshot session = SnapshotFormat.read(input);
      require(SnapshotFormat.read(SnapshotFormat.write(session)).equals(session), "and back");
      SessionLifetime.ended(session, Duration.ofHours(8), CLOCK.instant());
      SessionLifetime.end(session, Duration.ofHours(8));
    } catch (Malformed e) {
      require(!e.problem().isEmpty(), "a refusal has a reason");
    }
    try {
      Pointer pointer = Pointer.read(input);
      require(Pointer.read(pointer.toBytes()).equals(pointer), "a pointer comes back");
    } catch (Malformed e) {
      require(!e.problem().isEmpty(), "a refusal has a reason");
    }
    try {
      StoreRecord stored = StoreRecord.read(input);
      byte[] bytes = stored.toBytes(1 << 20);
      require(
          Arrays.equals(StoreRecord.read(bytes).toBytes(1 << 20), bytes), "a record comes back");
      SessionSnapshot all = stored.all();
      Delta delta = Delta.between(all, all);
      require(delta.isEmpty(), "nothing has changed");
    } catch (Malformed e) {
      require(!e.problem().isEmpty(), "a refusal has a reason");
    }
  }

  /** The bytes of an attribute. */
  public static void attribute(byte[] input) throws IOException {
    Object value;
    try {
      value = CODEC.decode("x", Encoded.of(input));
    } catch (UndecodableException e) {
      require(e.getMessage().startsWith("session attribute \"x\" cannot be read: "), "says why");
      return;
    }
    require(RULES.allows(value.getClass()), "of an allowed class");
    try {
      Encoded encoded = CODEC.encode("x", value);
      Object again = CODEC.decode("x", encoded);
      require(again.getClass() == value.getClass(), "of the same class");
      Draft draft = CODEC.draft("x", again, lost -> {});
      require(CODEC.isSame("x", encoded, draft, again), "what is written comes back");
    } catch (UnstorableException e) {
      require(!e.getMessage().isEmpty(), "says why");
    } catch (UndecodableException e) {
      throw new AssertionError("what was written can be read", e);
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
