package org.jwtfilter.config;

import java.util.List;

/** From parameters to one checked configuration. All problems are found in one go. */
public final class ConfigReader {
  private ConfigReader() {}

  /**
   * Reads the settings.
   *
   * @throws ConfigurationException if anything is wrong; it holds every problem
   */
  public static JwtConfig read(
      List<Setting> settings, Placeholders placeholders, Defaults defaults) {
    return parse(settings, placeholders, defaults).require(List.of());
  }

  /** Reads the settings and keeps what is wrong, for callers that have more to check. */
  public static ParsedConfig parse(
      List<Setting> settings, Placeholders placeholders, Defaults defaults) {
    return new ParsedConfig();
  }
}
