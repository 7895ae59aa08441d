package org.jwtfilter.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** From parameters to one checked configuration. All problems are found in one go. */
public final class ConfigReader {
  private final Placeholders placeholders;
  private final Map<Option<?>, ParsedConfig.Entry> entries = new HashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  private ConfigReader(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

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
    ConfigReader reader = new ConfigReader(placeholders);
    byName(settings).forEach(reader::readAll);
    ParsedConfig parsed = new ParsedConfig(reader.entries, defaults, reader.problems);
    return parsed.with(Contradictions.in(parsed));
  }

  private static Map<String, List<Setting>> byName(List<Setting> settings) {
    return settings.stream()
        .collect(
            Collectors.groupingBy(
                setting -> setting.name().strip(), LinkedHashMap::new, Collectors.toList()));
  }

  private void readAll(String name, List<Setting> settings) {
    Optional<Option<?>> option = Options.named(name);
    if (option.isEmpty()) {
      problem(name, unknown(name), places(settings));
    } else if (settings.size() > 1) {
      entries.put(option.get(), new ParsedConfig.Entry(settings.get(0), Optional.empty()));
      problem(name, "is set " + settings.size() + " times; keep one", places(settings));
    } else {
      read(option.get(), settings.get(0));
    }
  }

  private static String unknown(String name) {
    return MicroProfile.advice(name)
        .or(
            () ->
                Suggestion.of(name, Options.names())
                    .map(near -> "there is no such option; did you mean " + near + "?"))
        .orElse("there is no such option; docs/configuration.md lists them all");
  }

  private <T> void read(Option<T> option, Setting setting) {
    Expansion expansion = Expansion.of(setting.value(), placeholders);
    Written value = new Written(setting, expansion.text(), option.secrecy());
    expansion.complaints().forEach(value::complain);
    Optional<T> read = value.accepted() ? read(option, value) : Optional.empty();
    entries.put(option, new ParsedConfig.Entry(setting, read.map(x -> x)));
    value.complaints().forEach(words -> problem(option.name(), words, setting.where()));
  }

  private static <T> Optional<T> read(Option<T> option, Written value) {
    if (value.text().isEmpty()) {
      value.complain(option.emptyAdvice());
      return Optional.empty();
    }
    if (value.text().codePoints().anyMatch(ConfigReader::isStrange)) {
      return value.refuse(value.text(), "contains a control character; remove it");
    }
    return option.syntax().parser().parse(value);
  }

  private static boolean isStrange(int c) {
    return Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r';
  }

  private void problem(String name, String words, String where) {
    problems.add(new ConfigProblem(Masks.text(name), words + " (" + where + ")"));
  }

  private static String places(List<Setting> settings) {
    return settings.stream().map(Setting::where).collect(Collectors.joining(" and "));
  }
}
