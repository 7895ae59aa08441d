package org.jwtfilter;

/**
 * The time in which a token is good, in milliseconds since 1970, the skew of clocks already
 * included.
 *
 * @param from the first millisecond
 * @param until the first one that is too late (RFC 7519 section 4.1.4: "on or after")
 */
record Validity(long from, long until) {
  void require(long now) throws JwtRejected {
    if (now >= until) {
      throw JwtRejected.because(Reason.EXPIRED);
    }
    if (now < from) {
      throw JwtRejected.because(Reason.NOT_YET_VALID);
    }
  }
}
