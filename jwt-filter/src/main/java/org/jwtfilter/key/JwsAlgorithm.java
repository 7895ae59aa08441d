package org.jwtfilter.key;

import java.util.Optional;

/**
 * The signature algorithms that a {@link JwtKey} can have (RFC 7518 section 3.1). {@code none} is
 * not among them, in no spelling.
 */
public enum JwsAlgorithm {
  HS256(32),
  HS384(48),
  HS512(64),
  RS256(32),
  RS384(48),
  RS512(64),
  ES256(32),
  ES384(48),
  ES512(66);

  private final int bytes;

  JwsAlgorithm(int bytes) {
    this.bytes = bytes;
  }

  /**
   * The algorithm of exactly this name: {@code hs256} and {@code " HS256"} name none.
   *
   * @param name as in the {@code alg} of a token
   */
  public static Optional<JwsAlgorithm> named(String name) {
    for (JwsAlgorithm one : values()) {
      if (one.name().equals(name)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** Whether who can verify can also sign: one secret for both. */
  public boolean symmetric() {
    return family() == Family.HMAC;
  }

  Family family() {
    return switch (this) {
      case HS256, HS384, HS512 -> Family.HMAC;
      case RS256, RS384, RS512 -> Family.RSA;
      case ES256, ES384, ES512 -> Family.EC;
    };
  }

  /** Bytes of the hash, or for EC of a coordinate. */
  int bytes() {
    return bytes;
  }

  /** The kinds of keys. */
  enum Family {
    HMAC,
    RSA,
    EC
  }
}
