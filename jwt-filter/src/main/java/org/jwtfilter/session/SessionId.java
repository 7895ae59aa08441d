package org.jwtfilter.session;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Session ids: 128 random bits in upper-case hexadecimal, as containers make them, so that
 * applications find what they are used to.
 */
final class SessionId {
  static final int BYTES = 16;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private SessionId() {}

  static String random() {
    byte[] bits = new byte[BYTES];
    RANDOM.nextBytes(bits);
    return HEX.formatHex(bits);
  }

  static boolean isOurs(String id) {
    return id.length() == 2 * BYTES && id.chars().allMatch(SessionId::isUpperHexDigit);
  }

  private static boolean isUpperHexDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
  }
}
