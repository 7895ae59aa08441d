package org.jwtfilter.session;

/**
 * Something in an attribute's value that keeps it from travelling, or that is lost on the way.
 *
 * @param path the way to it by classes and fields, such as {@code Cart.items[3].service}; never a
 *     value
 * @param what the class of what stands there, or what happened
 */
public record Obstacle(Kind kind, String path, String what) {
  /** What is wrong with it. */
  public enum Kind {
    /** It does not implement {@code Serializable}. */
    NOT_SERIALIZABLE,
    /** It runs, or is open, in this very process: a thread, a job, a connection, a stream. */
    RUNNING,
    /** Its class is among those that no configuration lets into a session. */
    FORBIDDEN,
    /** It fails to write itself. */
    FAILS,
    /** It is larger than any attribute may be. */
    TOO_LARGE,
    /**
     * A transient field of the application's own class holds it, which will be null elsewhere, and
     * it is not serializable: a service that was injected, in all probability.
     */
    TRANSIENT_SERVICE,
    /** Another transient field holds it, which will be null elsewhere: often a cache. */
    TRANSIENT
  }

  /** Whether that is no reason to keep the value where it is: something is missing afterwards. */
  public boolean isDoubt() {
    return kind == Kind.TRANSIENT;
  }
}
