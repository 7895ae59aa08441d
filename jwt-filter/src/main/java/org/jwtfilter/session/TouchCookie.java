package org.jwtfilter.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.TokenCipher;

/**
 * The small cookie that tells when a session was last accessed, so that reading does not write the
 * session itself, and cannot overwrite what another request has written. Thread-safe.
 */
final class TouchCookie {
  private static final int FORMAT = 1;
  private static final int MOST_BYTES = 1024;

  private final TokenCipher cipher;
  private final Memory<Touch> memory = new Memory<>(256, MOST_BYTES);

  private record Touch(String sessionId, Instant instant) {}

  TouchCookie(TokenCipher cipher) {
    this.cipher = cipher;
  }

  CookieValue write(String name, String sessionId, Instant instant) {
    Output out = new Output(MOST_BYTES);
    out.write(FORMAT);
    SnapshotFormat.writeId(out, sessionId);
    out.signed(instant.toEpochMilli());
    Object era = cipher.era();
    String sealed = cipher.seal(out.toBytes());
    memory.put(List.of(sealed), era, new Touch(sessionId, instant));
    return CookieValue.set(name, sealed);
  }

  /** The last access of this session if the value tells it; of another session it tells nothing. */
  Optional<Instant> read(String value, String sessionId) {
    Object era = cipher.era();
    Touch touch = memory.get(List.of(value), era);
    if (touch == null) {
      touch = open(value, era);
    }
    return touch != null && touch.sessionId.equals(sessionId)
        ? Optional.of(touch.instant)
        : Optional.empty();
  }

  private @Nullable Touch open(String value, Object era) {
    Touch touch = cipher.open(value).map(TouchCookie::parse).orElse(null);
    if (touch != null) {
      memory.put(List.of(value), era, touch);
    }
    return touch;
  }

  private static @Nullable Touch parse(byte[] bytes) {
    try {
      Input in = new Input(bytes);
      if (in.octet() != FORMAT) {
        return null;
      }
      Touch touch = new Touch(SnapshotFormat.readId(in), Instant.ofEpochMilli(in.signed()));
      in.end();
      return touch;
    } catch (Malformed e) {
      return null;
    }
  }
}
