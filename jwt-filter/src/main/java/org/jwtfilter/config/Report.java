package org.jwtfilter.config;

import java.util.Optional;
import java.util.stream.Collectors;

/** The start-up report: every option, its value, where it comes from. */
final class Report {
  private final ParsedConfig config;

  private Report(ParsedConfig config) {
    this.config = config;
  }

  static String of(ParsedConfig config) {
    Report report = new Report(config);
    return Options.all().stream()
        .map(report::line)
        .collect(
            Collectors.joining("\n", "jwt-filter runs with (* = differs from the default):\n", ""));
  }

  private <T> String line(Option<T> option) {
    String start = (differs(option) ? "* " : "  ") + option.name() + " = ";
    return config
        .written(option)
        .map(setting -> start + set(option, setting) + " [" + setting.where() + "]")
        .orElseGet(() -> start + byDefault(option));
  }

  private <T> boolean differs(Option<T> option) {
    return config.isSet(option) && !config.valueOf(option).equals(option.fallback().value(config));
  }

  private <T> String set(Option<T> option, Setting setting) {
    if (option.secret()) {
      return option.secrecy().masked(setting.value());
    }
    String value = config.valueOf(option).map(Words::text).map(Masks::line).orElse("?");
    return Masks.holdsPlaceholder(setting.value())
        ? value + " from " + Masks.text(setting.value())
        : value;
  }

  /** Where the value says nothing, the words of the documentation do. */
  private <T> String byDefault(Option<T> option) {
    Optional<String> value = config.valueOf(option).map(Words::text);
    return value.filter(text -> !text.equals("none")).orElse(option.defaultText()).replace("`", "");
  }
}
