package org.jwtfilter.config;

import java.util.Optional;

/** URL patterns as the Servlet specification, section 12.2, defines them. */
final class UrlPatterns {
  private UrlPatterns() {}

  /** {@code /a/*}, {@code *.jsp}, {@code /a} or {@code /}; the context path is not part of it. */
  static Item<String> item() {
    return (item, value) -> {
      Optional<String> advice = advice(item);
      return advice.isPresent()
          ? value.refuse(item, "is not a URL pattern: " + advice.get())
          : Optional.of(item);
    };
  }

  private static Optional<String> advice(String pattern) {
    if (pattern.equals("*") || pattern.equals("**") || pattern.equals("/**")) {
      return Optional.of("write /* for everything");
    }
    if (pattern.contains("?") || pattern.contains("#") || pattern.contains("://")) {
      return Optional.of("write the path alone, without host, query and fragment");
    }
    if (pattern.startsWith("*.")) {
      return Optional.ofNullable(isExtension(pattern.substring(2)) ? null : "write as in *.jsp");
    }
    if (!pattern.startsWith("/")) {
      return Optional.of("begin with / (as in /account/*) or with *. (as in *.jsp)");
    }
    String start = pattern.endsWith("/*") ? pattern.substring(0, pattern.length() - 2) : pattern;
    return start.contains("*")
        ? Optional.of("a * stands alone after the last / (as in /account/*) or first (as in *.jsp)")
        : Optional.empty();
  }

  private static boolean isExtension(String text) {
    return !text.isEmpty() && !text.contains("/") && !text.contains("*");
  }
}
