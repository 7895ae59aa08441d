package org.jwtfilter.http;

import java.util.List;

/** A set of URL patterns. Immutable. */
public final class Paths {
  private final List<PathPattern> patterns;

  private Paths(List<PathPattern> patterns) {
    this.patterns = patterns;
  }

  /** The paths that any of these patterns of the Servlet specification (12.2) matches. */
  public static Paths of(List<String> patterns) {
    return new Paths(patterns.stream().map(PathPattern::of).toList());
  }

  /** Whether a decoded path below the context path is one of them. */
  public boolean contains(String path) {
    for (PathPattern pattern : patterns) {
      if (pattern.matches(path)) {
        return true;
      }
    }
    return false;
  }
}
