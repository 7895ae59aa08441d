package org.jwtfilter.servlet;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jwtfilter.Account;
import org.jwtfilter.http.Exchange;

/**
 * Name and password as {@code Authorization: Basic} carries them (RFC 7617).
 *
 * @param name as {@link Account#isName} has it
 * @param password a credential
 */
record BasicCredentials(String name, String password) {
  private static final String SCHEME = "Basic ";
  private static final int MOST = 4096;

  /** The credentials of a request; absent where there are none, or none that can be read. */
  static Optional<BasicCredentials> of(Exchange exchange) {
    String header = exchange.header("Authorization");
    return header == null
            || header.length() > MOST
            || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.empty()
        : decoded(header.substring(SCHEME.length()).trim());
  }

  private static Optional<BasicCredentials> decoded(String text) {
    try {
      String pair = text(Base64.getDecoder().decode(text));
      int colon = pair.indexOf(':');
      return colon < 0 || !Account.isName(pair.substring(0, colon))
          ? Optional.empty()
          : Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** UTF-8 where it can be that; browsers of old send their users' passwords in Latin-1. */
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /** Names nobody. */
  @Override
  public String toString() {
    return "BasicCredentials[masked]";
  }
}
