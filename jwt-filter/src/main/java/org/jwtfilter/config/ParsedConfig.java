package org.jwtfilter.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the reader made of the settings: the values it could read and everything that is wrong, so
 * that others can look at the values too and all problems are reported together. Immutable.
 */
public final class ParsedConfig {
  private final Map<Option<?>, Entry> entries;
  private final Defaults defaults;
  private final List<ConfigProblem> problems;

  ParsedConfig(Map<Option<?>, Entry> entries, Defaults defaults, List<ConfigProblem> problems) {
    this.entries = Map.copyOf(entries);
    this.defaults = defaults;
    this.problems = problems.stream().distinct().toList();
  }

  /** The configuration, if nothing is wrong. */
  public Optional<JwtConfig> config() {
    return problems.isEmpty() ? Optional.of(new JwtConfig(this)) : Optional.empty();
  }

  /** What is wrong, each once; empty exactly when {@link #config()} is present. */
  public List<ConfigProblem> problems() {
    return problems;
  }

  /** The value of an option, set or by default; empty if what is written could not be read. */
  public <T> Optional<T> valueOf(Option<T> option) {
    Entry entry = entries.get(option);
    return entry == null ? option.fallback().value(this) : option.cast(entry.value());
  }

  /** Whether somebody wrote the option, readable or not. */
  public boolean isSet(Option<?> option) {
    return entries.containsKey(option);
  }

  /**
   * Where the option is set, such as {@code init-param of filter "jwt" in web.xml}, or {@code
   * default}.
   */
  public String where(Option<?> option) {
    return written(option).map(Setting::where).orElse("default");
  }

  /**
   * The configuration, or everything that is wrong with it at once.
   *
   * @param more problems that others found with the values
   * @throws ConfigurationException if there is any problem here or in {@code more}
   */
  public JwtConfig require(List<ConfigProblem> more) {
    List<ConfigProblem> all = Stream.concat(problems.stream(), more.stream()).toList();
    if (!all.isEmpty()) {
      throw new ConfigurationException(all);
    }
    return new JwtConfig(this);
  }

  Defaults defaults() {
    return defaults;
  }

  /** The setting behind an option, as written. */
  Optional<Setting> written(Option<?> option) {
    return Optional.ofNullable(entries.get(option)).map(Entry::setting);
  }

  /** The same with more problems that others found with the values. */
  public ParsedConfig with(List<ConfigProblem> more) {
    List<ConfigProblem> all = Stream.concat(problems.stream(), more.stream()).toList();
    return new ParsedConfig(entries, defaults, all);
  }

  /** Names the problems and no value, since values may be secrets. */
  @Override
  public String toString() {
    return "ParsedConfig" + problems;
  }

  /** An option that somebody wrote; without a value if it could not be read. */
  record Entry(Setting setting, Optional<Object> value) {
    @Override
    public String toString() {
      return setting.toString();
    }
  }
}
