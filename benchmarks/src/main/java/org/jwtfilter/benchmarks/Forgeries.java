package org.jwtfilter.benchmarks;

import java.util.Base64;
import java.util.Random;

/** Texts that no filter may accept. */
final class Forgeries {
  private final Random random = new Random(20261122);

  /** Characters of base64url. */
  String text(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, length);
  }

  /** The token with a signature of the right length and form, which its key did not make. */
  String resigned(String token) {
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
    random.nextBytes(signature);
    signature[0] = 0; // below an RSA modulus and a curve's order, or it is refused unseen
    return token.substring(0, dot + 1)
        + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }
}
