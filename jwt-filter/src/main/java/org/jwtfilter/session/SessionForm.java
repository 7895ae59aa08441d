package org.jwtfilter.session;

/** Where {@link HybridSessions} writes sessions; it finds them wherever they are. */
public enum SessionForm {
  /** In the client's cookies. */
  TOKEN,
  /** In the store. */
  STORE,
  /** In the client's cookies while they hold it, in the store otherwise. */
  AUTO
}
