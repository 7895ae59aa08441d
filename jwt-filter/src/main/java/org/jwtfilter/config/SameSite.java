package org.jwtfilter.config;

/** The {@code SameSite} attribute of our cookies ({@code cookie-same-site}). */
public enum SameSite {
  /** Sent only by requests that start on our own site. */
  STRICT("Strict"),
  /** Also sent when a link on another site leads to us. */
  LAX("Lax"),
  /** Sent from everywhere; browsers accept it with {@code Secure} only. */
  NONE("None");

  private final String attribute;

  SameSite(String attribute) {
    this.attribute = attribute;
  }

  /** The value as a {@code Set-Cookie} header spells it. */
  public String attribute() {
    return attribute;
  }
}
