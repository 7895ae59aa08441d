package org.jwtfilter.config;

/** What proofs that a client has a private key count for ({@code dpop}, RFC 9449). */
public enum DpopMode {
  /** Nothing: tokens that are bound to a key are refused. */
  OFF,
  /** Who presents a token that is bound to a key must prove to have it; other tokens pass. */
  ACCEPT,
  /** The same, and what no browser sends by itself must be bound. */
  REQUIRE
}
