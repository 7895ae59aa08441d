package org.jwtfilter.config;

/** A place in a request where a token may be presented ({@code token-from}). */
public enum TokenSource {
  /** {@code Authorization: Bearer} (RFC 6750, section 2.1). */
  HEADER,
  /** The cookie named by {@code cookie-name}; a browser sends it by itself. */
  COOKIE,
  /**
   * The query parameter named by {@code query-parameter} (RFC 6750, section 2.3); ends up in logs.
   */
  QUERY,
  /** The parameter of a posted form named by {@code form-parameter} (RFC 6750, section 2.2). */
  FORM,
  /** The sub-protocols that a WebSocket's handshake offers: {@code bearer} and then the token. */
  WEBSOCKET
}
