package org.jwtfilter.config;

/** What a request gets while the store does not answer ({@code store-down}). */
public enum StoreDown {
  /** Requests with a token are refused with 503: nobody knows whether it was revoked. */
  DENY,
  /**
   * Tokens that verify are accepted, though nobody knows whether they were revoked. What needs the
   * store itself, such as a session that lives there, is still refused.
   */
  ALLOW_VERIFIED
}
