package org.jwtfilter.config;

/** What of an option's value may be seen in messages and reports. */
enum Secrecy {
  /** All, but for what is known to be a secret in the wrong place. */
  NONE,
  /** What leads to a key, not the key itself; likewise for passwords in addresses. */
  KEYS,
  /** Where it comes from, nothing else. */
  WHOLE;

  String masked(String text) {
    return switch (this) {
      case NONE -> Masks.text(text);
      case KEYS -> Masks.keyUris(text);
      case WHOLE -> Masks.placeholder(text);
    };
  }
}
