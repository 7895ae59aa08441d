package org.jwtfilter.config;

/** When our cookies carry the {@code Secure} attribute ({@code cookie-secure}). */
public enum CookieSecure {
  /** When the request came by HTTPS, as the container sees it. */
  AUTO,
  /** Always: also behind a proxy that ends TLS and does not tell the container. */
  ALWAYS,
  /** Never: anybody on the network path can read and use the cookies. */
  NEVER
}
