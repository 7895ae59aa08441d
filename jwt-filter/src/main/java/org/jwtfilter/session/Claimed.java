package org.jwtfilter.session;

/**
 * What became of an attribute that a request has taken out of its session for itself alone.
 *
 * @param now the session from now on, without the attribute where that is gone for all already
 */
public record Claimed(Outcome outcome, Presented.Live now) {

  /** Who has got it. */
  public enum Outcome {
    /** This request, and nobody else will. */
    WON,
    /** Another request, which may still be under way. */
    LOST,
    /**
     * Another request, so long ago that its answer should have reached the client: where the
     * attribute is still in the client's cookies, it should go.
     */
    LOST_LONG_AGO
  }
}
