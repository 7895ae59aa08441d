package org.jwtfilter.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values in the words of web.xml: choices among few words, and any value back to its text. */
final class Words {
  private Words() {}

  /** One of an enum's constants, upper or lower case. */
  static <E extends Enum<E>> Item<E> oneOf(Class<E> type) {
    return (item, value) -> {
      Optional<E> found =
          Stream.of(type.getEnumConstants())
              .filter(constant -> text(constant).equalsIgnoreCase(item))
              .findFirst();
      return found.isPresent() ? found : value.refuse(item, "is not one of " + all(type, ", "));
    };
  }

  /** {@code on} or {@code off}. */
  static Item<Boolean> onOff() {
    return (item, value) ->
        switch (item.toLowerCase(Locale.ROOT)) {
          case "on" -> Optional.of(true);
          case "off" -> Optional.of(false);
          default -> value.refuse(item, "is not one of on, off");
        };
  }

  /** The constants of an enum as the documentation lists them. */
  static <E extends Enum<E>> String choices(Class<E> type) {
    return "`" + all(type, "`, `") + "`";
  }

  /** A value as somebody would write it; {@code none} where there is nothing. */
  static String text(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(Words::text).orElse("none");
    }
    if (value instanceof Collection<?> items) {
      return items.isEmpty() ? "none" : joined(items.stream(), ", ");
    }
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty() ? "none" : joined(map.entrySet().stream(), "; ");
    }
    if (value instanceof Map.Entry<?, ?> entry) {
      if (entry.getValue() instanceof Optional<?> target && target.isEmpty()) {
        return text(entry.getKey());
      }
      return text(entry.getKey()) + "=" + text(entry.getValue());
    }
    return single(value);
  }

  private static String single(Object value) {
    if (value instanceof Duration duration) {
      return Amounts.text(duration);
    }
    if (value instanceof Integer bytes) {
      return Amounts.text(bytes);
    }
    if (value instanceof Boolean flag) {
      return flag ? "on" : "off";
    }
    if (value instanceof SameSite sameSite) {
      return sameSite.attribute();
    }
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
        : value.toString();
  }

  private static String joined(Stream<?> items, String separator) {
    return items.map(Words::text).collect(Collectors.joining(separator));
  }

  private static <E extends Enum<E>> String all(Class<E> type, String separator) {
    return joined(Arrays.stream(type.getEnumConstants()), separator);
  }
}
