package org.jwtfilter;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.JwtKey;

/** Tokens of any text, good or bad, with a good signature. */
final class Minted {
  private Minted() {}

  static String token(JwtKey key, String header, String payload) {
    return token(key, header.getBytes(UTF_8), payload.getBytes(UTF_8));
  }

  static String token(JwtKey key, byte[] header, byte[] payload) {
    return signed(key, Base64Url.encode(header), Base64Url.encode(payload));
  }

  /** Parts as they are, whatever they are. */
  static String signed(JwtKey key, String header, String payload) {
    return header + '.' + payload + '.' + key.sign(header, payload);
  }
}
