package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secrets from which the keys of {@link TokenCipher}s and {@link KeyedHash}es are derived, one
 * per secret and purpose (HKDF-SHA256, RFC 5869). Immutable and thread-safe.
 */
public final class SealingKeys {
  static final int FEWEST_BYTES = 32;

  private static final byte[] SALT = "jwt-filter".getBytes(UTF_8);
  private static final Pattern PURPOSE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private final List<byte[]> secrets;

  private SealingKeys(List<byte[]> secrets) {
    this.secrets = secrets.stream().map(byte[]::clone).toList();
  }

  /**
   * The keys that come from these secrets.
   *
   * @param secrets at least one, each of 32 bytes or more; the first seals, all open
   * @throws KeyException if there is none, or one is too short or easily guessed
   */
  public static SealingKeys of(List<byte[]> secrets) throws KeyException {
    if (secrets.isEmpty()) {
      throw new KeyException("There is no secret to seal with");
    }
    for (byte[] secret : secrets) {
      Optional<String> weakness = Secrets.weakness(secret, FEWEST_BYTES);
      if (weakness.isPresent()) {
        throw new KeyException(weakness.get());
      }
    }
    return new SealingKeys(secrets);
  }

  /** Keys that nobody else has, for what never leaves this process. */
  public static SealingKeys random() {
    byte[] secret = new byte[FEWEST_BYTES];
    new SecureRandom().nextBytes(secret);
    return new SealingKeys(List.of(secret));
  }

  /**
   * A cipher for one purpose: what it sealed, no cipher of another purpose opens. It takes up to a
   * megabyte.
   *
   * @param purpose lower-case letters, digits and hyphens, such as {@code session}; becomes the
   *     {@code typ} {@code session+jwt}
   */
  public TokenCipher cipher(String purpose) {
    return new DirectCipher(purpose, derived("A256GCM", purpose));
  }

  /**
   * A hash for one purpose, with keys that nothing else has.
   *
   * @param purpose lower-case letters, digits and hyphens, such as {@code binding}
   */
  public KeyedHash hash(String purpose) {
    return new KeyedHash(derived("HS256", purpose));
  }

  private List<byte[]> derived(String algorithm, String purpose) {
    if (!PURPOSE.matcher(purpose).matches()) {
      throw new IllegalArgumentException("purpose \"" + purpose + "\" is not " + PURPOSE);
    }
    byte[] info = (algorithm + " " + purpose).getBytes(UTF_8);
    return secrets.stream().map(secret -> Hkdf.derive(secret, SALT, info, FEWEST_BYTES)).toList();
  }

  @Override
  public String toString() {
    return "SealingKeys[" + secrets.size() + "]";
  }
}
