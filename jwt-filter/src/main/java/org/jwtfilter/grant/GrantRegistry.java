package org.jwtfilter.grant;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.Grant;
import org.jwtfilter.Grants;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.key.TokenCipher;
import org.jwtfilter.store.Store;

/**
 * The logins of an application: begun, listed, refreshed and ended over a store that all nodes
 * share. Per request {@link #fresh}, {@link #check} and {@link #changedRoles} are asked, which look
 * into memory only. Thread-safe.
 *
 * <p>Every method that asks the store throws {@link org.jwtfilter.store.StoreException} if it does
 * not answer.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is filled in
public final class GrantRegistry implements Grants, AutoCloseable {
  private GrantRegistry() {}

  /**
   * A registry that has read what is revoked, if the store answers, and goes on reading.
   *
   * @param store not closed by this registry
   * @param cipher of purpose {@code store}: everything in the store is sealed with it
   * @param keys that verify the refresh tokens of {@code issuer}
   * @param verifier of the access tokens of {@code issuer}
   */
  public static GrantRegistry open(
      Store store,
      TokenCipher cipher,
      KeySource keys,
      JwtIssuer issuer,
      JwtVerifier verifier,
      GrantRules rules,
      Clock clock,
      JwtEvents events) {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether this node knows everything that was revoked more than {@code revocationDelay} ago.
   * Where it is not, call {@link #catchUp}; if that fails, the store is down: renew no token then.
   */
  public boolean fresh() {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads what was revoked elsewhere unless this node is {@link #fresh}; threads that come together
   * share one reading and its outcome.
   */
  public void catchUp() {
    throw new UnsupportedOperationException();
  }

  /**
   * Lets a token pass by returning. Looks into memory only.
   *
   * @throws JwtRejected with {@link org.jwtfilter.Reason#REVOKED} if it, its login, or the logins
   *     of its user were revoked
   */
  public void check(Jwt jwt) throws JwtRejected {
    throw new UnsupportedOperationException();
  }

  /**
   * The roles that the caller was given at once after this login began, in place of those in the
   * token; empty where they were not changed. Looks into memory only.
   */
  public Optional<Set<String>> changedRoles(Jwt jwt) {
    throw new UnsupportedOperationException();
  }

  /**
   * Notes a login that begins.
   *
   * @param issued its first token
   * @param device what the client says it is, of any length; may be empty
   * @param address of the client; may be empty
   * @return its refresh token; empty where there are none
   */
  public Optional<String> begin(Jwt issued, String device, String address) {
    throw new UnsupportedOperationException();
  }

  /**
   * Notes that a login goes on with a renewed token. Asks the store at most every few minutes per
   * login, and a store that fails is only logged: nothing but the list of logins lacks it.
   */
  public void renewed(Jwt issued, String device, String address) {
    throw new UnsupportedOperationException();
  }

  /** Ends the login of this token, or the token alone if it belongs to none: a logout. */
  public void ended(Jwt jwt) {
    throw new UnsupportedOperationException();
  }

  /** New tokens for a refresh token. */
  public RefreshAnswer refresh(String token, String device, String address) {
    throw new UnsupportedOperationException();
  }

  /**
   * Revokes what somebody presents for that (RFC 7009): an access token alone, or with a refresh
   * token the whole login. What is not a good token of ours changes nothing.
   *
   * @return false if it is a token that cannot be revoked, as it names neither itself nor its login
   *     ({@code unsupported_token_type})
   */
  public boolean revoke(String token) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void revokeToken(String id, Instant expires) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void revokeGrant(String grant) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void revokeUser(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Grant> of(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void changeRoles(String name, Set<String> roles) {
    throw new UnsupportedOperationException();
  }

  /** Stops reading. May be called more than once. */
  @Override
  public void close() {}
}
