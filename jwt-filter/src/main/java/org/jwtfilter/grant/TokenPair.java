package org.jwtfilter.grant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.key.TokenCipher;

/** The tokens that a refresh token gave; may be sealed so that only who has that token reads it. */
record TokenPair(String access, String refresh) {
  /** As a text that only who knows the {@code jti} of the used token can open. */
  String sealedFor(String jti) {
    return cipher(jti).seal((access + '\n' + refresh).getBytes(UTF_8));
  }

  static Optional<TokenPair> opened(String sealed, String jti) {
    return cipher(jti).open(sealed).map(content -> parsed(new String(content, UTF_8)));
  }

  private static TokenPair parsed(String text) {
    int line = text.indexOf('\n');
    return new TokenPair(text.substring(0, line), text.substring(line + 1));
  }

  /**
   * The jti has 128 random bits and the store knows another hash of it, which does not lead here.
   */
  private static TokenCipher cipher(String jti) {
    try {
      return SealingKeys.of(List.of(Hashes.bytes("refresh answer", jti))).cipher("refreshed");
    } catch (KeyException e) {
      throw new IllegalStateException("A hash is a good secret", e);
    }
  }

  @Override
  public String toString() {
    return "TokenPair[…]";
  }
}
