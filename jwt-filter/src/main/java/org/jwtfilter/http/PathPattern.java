package org.jwtfilter.http;

/**
 * A URL pattern of the Servlet specification (12.2): {@code /exact}, {@code /prefix/*}, {@code
 * *.extension}, the empty text for the context root alone, and {@code /} for everything else.
 * Immutable.
 */
public final class PathPattern implements Comparable<PathPattern> {
  private enum Kind {
    DEFAULT,
    EXTENSION,
    PREFIX,
    EXACT
  }

  private final Kind kind;
  private final String text;

  private PathPattern(Kind kind, String text) {
    this.kind = kind;
    this.text = text;
  }

  /** The pattern that a descriptor or an annotation writes so. */
  public static PathPattern of(String pattern) {
    if (pattern.isEmpty()) {
      return new PathPattern(Kind.EXACT, "/");
    }
    if (pattern.equals("/")) {
      return new PathPattern(Kind.DEFAULT, "");
    }
    if (pattern.startsWith("*.")) {
      return new PathPattern(Kind.EXTENSION, pattern.substring(1));
    }
    return pattern.endsWith("/*")
        ? new PathPattern(Kind.PREFIX, pattern.substring(0, pattern.length() - 2))
        : new PathPattern(Kind.EXACT, pattern);
  }

  /** Whether it matches a decoded path below the context path. */
  public boolean matches(String path) {
    return switch (kind) {
      case DEFAULT -> true;
      case EXTENSION ->
          path.endsWith(text) && path.lastIndexOf('/') < path.length() - text.length();
      case PREFIX ->
          path.startsWith(text)
              && (path.length() == text.length() || path.charAt(text.length()) == '/');
      case EXACT -> path.equals(text);
    };
  }

  /** The better match is the greater one: exact, then the longest prefix, extension, default. */
  @Override
  public int compareTo(PathPattern other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : Integer.compare(text.length(), other.text.length());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathPattern that && kind == that.kind && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return kind.hashCode() * 31 + text.hashCode();
  }
}
