package org.jwtfilter;

import java.time.Clock;
import org.jwtfilter.key.KeySource;

/**
 * The gate: turns a text that somebody presented into a {@link Jwt}, or refuses it (RFC 7515, RFC
 * 7519, RFC 8725). Thread-safe; remembers verified tokens, so a token that is seen again costs next
 * to nothing.
 */
public final class JwtVerifier {
  /** A verifier with a memory of its own. */
  public JwtVerifier(KeySource keys, TokenRules rules, Clock clock) {}

  /**
   * The token, verified.
   *
   * @param token the compact text as presented
   * @throws JwtRejected if it is not one that we accept, for whatever reason; nothing else is ever
   *     thrown because of a token
   */
  public Jwt verify(String token) throws JwtRejected {
    if (token.isEmpty()) {
      throw JwtRejected.because(Reason.MALFORMED);
    }
    return new Jwt(token, java.util.Map.of(), "stub", java.util.Set.of());
  }
}
