package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Hashes of texts that nobody without the key can make, or find the text of by trying all: for
 * texts of which there are few, such as addresses. Of one purpose; thread-safe.
 */
public final class KeyedHash {
  private final Supplier<List<byte[]>> keys;

  /**
   * @param keys at least one; the first hashes, all compare
   */
  KeyedHash(Supplier<List<byte[]>> keys) {
    this.keys = keys;
  }

  /**
   * The beginning of a text's HMAC-SHA256 with the first key, in base64url.
   *
   * @param bytes of the hash, 1 to 32
   */
  public String of(String text, int bytes) {
    return Base64Url.encode(hash(keys.get().get(0), text, bytes));
  }

  /**
   * Whether a hash is one that {@link #of} gives for this text, with any of the keys. Takes the
   * same time for every hash of a length.
   *
   * @param bytes of the hash, 1 to 32
   */
  public boolean matches(String text, String hash, int bytes) {
    byte[] presented = hash.getBytes(UTF_8);
    boolean found = false;
    for (byte[] key : keys.get()) {
      byte[] own = Base64Url.encode(hash(key, text, bytes)).getBytes(UTF_8);
      found |= MessageDigest.isEqual(own, presented);
    }
    return found;
  }

  private static byte[] hash(byte[] key, String text, int bytes) {
    return Arrays.copyOf(Hkdf.hmac(key, text.getBytes(UTF_8)), bytes);
  }

  @Override
  public String toString() {
    return "KeyedHash[" + keys.get().size() + "]";
  }
}
