package org.jwtfilter.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations ({@code 90s}, {@code 1h30m}, {@code PT30M}, {@code 500ms}) and sizes ({@code 6k},
 * {@code 6144}).
 */
final class Amounts {
  private static final Pattern SHORT =
      Pattern.compile("(?=.)(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s)?");
  private static final Pattern MILLIS = Pattern.compile("(\\d{1,9})ms");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(b|k|kb|kib|m|mb|mib)?");
  private static final Map<Character, Integer> UNITS = Map.of('k', 1 << 10, 'm', 1 << 20);

  private Amounts() {}

  /** Whole seconds within limits, both allowed. */
  static Item<Duration> duration(Duration least, Duration most) {
    return (item, value) -> {
      Optional<Duration> read = duration(item.toLowerCase(Locale.ROOT));
      return read.isEmpty()
          ? value.refuse(item, "is not a duration such as 30s, 15m, 2h or 14d")
          : within(read.get(), least, most, item, value);
    };
  }

  /** Milliseconds within limits, both allowed. */
  static Item<Duration> shortDuration(Duration least, Duration most) {
    return (item, value) -> {
      String text = item.toLowerCase(Locale.ROOT);
      Matcher millis = MILLIS.matcher(text);
      Optional<Duration> read =
          millis.matches() ? Optional.of(Duration.ofMillis(number(millis, 1))) : duration(text);
      return read.isEmpty()
          ? value.refuse(item, "is not a duration such as 500ms or 2s")
          : within(read.get(), least, most, item, value);
    };
  }

  /** Bytes within limits, both allowed. */
  static Item<Integer> size(int least, int most) {
    return (item, value) -> {
      Optional<Long> read = size(item.toLowerCase(Locale.ROOT));
      return read.isEmpty()
          ? value.refuse(item, "is not a size such as 6k or 6144")
          : within(read.get(), (long) least, (long) most, item, value).map(Long::intValue);
    };
  }

  /** A duration in one unit, the largest that people would take. */
  static String text(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    long seconds = duration.toSeconds();
    if (seconds % 3600 == 0 && seconds != 0) {
      long hours = seconds / 3600;
      return hours % 24 == 0 && hours > 24 ? hours / 24 + "d" : hours + "h";
    }
    return seconds % 60 == 0 && seconds > 60 ? seconds / 60 + "m" : seconds + "s";
  }

  /** The shortest way to write a number of bytes. */
  static String text(int bytes) {
    return bytes % 1024 == 0 ? bytes / 1024 + "k" : Integer.toString(bytes);
  }

  private static Optional<Duration> duration(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (!matcher.matches()) {
      return text.startsWith("p") ? iso(text) : Optional.empty();
    }
    return Optional.of(
        Duration.ofDays(number(matcher, 1))
            .plusHours(number(matcher, 2))
            .plusMinutes(number(matcher, 3))
            .plusSeconds(number(matcher, 4)));
  }

  private static Optional<Duration> iso(String text) {
    try {
      return Optional.of(Duration.parse(text)).filter(read -> read.toNanosPart() == 0);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = matcher.group(2);
    return Optional.of(
        number(matcher, 1) * (unit == null ? 1 : UNITS.getOrDefault(unit.charAt(0), 1)));
  }

  private static long number(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static <T extends Comparable<T>> Optional<T> within(
      T read, T least, T most, String item, Written value) {
    if (read.compareTo(least) < 0) {
      return value.refuse(item, "is less than " + show(least) + ", the least allowed");
    }
    return read.compareTo(most) > 0
        ? value.refuse(item, "is more than " + show(most) + ", the most allowed")
        : Optional.of(read);
  }

  private static String show(Object limit) {
    return limit instanceof Duration duration ? text(duration) : text(((Long) limit).intValue());
  }
}
