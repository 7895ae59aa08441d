package org.jwtfilter.session;

import java.util.Optional;

/** What a client's session cookie was opened to: the session itself, or where it is. */
sealed interface Content permits SessionSnapshot, Pointer {

  /** The session's id. */
  String id();

  /** The login that the session belongs to; empty for a visitor. */
  Optional<String> owner();
}
