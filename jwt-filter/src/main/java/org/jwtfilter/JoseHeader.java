package org.jwtfilter;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token says about its own signature: two texts to look a key up with, neither obeyed.
 *
 * @param kid null if absent
 */
record JoseHeader(String alg, @Nullable String kid) {
  private static final int LONGEST_KID = 256;

  /**
   * Parameters that change how a token is to be read, none of which is implemented. {@code jku},
   * {@code jwk}, {@code x5u}, {@code x5c} and {@code x5t} are ignored: real issuers send them.
   */
  private static final List<String> REFUSED =
      List.of("crit", "b64", "zip", "enc", "epk", "p2c", "p2s", "cty");

  static JoseHeader of(Map<String, @Nullable Object> header, TokenKind kind) throws JwtRejected {
    if (REFUSED.stream().anyMatch(header::containsKey)) {
      throw JwtRejected.because(Reason.HEADER);
    }
    if (!(header.get("alg") instanceof String alg)) {
      throw JwtRejected.because(Reason.ALGORITHM);
    }
    if (!(header.containsKey("typ") ? kind.accepts(header.get("typ")) : kind.acceptsUntyped())) {
      throw JwtRejected.because(Reason.WRONG_TYPE);
    }
    return new JoseHeader(alg, header.containsKey("kid") ? kid(header.get("kid")) : null);
  }

  private static String kid(@Nullable Object kid) throws JwtRejected {
    if (kid instanceof String text
        && text.length() <= LONGEST_KID
        && text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return text;
    }
    throw JwtRejected.because(Reason.HEADER);
  }
}
