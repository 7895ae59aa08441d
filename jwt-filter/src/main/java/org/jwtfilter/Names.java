package org.jwtfilter;

/** Which names of callers are fit to be shown, logged and compared. */
final class Names {
  private Names() {}

  /** Not blank, and nothing in it that breaks lines or reverses what is read. */
  static boolean sound(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (misleading(name.charAt(i))) {
        return false;
      }
    }
    return !name.isBlank();
  }

  private static boolean misleading(char c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
