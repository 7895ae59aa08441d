package com.example.shop;

import java.util.Locale;

/** Prices as the pages show them. */
final class Money {

  private Money() {}

  static String format(long cents) {
    return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
  }
}
