package org.jwtfilter.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.TokenCipher;

/**
 * The cookie that tells the next request where to look for changes that came too late for the
 * session's own. It is one of its own, and not a part of the touch cookie: that one is set by any
 * request that reads, which would take away what another has reserved meanwhile. Thread-safe.
 */
final class InboxCookie {
  private static final int FORMAT = 1;
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_DUPLICATES = 4;

  private final TokenCipher cipher;
  private final Memory<Inbox> memory = new Memory<>(64, 1024);

  InboxCookie(TokenCipher cipher) {
    this.cipher = cipher;
  }

  CookieValue write(String name, Inbox inbox) {
    Output out = new Output(MOST_BYTES);
    out.write(FORMAT);
    SnapshotFormat.writeId(out, inbox.sessionId());
    inbox.key().write(out);
    out.signed(inbox.openUntil().toEpochMilli());
    out.unsigned(inbox.seen());
    return CookieValue.set(name, cipher.seal(out.toBytes()));
  }

  /** What the values tell of this session; of another one they tell nothing. */
  @Nullable Inbox read(List<String> values, String sessionId) {
    for (String value : values.subList(0, Math.min(values.size(), MOST_DUPLICATES))) {
      Inbox inbox = open(value);
      if (inbox != null && inbox.sessionId().equals(sessionId)) {
        return inbox;
      }
    }
    return null;
  }

  private @Nullable Inbox open(String value) {
    Object era = cipher.era();
    Inbox known = memory.get(List.of(value), era);
    if (known != null) {
      return known;
    }
    Optional<Inbox> inbox = cipher.open(value).flatMap(InboxCookie::parse);
    inbox.ifPresent(one -> memory.put(List.of(value), era, one));
    return inbox.orElse(null);
  }

  private static Optional<Inbox> parse(byte[] bytes) {
    try {
      Input in = new Input(bytes);
      if (in.octet() != FORMAT) {
        return Optional.empty();
      }
      String id = SnapshotFormat.readId(in);
      RecordKey key = RecordKey.read(in);
      Instant openUntil = Instant.ofEpochMilli(in.signed());
      int seen = (int) Math.min(Integer.MAX_VALUE, Math.max(0, in.unsigned()));
      in.end();
      return Optional.of(new Inbox(id, key, openUntil, seen, true, false, null));
    } catch (Malformed e) {
      return Optional.empty();
    }
  }
}
