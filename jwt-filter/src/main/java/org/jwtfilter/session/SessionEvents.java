package org.jwtfilter.session;

/**
 * What happens to attributes on their way in and out. Called on the request's thread, while the
 * session is locked by that thread. What an implementation throws reaches the application.
 */
public interface SessionEvents {

  /** Does nothing. */
  SessionEvents NONE = new SessionEvents() {};

  /** An attribute was left out since it cannot be read here; once per attribute and cause. */
  default void undecodable(UndecodableException why) {}

  /**
   * A value holds something in a transient field that is lost on the way; once per class and field.
   */
  default void transientLost(String attribute, String className, String field) {}

  /** A value was just decoded, before the application sees it for the first time. */
  default void activated(SessionState session, String attribute, Object value) {}

  /** A value is about to be encoded. */
  default void passivating(SessionState session, String attribute, Object value) {}
}
