package org.jwtfilter.http;

import java.util.List;
import java.util.Optional;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Reason;
import org.jwtfilter.TokenRules;

/**
 * {@code Authorization} with one scheme: {@code Bearer} (RFC 6750, 2.1) or {@code DPoP} (RFC 9449,
 * 7.1), which is case-insensitive (RFC 9110, 11.1).
 */
final class HeaderTransport implements TokenTransport {
  private final String scheme;

  HeaderTransport(String scheme) {
    this.scheme = scheme;
  }

  /** The usual one. */
  HeaderTransport() {
    this("Bearer");
  }

  @Override
  public Optional<String> read(Exchange exchange) throws JwtRejected {
    List<String> values = exchange.headers("Authorization");
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      throw JwtRejected.because(Reason.TWO_TOKENS);
    }
    return credentials(values.get(0));
  }

  private Optional<String> credentials(String value) throws JwtRejected {
    if (!value.regionMatches(true, 0, scheme, 0, scheme.length())) {
      return Optional.empty();
    }
    if (value.length() == scheme.length() || value.charAt(scheme.length()) == '\t') {
      throw JwtRejected.because(Reason.BAD_REQUEST);
    }
    if (value.charAt(scheme.length()) != ' ') {
      return Optional.empty();
    }
    int start = scheme.length() + 1;
    while (start < value.length() && value.charAt(start) == ' ') {
      start++;
    }
    // The gate asks this again; here it spares the copy, which costs whatever its sender wants.
    if (value.length() - start > TokenRules.DEFAULT_MAX_TOKEN_LENGTH) {
      throw JwtRejected.because(Reason.TOO_LONG);
    }
    return Optional.of(value.substring(start));
  }

  @Override
  public boolean ambient() {
    return false;
  }
}
