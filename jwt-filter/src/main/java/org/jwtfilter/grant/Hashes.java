package org.jwtfilter.grant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jwtfilter.key.Base64Url;

/** SHA-256 of texts, each use with a word of its own, so that no two uses give the same. */
final class Hashes {
  private Hashes() {}

  static byte[] bytes(String use, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(use.getBytes(UTF_8));
      digest.update((byte) 0);
      return digest.digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  static String text(String use, String text) {
    return Base64Url.encode(bytes(use, text));
  }
}
