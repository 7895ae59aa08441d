package org.jwtfilter.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jwtfilter.key.TokenCipher;

/**
 * Sessions in the client's own cookies, sealed. A request that only reads sets no cookie, or only
 * the small one that tells of its access. What a cookie was opened to is remembered. Thread-safe.
 */
public final class TokenSessions implements SessionRepository {
  private final ClientCookies client;
  private final Duration absoluteTimeout;
  private final Clock clock;

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
    this.client = new ClientCookies(data, touch, cookies);
    this.absoluteTimeout = absoluteTimeout;
    this.clock = clock;
  }

  @Override
  public Presented read(Function<String, List<String>> cookies, Optional<String> owner) {
    return client.read(cookies, owner, this::judge);
  }

  private Presented judge(Content content, CookieNames names, PresentedCookies presented) {
    if (!(content instanceof SessionSnapshot stored)) {
      return new Presented.Unreadable("it is in a store, and none is used here", presented);
    }
    SessionSnapshot session = stored.accessedAt(client.lastAccess(stored, names, presented));
    Instant now = clock.instant();
    return SessionLifetime.ended(session, absoluteTimeout, now)
        ? new Presented.Expired(session, presented)
        : new Presented.Live(
            session, SessionLifetime.needsTouch(session, now), presented, Place.token(session));
  }

  @Override
  public Written write(SessionSnapshot session, Presented presented, int bytesTaken)
      throws SessionTooLarge {
    PresentedCookies cookies = presented.cookies();
    return new Written(
        client.write(session, cookies, bytesTaken, client.budget()),
        new Presented.Live(session, false, cookies, Place.token(session)));
  }

  @Override
  public Written touch(Presented.Live presented) {
    return new Written(List.of(client.touch(presented.snapshot(), clock.instant())), presented);
  }

  @Override
  public List<CookieValue> clear(Presented presented) {
    return client.clear(presented.cookies());
  }
}
