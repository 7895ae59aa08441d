package org.jwtfilter;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

  private static final Set<String> ACCESS_TOKEN_TYPES =
      Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");

  static JoseHeader of(Map<String, @Nullable Object> header) throws JwtRejected {
    if (REFUSED.stream().anyMatch(header::containsKey)) {
      throw JwtRejected.because(Reason.HEADER);
    }
    if (!(header.get("alg") instanceof String alg)) {
      throw JwtRejected.because(Reason.ALGORITHM);
    }
    if (header.containsKey("typ") && !isAccessToken(header.get("typ"))) {
      throw JwtRejected.because(Reason.WRONG_TYPE);
    }
    return new JoseHeader(alg, header.containsKey("kid") ? kid(header.get("kid")) : null);
  }

  private static boolean isAccessToken(@Nullable Object typ) {
    return typ instanceof String text && ACCESS_TOKEN_TYPES.contains(text.toLowerCase(Locale.ROOT));
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
