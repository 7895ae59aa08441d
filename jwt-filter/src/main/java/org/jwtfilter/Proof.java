package org.jwtfilter;

/**
 * That whoever made a request has a private key (DPoP, RFC 9449). {@link ProofVerifier} alone can
 * make one. That it was not used before is another question. Immutable.
 */
public final class Proof {
  private final ProofClaims claims;
  private final String thumbprint;

  Proof(ProofClaims claims, String thumbprint) {
    this.claims = claims;
    this.thumbprint = thumbprint;
  }

  /** What it says. */
  public ProofClaims claims() {
    return claims;
  }

  /** The key that made it, by its thumbprint (RFC 7638, SHA-256, base64url). */
  public String thumbprint() {
    return thumbprint;
  }

  /** Names the key. */
  @Override
  public String toString() {
    return "Proof[" + thumbprint + "]";
  }
}
