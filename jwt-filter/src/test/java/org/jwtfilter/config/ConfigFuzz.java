package org.jwtfilter.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Configurations: read, or refused with every reason in words, none of which shows a secret. */
public final class ConfigFuzz {
  private static final int SHORTEST_SECRET = 12;

  private ConfigFuzz() {}

  /** Lines of {@code name=value}, with {@code \n} for a line feed in a value. */
  public static void config(byte[] input) {
    String text = new String(input, UTF_8);
    List<Setting> settings = settings(text);
    ParsedConfig parsed = ConfigReader.parse(settings, Web::outside, Web.SHOP);
    List<String> shown = new ArrayList<>();
    parsed.problems().forEach(problem -> shown.add(problem.toString()));
    require(parsed.config().isPresent() == shown.isEmpty(), "a configuration or problems");
    shown.add(Report.of(parsed));
    parsed.config().ifPresent(config -> shown.addAll(Warnings.of(config)));
    parsed.config().ifPresent(config -> Options.all().forEach(one -> requireReadable(config, one)));
    settings.forEach(one -> requireHidden(text, one, shown));
    String before = parsed.problems().toString();
    require(
        ConfigReader.parse(settings, Web::outside, Web.SHOP).problems().toString().equals(before),
        "read alike twice");
  }

  static List<Setting> settings(String text) {
    List<Setting> settings = new ArrayList<>();
    for (String line : text.split("\n")) {
      int equals = line.indexOf('=');
      if (equals >= 0) {
        String value = line.substring(equals + 1).replace("\\n", "\n");
        settings.add(new Setting(line.substring(0, equals), value, Web.WHERE));
      }
    }
    return settings;
  }

  private static void requireReadable(JwtConfig config, Option<?> option) {
    Object value = config.get(option);
    if (value instanceof Duration duration && !duration.isNegative()) {
      Written text = new Written(new Setting("x", Amounts.text(duration), "x"), "x", Secrecy.NONE);
      Item<Duration> item = Amounts.shortDuration(Duration.ZERO, Duration.ofDays(100_000));
      require(
          item.read(Amounts.text(duration), text).filter(duration::equals).isPresent(),
          "what is shown can be written: " + duration);
    }
  }

  /** What follows {@code hmac:base64:} may be somebody's key, and what {@code redis://} a login. */
  private static void requireHidden(String text, Setting setting, List<String> shown) {
    String value = setting.value();
    if (setting.name().strip().equals("store") && value.startsWith("redis://")) {
      String login = value.substring("redis://".length(), Math.max(8, value.lastIndexOf('@')));
      for (String part : login.split("[^A-Za-z0-9]")) {
        require(!isSecret(part, text) || !holds(shown, part), "no login is shown");
      }
    }
    int start = value.indexOf("hmac:base64:");
    if (start >= 0 && !value.contains("$")) {
      String secret = firstWord(value.substring(start + "hmac:base64:".length()));
      require(!isSecret(secret, text) || !holds(shown, secret), "no key is shown");
    }
  }

  private static boolean holds(List<String> shown, String secret) {
    return shown.stream().anyMatch(one -> one.contains(secret));
  }

  /** Long, no word of ours, and at no other place, where it would be none. */
  private static boolean isSecret(String part, String text) {
    return part.length() >= SHORTEST_SECRET
        && part.chars().anyMatch(Character::isDigit)
        && text.indexOf(part) == text.lastIndexOf(part);
  }

  private static String firstWord(String text) {
    return text.split("[^A-Za-z0-9+/=_-]", 2)[0];
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
