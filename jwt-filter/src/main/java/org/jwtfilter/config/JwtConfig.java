package org.jwtfilter.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The configuration: complete, checked, immutable. Contains secrets; {@code toString} masks them.
 */
public final class JwtConfig {
  private final ParsedConfig parsed;
  private final Map<Option<?>, Object> values;

  /** Takes what has no problems, so that every option has a value. */
  JwtConfig(ParsedConfig parsed) {
    this.parsed = parsed;
    this.values =
        Options.all().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    option -> option, option -> parsed.valueOf(option).orElseThrow()));
  }

  /** The value of an option: as set, or its default. */
  public <T> T get(Option<T> option) {
    return option.cast(Optional.ofNullable(values.get(option))).orElseThrow();
  }

  /** The application's context path; empty for the root. */
  public String contextPath() {
    return parsed.defaults().contextPath();
  }

  /** Whether somebody wrote the option. */
  public boolean isSet(Option<?> option) {
    return parsed.isSet(option);
  }

  /**
   * Where the option is set, such as {@code init-param of filter "jwt" in web.xml}, or {@code
   * default}.
   */
  public String where(Option<?> option) {
    return parsed.where(option);
  }

  /**
   * The start-up report: every option with its value, a star before those that differ from the
   * default, the place of those that are set; secrets masked. Several lines.
   */
  public String report() {
    return Report.of(parsed);
  }

  /** What is allowed but dangerous, a sentence each; to be logged once at start. */
  public List<String> warnings() {
    return Warnings.of(this);
  }

  /** The text of an option as written; may hold a secret. */
  Optional<String> written(Option<?> option) {
    return parsed.written(option).map(Setting::value);
  }

  @Override
  public String toString() {
    return report();
  }
}
