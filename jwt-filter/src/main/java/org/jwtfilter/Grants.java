package org.jwtfilter;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Who is logged in, and the means to end it or to change what they may do. What is said here holds
 * on this node when the method returns, and on all others within {@code revocation-delay}.
 * Applications find it under the attribute {@link #ATTRIBUTE} of the servlet context. Thread-safe.
 *
 * <p>Every method throws {@link org.jwtfilter.store.StoreException} if the store does not answer;
 * what was to be changed is then to be tried again.
 */
public interface Grants {
  /** The attribute of the servlet context. */
  String ATTRIBUTE = "org.jwtfilter.Grants";

  /**
   * Ends one token.
   *
   * @param id its {@code jti}
   * @param expires its {@code exp}, after which nothing needs to be remembered
   */
  void revokeToken(String id, Instant expires);

  /** Ends a login: all its tokens, and its refresh token. */
  void revokeGrant(String grant);

  /**
   * Ends all logins of a user that have begun so far, for example since the password was changed.
   */
  void revokeUser(String name);

  /** The logins of a user that are under way, the latest first. */
  List<Grant> of(String name);

  /**
   * Gives a user other roles at once, in the tokens that are out there too. A new login takes its
   * roles from where it always does: change them there first.
   */
  void changeRoles(String name, Set<String> roles);
}
