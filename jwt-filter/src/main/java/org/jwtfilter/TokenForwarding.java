package org.jwtfilter;

import java.net.URI;
import java.util.Optional;

/**
 * Decides which token may leave in the name of a caller, and where to: by the options {@code
 * forward-to} and {@code exchange}. Applications find it under the attribute {@link #ATTRIBUTE} of
 * the servlet context; most use {@link Downstream} instead. Thread-safe.
 */
@FunctionalInterface
public interface TokenForwarding {
  /** The attribute of the servlet context. */
  String ATTRIBUTE = "org.jwtfilter.TokenForwarding";

  /**
   * What to send as {@code Authorization: Bearer} with a request to this target, in the name of
   * this caller. A credential: it is for this target alone, so whoever sends it must not follow
   * redirects.
   *
   * @return empty where the target is not listed, the caller came without a token, the token has
   *     ended or was revoked, or it is bound to a key of the caller (RFC 9449) and the target is to
   *     get it as it is
   */
  Optional<String> tokenFor(Caller caller, URI target);
}
