package org.jwtfilter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Seconds since 1970 (RFC 7519 section 2), up to the year 9999 and as far back. */
final class NumericDate {
  private static final long LAST = 253_402_300_799L;
  private static final int MOST_DIGITS = 12;
  private static final int MOST_DECIMALS = 100;

  private NumericDate() {}

  /** Whole seconds, fractions rounded; empty for what is no number or out of range. */
  static OptionalLong seconds(@Nullable Object claim, RoundingMode rounding) {
    if (claim instanceof Long whole) {
      return inRange(whole);
    }
    // Digits first: rounding 1e999999999 would fill the memory.
    return claim instanceof BigDecimal number && bounded(number)
        ? inRange(number.setScale(0, rounding).longValue())
        : OptionalLong.empty();
  }

  private static boolean bounded(BigDecimal number) {
    return number.scale() <= MOST_DECIMALS
        && (long) number.precision() - number.scale() <= MOST_DIGITS;
  }

  private static OptionalLong inRange(long seconds) {
    return seconds >= -LAST && seconds <= LAST ? OptionalLong.of(seconds) : OptionalLong.empty();
  }
}
