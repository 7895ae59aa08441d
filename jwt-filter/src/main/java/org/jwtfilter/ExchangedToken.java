package org.jwtfilter;

import java.time.Instant;

/**
 * A token that was issued in exchange for another.
 *
 * @param token the compact text; a credential
 * @param expiresAt its {@code exp}
 */
public record ExchangedToken(String token, Instant expiresAt) {
  /** Leaves the token out. */
  @Override
  public String toString() {
    return "ExchangedToken[until " + expiresAt + "]";
  }
}
