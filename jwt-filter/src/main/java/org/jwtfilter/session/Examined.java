package org.jwtfilter.session;

import java.util.List;
import java.util.Set;

/**
 * What would become of an attribute's value if it were to travel. Nothing of the value itself.
 * Immutable.
 *
 * @param className of the value
 * @param classes those in it that {@code session-classes} must allow
 * @param patterns what to write into {@code session-classes} for that
 * @param obstacles the first of each kind and class
 * @param sizes in bytes; those of what remains where there are obstacles
 */
public record Examined(
    String className,
    Set<String> classes,
    Set<String> patterns,
    List<Obstacle> obstacles,
    Sizes sizes) {

  /** Copies the collections. */
  public Examined {
    classes = Set.copyOf(classes);
    patterns = Set.copyOf(patterns);
    obstacles = List.copyOf(obstacles);
  }

  /**
   * How large it is.
   *
   * @param serialized by Java serialization
   * @param deflated the same, compressed
   * @param encoded as a session of ours holds it, before compression
   * @param stored as a session of ours holds it
   */
  public record Sizes(int serialized, int deflated, int encoded, int stored) {
    /** Nothing. */
    public static final Sizes NONE = new Sizes(0, 0, 0, 0);

    /** Both together. */
    public Sizes plus(Sizes other) {
      return new Sizes(
          serialized + other.serialized,
          deflated + other.deflated,
          encoded + other.encoded,
          stored + other.stored);
    }

    /** The larger one, each number by itself. */
    public Sizes max(Sizes other) {
      return new Sizes(
          Math.max(serialized, other.serialized),
          Math.max(deflated, other.deflated),
          Math.max(encoded, other.encoded),
          Math.max(stored, other.stored));
    }
  }
}
