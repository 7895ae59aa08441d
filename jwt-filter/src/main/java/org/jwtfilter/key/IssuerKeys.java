package org.jwtfilter.key;

import java.util.List;

/**
 * An issuer of tokens and where its keys are. They are good for its tokens alone (RFC 8725 section
 * 3.8).
 *
 * @param issuer its {@code iss}, which its discovery document must name too, to the letter
 * @param uris of its keys
 */
public record IssuerKeys(String issuer, List<String> uris) {
  public IssuerKeys {
    uris = List.copyOf(uris);
  }

  /** Without the URIs, of which one may be a secret. */
  @Override
  public String toString() {
    return "IssuerKeys[" + issuer + "]";
  }
}
