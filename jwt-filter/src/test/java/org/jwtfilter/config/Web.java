package org.jwtfilter.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A web.xml in tests: options of the filter, all of them with a key unless they say so. */
final class Web {
  static final String WHERE = "init-param of filter \"jwt\" in web.xml";
  static final String CONTEXT = "context-param in web.xml";
  static final Defaults SHOP = new Defaults("/shop", Duration.ofMinutes(30));
  static final Map<String, String> OUTSIDE =
      Map.of(
          "env:MODE", "lax",
          "env:BAD", "S3cretValue",
          "env:EMPTY", "",
          "sys:shop.key", "c2VjcmV0LW9mLXRoZS1zaG9w",
          "file:/run/issuer", "https://login.example",
          "jndi:java:comp/env/path", "/app",
          "env:TRICK", "${env:BAD}");

  private Web() {}

  static ParsedConfig parse(Defaults defaults, String... namesAndValues) {
    List<Setting> settings = settings(namesAndValues);
    if (settings.stream().noneMatch(setting -> setting.name().equals("keys"))) {
      settings.add(new Setting("keys", "hmac:env:JWT_KEY", WHERE));
    }
    return ConfigReader.parse(settings, Web::outside, defaults);
  }

  static List<String> problems(String... namesAndValues) {
    return parse(SHOP, namesAndValues).problems().stream().map(ConfigProblem::toString).toList();
  }

  static JwtConfig config(String... namesAndValues) {
    return parse(SHOP, namesAndValues).require(List.of());
  }

  /** What an option reads from a text. */
  static <T> T value(Option<T> option, String text) {
    boolean ofSession = option.name().startsWith("session-") || option == Options.ON_OVERFLOW;
    return ofSession
        ? config("session", "token", option.name(), text).get(option)
        : config(option.name(), text).get(option);
  }

  /** What an option says to a text, without the place, which is checked. */
  static List<String> refusals(Option<?> option, String text) {
    List<String> problems = problems("session", "token", option.name(), text);
    return problems.stream().map(line -> withoutFrame(line, option)).toList();
  }

  static List<Setting> settings(String... namesAndValues) {
    List<Setting> settings = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.add(new Setting(namesAndValues[i], namesAndValues[i + 1], WHERE));
    }
    return settings;
  }

  static Optional<String> outside(String kind, String key) {
    return Optional.ofNullable(OUTSIDE.get(kind + ":" + key));
  }

  private static String withoutFrame(String line, Option<?> option) {
    String start = option.name() + ": ";
    String end = " (" + WHERE + ")";
    if (!line.startsWith(start) || !line.endsWith(end)) {
      throw new AssertionError(line);
    }
    return line.substring(start.length(), line.length() - end.length());
  }
}
