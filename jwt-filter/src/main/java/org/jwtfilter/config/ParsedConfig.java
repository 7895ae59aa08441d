package org.jwtfilter.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the reader made of the settings: the values it could read and everything that is wrong, so
 * that others can look at the values too and all problems are reported together. Immutable.
 */
public final class ParsedConfig {
  ParsedConfig() {}

  /** The configuration, if nothing is wrong. */
  public Optional<JwtConfig> config() {
    return Optional.empty();
  }

  /** What is wrong, each once; empty exactly when {@link #config()} is present. */
  public List<ConfigProblem> problems() {
    return List.of();
  }

  /** The value of an option, set or by default; empty if what is written could not be read. */
  public <T> Optional<T> valueOf(Option<T> option) {
    return Optional.empty();
  }

  /** Whether somebody wrote the option, readable or not. */
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

  /**
   * The configuration, or everything that is wrong with it at once.
   *
   * @param more problems that others found with the values
   * @throws ConfigurationException if there is any problem here or in {@code more}
   */
  public JwtConfig require(List<ConfigProblem> more) {
    List<ConfigProblem> all = Stream.concat(problems().stream(), more.stream()).toList();
    if (!all.isEmpty()) {
      throw new ConfigurationException(all);
    }
    return config().orElseThrow();
  }
}
