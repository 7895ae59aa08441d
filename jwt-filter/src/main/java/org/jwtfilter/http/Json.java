package org.jwtfilter.http;

/** Texts from outside, as JSON has them (RFC 8259, 7). */
public final class Json {
  private Json() {}

  /** The text in quotation marks; harmless in a page too. */
  public static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.chars()
        .forEach(
            one -> {
              if (plain(one)) {
                out.append((char) one);
              } else {
                out.append(String.format("\\u%04x", one));
              }
            });
    return out.append('"').toString();
  }

  private static boolean plain(int character) {
    return character >= ' ' && character < 0x7f && "\"\\<>&'".indexOf(character) < 0;
  }
}
