package org.jwtfilter.session;

import java.util.List;

/**
 * What became of a session that was to be written.
 *
 * @param cookies to be set; with those of an earlier writing in the same request that still hold
 * @param now the session from now on, as this request sees it; {@link Presented.None} if it has
 *     ended meanwhile, and was not written
 */
public record Written(List<CookieValue> cookies, Presented now) {

  /** Copies the list. */
  public Written {
    cookies = List.copyOf(cookies);
  }
}
