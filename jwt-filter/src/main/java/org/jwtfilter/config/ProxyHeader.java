package org.jwtfilter.config;

/** Where proxies say for whom they ask: the values of {@code proxy-header}. */
public enum ProxyHeader {
  /** In {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}. */
  X_FORWARDED,
  /** In {@code Forwarded} (RFC 7239). */
  FORWARDED
}
