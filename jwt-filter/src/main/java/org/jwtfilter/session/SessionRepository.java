package org.jwtfilter.session;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where sessions are kept between requests. Implementations are thread-safe. */
public interface SessionRepository {

  /**
   * Finds the session of a request. A caller's own session comes first; where there is none, the
   * session of the visitor that the caller was until now, still without an owner. A visitor is
   * never shown the session of a login, nor a login that of another.
   *
   * @param cookies all values that the request carries under a cookie name, empty for none
   * @param owner the login of this request; empty for a visitor
   */
  Presented read(Function<String, List<String>> cookies, Optional<String> owner);

  /**
   * The cookies that make {@code snapshot} the client's session, and that remove what {@code
   * presented} leaves behind.
   *
   * @param bytesTaken what other cookies of ours add to this response, in bytes of whole lines
   * @throws SessionTooLarge if the lines exceed the budget; the client keeps what it has
   */
  List<CookieValue> write(SessionSnapshot snapshot, Presented presented, int bytesTaken)
      throws SessionTooLarge;

  /** The small cookie that tells of this access; the data cookies stay as they are. */
  List<CookieValue> touch(Presented.Live presented);

  /** The deletions of everything that was presented. */
  List<CookieValue> clear(Presented presented);
}
