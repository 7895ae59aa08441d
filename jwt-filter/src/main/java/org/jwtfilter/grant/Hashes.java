package org.jwtfilter.grant;

import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.Digests;

/** SHA-256 of texts, each use with a word of its own, so that no two uses give the same. */
final class Hashes {
  private Hashes() {}

  static byte[] bytes(String use, String text) {
    return Digests.sha256(use + '\0' + text);
  }

  static String text(String use, String text) {
    return Base64Url.encode(bytes(use, text));
  }
}
