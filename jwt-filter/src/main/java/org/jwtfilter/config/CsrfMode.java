package org.jwtfilter.config;

/** Whether changing requests with a cookie token must come from our own pages ({@code csrf}). */
public enum CsrfMode {
  /** They must. */
  ON,
  /** Any site can act in the name of a visitor who is logged in. */
  OFF,
  /**
   * They must, but a request with neither {@code Sec-Fetch-Site}, {@code Origin} nor {@code
   * Referer} passes.
   */
  ALLOW_MISSING_ORIGIN
}
