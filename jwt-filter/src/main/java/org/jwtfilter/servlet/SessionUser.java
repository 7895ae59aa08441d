package org.jwtfilter.servlet;

import org.jspecify.annotations.Nullable;
import org.jwtfilter.session.SessionState;

/**
 * The request for which a session is handed out: what an application does with it concerns more.
 */
interface SessionUser {
  /** Nobody: what is done concerns the session alone. */
  SessionUser NONE = new SessionUser() {};

  /**
   * The application ends the session: it must end for all.
   *
   * @return false if somebody else has ended it, and told the listeners
   */
  default boolean end(SessionState session) {
    return true;
  }

  /** Told once when the application has ended the session. */
  default void ended(SessionState session) {}

  /**
   * The application removes an attribute.
   *
   * @return what it was; null if there was none
   * @throws NotTaken if it is not this request's to take
   */
  default @Nullable Object remove(SessionState session, String attribute) {
    return session.remove(attribute);
  }
}
