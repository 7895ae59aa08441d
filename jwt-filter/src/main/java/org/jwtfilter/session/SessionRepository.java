package org.jwtfilter.session;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Where sessions are kept between requests. Implementations are thread-safe. Where a store takes
 * part, every method throws {@link org.jwtfilter.store.StoreException} if it does not answer, and
 * then neither the client's session nor that in the store has changed half.
 */
public interface SessionRepository {

  /**
   * Finds the session of a request. A caller's own session comes first; where there is none, the
   * session of the visitor that the caller was until now, still without an owner. A visitor is
   * never shown the session of a login, nor a login that of another.
   *
   * <p>Of a session in a store that has expired, one request alone is told {@link
   * Presented.Expired}; by that it has ended for all.
   *
   * @param cookies all values that the request carries under a cookie name, empty for none
   * @param owner the login of this request; empty for a visitor
   */
  Presented read(Function<String, List<String>> cookies, Optional<String> owner);

  /**
   * What can be told of the session of a request that has not asked for it, without asking a store;
   * only good for {@link #touch}.
   *
   * @return empty where that is not enough: then it must be {@linkplain #read read}
   */
  default Optional<Presented> glance(
      Function<String, List<String>> cookies, Optional<String> owner) {
    return Optional.of(read(cookies, owner));
  }

  /**
   * Makes {@code session} the client's, and removes what {@code presented} leaves behind. What
   * others have changed since is kept: only what differs from the snapshot that this request was
   * given is changed.
   *
   * @param presented what was read, or what the previous writing of this request has answered; of a
   *     session that goes on it is {@link Presented.Live}, of one that begins it is not
   * @param bytesTaken what other cookies of ours add to this response, in bytes of whole lines
   * @throws SessionTooLarge if it does not fit; the client keeps what it has
   */
  Written write(SessionSnapshot session, Presented presented, int bytesTaken)
      throws SessionTooLarge;

  /**
   * Takes an attribute away from all other requests, at once. Of several that have read the same
   * session, on whichever nodes, one alone succeeds; all do where no store takes part.
   *
   * @param value as this request was given it
   * @param presented what was read, or what the previous writing of this request has answered
   */
  default Claimed claim(String attribute, Encoded value, Presented.Live presented) {
    return new Claimed(Claimed.Outcome.WON, presented);
  }

  /** Tells of this access; the session's data stay as they are. */
  Written touch(Presented.Live presented);

  /**
   * Prepares for changes after the response has left, or gives up what was prepared.
   *
   * @param goesOn whether the request goes on after its response has left, and has used its session
   */
  default Written reserve(Presented.Live presented, boolean goesOn) {
    return new Written(List.of(), presented);
  }

  /**
   * Writes what a request has changed after its response had left.
   *
   * @param saved attributes that it had saved before: what others have made of these since is newer
   *     than what it still had to add, and is kept
   * @return the session from now on, {@link Presented.None} if it has ended meanwhile; empty where
   *     nothing can take the changes any more
   * @throws SessionTooLarge if it does not fit
   */
  default Optional<Presented> writeLate(
      SessionSnapshot session, Presented.Live presented, Set<String> saved) throws SessionTooLarge {
    return Optional.empty();
  }

  /**
   * Ends a session on all nodes, for good. The cookies are another matter: see {@link #clear}.
   *
   * @return whether this call has ended it; false if somebody else was first
   */
  default boolean end(Presented.Live presented) {
    return true;
  }

  /** The deletions of everything that was presented. */
  List<CookieValue> clear(Presented presented);
}
