package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The secrets from which the keys of {@link TokenCipher}s and {@link KeyedHash}es are derived, one
 * per secret and purpose (HKDF-SHA256, RFC 5869). When the secrets change, so does all that was
 * derived from them. Thread-safe.
 */
public final class SealingKeys {
  static final int FEWEST_BYTES = 32;

  private static final byte[] SALT = "jwt-filter".getBytes(UTF_8);
  private static final Pattern PURPOSE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private volatile List<byte[]> secrets;

  private SealingKeys(List<byte[]> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  /**
   * The keys that come from these secrets.
   *
   * @param secrets at least one, each of 32 bytes or more; the first seals, all open
   * @throws KeyException if there is none, or one is too short or easily guessed
   */
  public static SealingKeys of(List<byte[]> secrets) throws KeyException {
    requireStrong(secrets);
    return holding(secrets.stream().map(byte[]::clone).toList());
  }

  private static void requireStrong(List<byte[]> secrets) throws KeyException {
    if (secrets.isEmpty()) {
      throw new KeyException("There is no secret to seal with");
    }
    for (byte[] secret : secrets) {
      Optional<String> weakness = Secrets.weakness(secret, FEWEST_BYTES);
      if (weakness.isPresent()) {
        throw new KeyException(weakness.get());
      }
    }
  }

  /** Those of strong secrets, at least one, of which nobody makes a copy. */
  static SealingKeys holding(List<byte[]> secrets) {
    return new SealingKeys(secrets);
  }

  /**
   * Puts these in the place of the secrets: what only the former ones opened, opens no more.
   *
   * @param next strong ones, at least one
   */
  void use(List<byte[]> next) {
    secrets = List.copyOf(next);
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
    return new DirectCipher(
        derived("A256GCM", purpose, key -> DirectCipher.Sealing.of(purpose, key)));
  }

  /**
   * A hash for one purpose, with keys that nothing else has.
   *
   * @param purpose lower-case letters, digits and hyphens, such as {@code binding}
   */
  public KeyedHash hash(String purpose) {
    return new KeyedHash(derived("HS256", purpose, key -> key));
  }

  private <T> Supplier<List<T>> derived(
      String algorithm, String purpose, Function<byte[], T> made) {
    if (!PURPOSE.matcher(purpose).matches()) {
      throw new IllegalArgumentException("purpose \"" + purpose + "\" is not " + PURPOSE);
    }
    byte[] info = (algorithm + " " + purpose).getBytes(UTF_8);
    return new Derived<>(
        secret -> made.apply(Hkdf.derive(secret, SALT, info, FEWEST_BYTES)), secrets);
  }

  /** What is made of each secret, and made anew when they are others. */
  private final class Derived<T> implements Supplier<List<T>> {
    private final Function<byte[], T> derivation;
    private volatile Made<T> made;

    Derived(Function<byte[], T> derivation, List<byte[]> from) {
      this.derivation = derivation;
      this.made = of(from);
    }

    /**
     * The same list for as long as the secrets are the same, but for threads that make it at once.
     */
    @Override
    public List<T> get() {
      Made<T> known = made;
      List<byte[]> now = secrets;
      if (known.from == now) {
        return known.all;
      }
      Made<T> anew = of(now);
      made = anew;
      return anew.all;
    }

    private Made<T> of(List<byte[]> from) {
      return new Made<>(from, from.stream().map(derivation).toList());
    }
  }

  private record Made<T>(List<byte[]> from, List<T> all) {
    @Override
    public String toString() {
      return "Made[" + all.size() + "]";
    }
  }

  @Override
  public String toString() {
    return "SealingKeys[" + secrets.size() + "]";
  }
}
