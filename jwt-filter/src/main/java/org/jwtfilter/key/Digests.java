package org.jwtfilter.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Hashes that stand for texts where the text itself must not be seen. */
public final class Digests {
  private Digests() {}

  /**
   * The beginning of a text's SHA-256, in base64url.
   *
   * @param bytes of the hash, 1 to 32
   */
  public static String sha256(String text, int bytes) {
    return Base64Url.encode(Arrays.copyOf(sha256(text), bytes));
  }

  /** A text's SHA-256, whole. */
  public static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The SHA-256 of some bytes, whole. */
  public static byte[] sha256(byte[] bytes) {
    return sha256().digest(bytes);
  }

  /** A SHA-256 that has seen nothing yet. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
