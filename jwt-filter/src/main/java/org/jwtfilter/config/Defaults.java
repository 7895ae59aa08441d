package org.jwtfilter.config;

import java.time.Duration;
import java.util.Objects;

/**
 * What the web application itself says, and some defaults follow.
 *
 * @param contextPath the context path; empty for the root
 * @param sessionTimeout the {@code session-timeout} of web.xml; zero or less when sessions never
 *     end
 */
public record Defaults(String contextPath, Duration sessionTimeout) {
  public Defaults {
    Objects.requireNonNull(contextPath, "contextPath");
    Objects.requireNonNull(sessionTimeout, "sessionTimeout");
  }

  boolean sessionsEnd() {
    return sessionTimeout.compareTo(Duration.ZERO) > 0;
  }

  String contextPathOrSlash() {
    return contextPath.isEmpty() ? "/" : contextPath;
  }
}
