package org.jwtfilter.http;

import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.grant.GrantRegistry;
import org.jwtfilter.store.StoreException;

/**
 * Refuses what was revoked, on whatever node. Looks into memory only, unless this node has not
 * heard from the store for too long.
 */
final class RevocationCheck implements Check {
  private final GrantRegistry grants;
  private final boolean deny;

  /**
   * @param deny whether nobody passes while the store does not answer
   */
  RevocationCheck(GrantRegistry grants, boolean deny) {
    this.grants = grants;
    this.deny = deny;
  }

  /**
   * {@inheritDoc}
   *
   * @throws StoreException where nobody can say whether the token was revoked
   */
  @Override
  public void check(Exchange exchange, Jwt jwt, TokenTransport transport) throws JwtRejected {
    check(jwt);
  }

  /**
   * Lets the token pass by returning, wherever it came from.
   *
   * @throws JwtRejected if it was revoked
   * @throws StoreException where nobody can say whether it was
   */
  void check(Jwt jwt) throws JwtRejected {
    if (!grants.fresh()) {
      catchUp();
    }
    grants.check(jwt);
  }

  private void catchUp() {
    try {
      grants.catchUp();
    } catch (StoreException e) {
      if (deny) {
        throw e;
      }
    }
  }
}
