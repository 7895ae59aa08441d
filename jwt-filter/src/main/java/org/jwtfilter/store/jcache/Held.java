package org.jwtfilter.store.jcache;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value with its end, as the text that is in the cache: {@code lo8m3q2v ZGF0YQ}. Text, because
 * engines compare values by their own encoding or by {@code equals}, which arrays have not; Base64,
 * because encoded bytes above 127 take two bytes in the binary form of strings.
 */
final class Held {
  private static final int RADIX = 36;
  private static final int LONGEST_END = 12;

  private Held() {}

  static String text(byte[] value, Instant end) {
    return Long.toString(end.toEpochMilli(), RADIX)
        + ' '
        + Base64.getEncoder().withoutPadding().encodeToString(value);
  }

  /** The value, unless it is past its end, or there is none, or it is none of ours. */
  static Optional<byte[]> value(@Nullable String text, Instant now) {
    return text == null || end(text) <= now.toEpochMilli() ? Optional.empty() : decoded(text);
  }

  /** Whether it is ours and past its end. */
  static boolean past(String text, Instant now) {
    long end = end(text);
    return end >= 0 && end <= now.toEpochMilli();
  }

  /** In milliseconds; negative if the text is none of ours. */
  private static long end(String text) {
    int space = text.indexOf(' ');
    if (space < 1 || space > LONGEST_END) {
      return -1;
    }
    try {
      return Long.parseLong(text, 0, space, RADIX);
    } catch (NumberFormatException foreign) {
      return -1;
    }
  }

  private static Optional<byte[]> decoded(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text.substring(text.indexOf(' ') + 1)));
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }
}
