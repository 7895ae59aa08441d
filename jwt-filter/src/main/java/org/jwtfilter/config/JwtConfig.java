package org.jwtfilter.config;

import java.util.List;

/**
 * The configuration: complete, checked, immutable. Contains secrets; {@code toString} masks them.
 */
public final class JwtConfig {
  private final ParsedConfig parsed;

  JwtConfig(ParsedConfig parsed) {
    this.parsed = parsed;
  }

  /** The value of an option: as set, or its default. */
  public <T> T get(Option<T> option) {
    return parsed.valueOf(option).orElseThrow();
  }

  /** Whether somebody wrote the option. */
  public boolean isSet(Option<?> option) {
    return false;
  }

  /**
   * Where the option is set, such as {@code init-param of filter "jwt" in web.xml}, or {@code
   * default}.
   */
  public String where(Option<?> option) {
    return "default";
  }

  /** The start-up report: every option with its value, secrets masked, a star before those set. */
  public String report() {
    return "";
  }

  /** What is allowed but dangerous, a sentence each; to be logged once at start. */
  public List<String> warnings() {
    return List.of();
  }

  @Override
  public String toString() {
    return report();
  }
}
