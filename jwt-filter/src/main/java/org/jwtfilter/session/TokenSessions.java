package org.jwtfilter.session;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jwtfilter.key.TokenCipher;

/** Sessions in the client's own cookies, sealed. Thread-safe. */
@SuppressWarnings("DoNotCallSuggester") // until it is filled in
public final class TokenSessions implements SessionRepository {
  private final TokenCipher data;
  private final TokenCipher touch;
  private final SessionCookies cookies;
  private final Duration absoluteTimeout;
  private final Clock clock;

  /**
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
    this.touch = touch;
    this.cookies = cookies;
    this.absoluteTimeout = absoluteTimeout;
    this.clock = clock;
  }

  @Override
  public Presented read(Function<String, List<String>> cookies, Optional<String> owner) {
    throw new UnsupportedOperationException("" + data + touch + absoluteTimeout + clock);
  }

  @Override
  public List<CookieValue> write(SessionSnapshot snapshot, Presented presented, int bytesTaken)
      throws SessionTooLarge {
    throw new UnsupportedOperationException("" + cookies);
  }

  @Override
  public List<CookieValue> touch(Presented.Live presented) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<CookieValue> clear(Presented presented) {
    throw new UnsupportedOperationException();
  }
}
