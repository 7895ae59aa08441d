package org.jwtfilter.key;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes independent keys from one secret: HKDF with SHA-256 (RFC 5869). */
final class Hkdf {
  private static final int HASH = 32;

  private Hkdf() {}

  /**
   * @param length in bytes, at most 255 hashes
   */
  static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
    if (length > 255 * HASH) {
      throw new IllegalArgumentException("length is over " + 255 * HASH);
    }
    byte[] pseudorandomKey = hmac(salt.length == 0 ? new byte[HASH] : salt, secret);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    byte[] block = {};
    for (int counter = 1; output.size() < length; counter++) {
      block = hmac(pseudorandomKey, block, info, new byte[] {(byte) counter});
      output.writeBytes(block);
    }
    return Arrays.copyOf(output.toByteArray(), length);
  }

  /** HMAC-SHA256 over the parts, one after the other. */
  static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA256", e);
    }
  }
}
