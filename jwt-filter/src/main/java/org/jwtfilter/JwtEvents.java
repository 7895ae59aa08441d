package org.jwtfilter;

import java.time.Clock;

/**
 * Hears what happens, for audit, counters and logs. Every method does nothing unless overridden.
 * Called on request threads: be quick and thread-safe. Names come from verified tokens or, for
 * {@link #loginFailed}, from whoever typed them: encode them where they go.
 */
public interface JwtEvents {
  /** Hears nothing. */
  JwtEvents NONE = new JwtEvents() {};

  /** A token was verified and the request goes on as its caller. */
  default void accepted(Jwt jwt) {}

  /** A request was refused. */
  default void rejected(Reason reason) {}

  /** A caller logged in. */
  default void loggedIn(String name) {}

  /** Somebody tried to log in under this name and was refused. */
  default void loginFailed(String name) {}

  /**
   * Somebody tried to log in under this name after too many wrong passwords, and has to wait: no
   * password was looked at.
   *
   * @param address of the client; may be empty
   */
  default void loginThrottled(String name, String address) {}

  /**
   * A token was presented by another client than it was issued to.
   *
   * @param name of the caller
   * @param what differs: {@code user-agent}, {@code ip}, {@code ip-prefix} or {@code fingerprint}
   * @param address of the client; may be empty
   */
  default void clientChanged(String name, String what, String address) {}

  /** A caller logged out. */
  default void loggedOut(String name) {}

  /** A caller got the successor of a token. */
  default void renewed(String name) {}

  /** A caller got new tokens for a refresh token. */
  default void refreshed(String name) {}

  /**
   * Whoever holds a token of a caller got one for other audiences at the endpoint {@code token}.
   *
   * @param name of the caller
   * @param audience what the new token is for, with spaces between several
   */
  default void exchanged(String name, String audience) {}

  /**
   * A refresh token was presented again after its successor was handed out and its grace period was
   * over: somebody has a copy. The whole login has ended (RFC 9700, 4.14.2).
   */
  default void refreshReused(String name) {}

  /**
   * A token, a login, or all logins of a user were revoked, by way of this node.
   *
   * @param name of the user; empty where only the id of a token or login was given
   */
  default void revoked(String name) {}

  /**
   * An identity provider does not answer, or not with keys that we may use; tokens of keys that are
   * not known get 503 from now on. Told once until it answers again, on a thread of ours.
   *
   * @param provider the address of its keys
   * @param why in words
   */
  default void keysDown(String provider, String why) {}

  /**
   * An identity provider answers again.
   *
   * @param provider the address of its keys
   */
  default void keysUp(String provider) {}

  /**
   * Key files have changed, and tokens are signed, sealed and verified with what is in them now; or
   * they are again what they were before they could not be used. Told on a thread of ours.
   *
   * @param option that names the files, such as {@code keys}
   * @param keys in words: names, no secrets
   */
  default void keysReloaded(String option, String keys) {}

  /**
   * Key files have changed to something that cannot be used; the former keys still are. Told once
   * for each change, on a thread of ours.
   *
   * @param option that names the files, such as {@code keys}
   * @param why in words, without secrets
   */
  default void keysNotReloaded(String option, String why) {}

  /** The store has stopped answering; from now on requests get what {@code store-down} says. */
  default void storeDown(String why) {}

  /** The store answers again. */
  default void storeUp() {}

  /**
   * A session did not fit into its cookies and was not kept.
   *
   * @param bytes what it takes
   * @param budget what it may take
   */
  default void sessionTooLarge(int bytes, int budget) {}

  /** A session attribute could not be stored or read and was left out. */
  default void attributeDropped(String attribute, String why) {}

  /**
   * The same listener, of which whatever it throws is logged and dropped; the refusals that it
   * hears of are logged as sums. Either is one line a minute at most.
   */
  static JwtEvents guarded(JwtEvents listener, Clock clock) {
    return new GuardedEvents(listener, clock);
  }
}
