package org.jwtfilter.key;

/**
 * The owner of a key set does not answer, so nobody can say whether a token is good. No fault of
 * the token: its sender shall come again.
 */
public final class KeysUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Without stack trace: an attacker may cause many. */
  KeysUnavailableException(String message) {
    super(message, null, false, false);
  }
}
