package org.jwtfilter.observe;

/** What a session needs in cookies, about. */
final class Budget {
  /** What {@code session-budget} is unless it is set. */
  static final int USUAL = 6 * 1024;

  /** The login's own cookie, the touch cookie, names and attributes of all of them. */
  private static final int BESIDE = 1000;

  private Budget() {}

  /** Bytes of {@code Set-Cookie} for so many bytes of session: sealed, then in Base64. */
  static int cookieBytes(int stored) {
    return BESIDE + (int) Math.min(Integer.MAX_VALUE / 2, 4L * stored / 3);
  }
}
