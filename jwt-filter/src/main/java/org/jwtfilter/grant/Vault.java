package org.jwtfilter.grant;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.TokenCipher;
import org.jwtfilter.store.Store;

/**
 * The part of a store that belongs to one issuer: records that are sealed, each for its own key so
 * that none can be moved to another, under keys that show hashes only. Thread-safe.
 */
final class Vault {
  private static final int REALM_LENGTH = 12;

  private final Store store;
  private final TokenCipher cipher;
  private final String realm;

  Vault(Store store, TokenCipher cipher, String issuer) {
    this.store = store;
    this.cipher = cipher;
    this.realm = Hashes.text("realm", issuer).substring(0, REALM_LENGTH);
  }

  /** A key for what has this name. */
  String key(String kind, String name) {
    return plainKey(kind + '/' + Hashes.text(kind, name));
  }

  /** A key for what has a name that may be seen. */
  String plainKey(String name) {
    return realm + '/' + name;
  }

  /** What is stored under a key, if anything. */
  <T> Optional<Found<T>> read(String key, Function<byte[], T> decoder) {
    return Optional.ofNullable(readAll(Set.of(key), decoder).get(key));
  }

  /** What is stored under these keys, in one trip. */
  <T> Map<String, Found<T>> readAll(Set<String> keys, Function<byte[], T> decoder) {
    Map<String, Found<T>> all = new HashMap<>();
    store
        .read(keys)
        .forEach((key, raw) -> all.put(key, new Found<>(raw, opened(key, raw, decoder))));
    return all;
  }

  /**
   * Stores a record only if what is there is what was found.
   *
   * @param found empty: nothing must be there
   * @return what is there now; empty if something else was there
   */
  <T> Optional<Found<T>> replace(
      String key, Optional<Found<T>> found, T value, Function<T, byte[]> encoder, Instant expires) {
    byte @Nullable [] expected = found.isPresent() ? found.get().raw : null;
    byte[] raw = sealed(key, encoder.apply(value));
    return store.replace(key, expected, raw, expires)
        ? Optional.of(new Found<>(raw, Optional.of(value)))
        : Optional.empty();
  }

  void write(String key, byte[] content, Instant expires) {
    store.write(key, sealed(key, content), expires);
  }

  void delete(String key) {
    store.delete(key);
  }

  private byte[] sealed(String key, byte[] content) {
    byte[] bound = new PackWriter(0).text(key).bytes(content).done();
    return cipher.seal(bound).getBytes(US_ASCII);
  }

  private <T> Optional<T> opened(String key, byte[] raw, Function<byte[], T> decoder) {
    try {
      return cipher
          .open(new String(raw, US_ASCII))
          .flatMap(bound -> content(key, bound))
          .map(decoder);
    } catch (RuntimeException e) {
      return Optional.empty(); // of another version of ours: nobody else can seal
    }
  }

  private static Optional<byte[]> content(String key, byte[] bound) {
    PackReader in = new PackReader(bound, 0);
    return in.text().equals(key) ? Optional.of(in.bytes()) : Optional.empty();
  }

  /** A record as it was when it was read. */
  static final class Found<T> {
    private final byte[] raw;
    private final Optional<T> value;

    private Found(byte[] raw, Optional<T> value) {
      this.raw = raw;
      this.value = value;
    }

    /** Empty if it was sealed with keys that are not known here, or is of another version. */
    Optional<T> value() {
      return value;
    }

    /** Whether nobody has changed it between. */
    boolean same(Found<T> other) {
      return Arrays.equals(raw, other.raw);
    }

    @Override
    public String toString() {
      return "Found[…]";
    }
  }
}
