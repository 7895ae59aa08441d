package org.jwtfilter.key;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The one spelling that bytes have in a token: base64url without padding, without stray bits (RFC
 * 4648 sections 3.5 and 5, RFC 7515 section 2). Java's own decoder accepts more.
 */
public final class Base64Url {
  private static final byte[] VALUES = values();

  private Base64Url() {}

  /** The text of these bytes. */
  public static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The bytes of this text, or empty if {@link #encode} would not give the same text back. */
  public static Optional<byte[]> decode(String text) {
    return canonical(text) ? Optional.of(Base64.getUrlDecoder().decode(text)) : Optional.empty();
  }

  /** The length of the text of so many bytes. */
  static int length(int bytes) {
    return (bytes * 8 + 5) / 6;
  }

  private static boolean canonical(String text) {
    int length = text.length();
    int last = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= VALUES.length || VALUES[c] < 0) {
        return false;
      }
      last = VALUES[c];
    }
    return (last & strayBits(length)) == 0 && length % 4 != 1;
  }

  private static int strayBits(int length) {
    return switch (length % 4) {
      case 2 -> 0b1111;
      case 3 -> 0b11;
      default -> 0;
    };
  }

  private static byte[] values() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    return values;
  }
}
