package org.jwtfilter.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.Base64Url;

/**
 * Where a record is in the store, and the AES-256-GCM key that opens it: both random, and known to
 * the client's sealed cookie alone, so that reading the store shows nothing. The place is part of
 * what is sealed: a record that was moved under another key opens no more. Immutable.
 */
final class RecordKey {
  private static final String PREFIX = "session:";
  private static final int NAME_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;

  /** Bytes that sealing adds. */
  static final int OVERHEAD = IV_BYTES + TAG_BYTES;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] name;
  private final byte[] key;
  private final String inStore;

  private RecordKey(byte[] name, byte[] key) {
    this.name = name;
    this.key = key;
    this.inStore = PREFIX + Base64Url.encode(name);
  }

  static RecordKey random() {
    return new RecordKey(random(NAME_BYTES), random(KEY_BYTES));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  void write(Output out) {
    out.write(name, 0, NAME_BYTES);
    out.write(key, 0, KEY_BYTES);
  }

  static RecordKey read(Input in) throws Malformed {
    byte[] name = in.take(NAME_BYTES);
    return new RecordKey(name, in.take(KEY_BYTES));
  }

  /** The key in the store. */
  String inStore() {
    return inStore;
  }

  byte[] seal(byte[] content) {
    try {
      byte[] iv = random(IV_BYTES);
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv);
      byte[] sealed = Arrays.copyOf(iv, IV_BYTES + cipher.getOutputSize(content.length));
      cipher.doFinal(content, 0, content.length, sealed, IV_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/GCM failed", e);
    }
  }

  /** Empty for whatever was not sealed with this key for this place. */
  Optional<byte[]> open(byte[] sealed) {
    if (sealed.length < OVERHEAD) {
      return Optional.empty();
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, sealed);
      return Optional.of(cipher.doFinal(sealed, IV_BYTES, sealed.length - IV_BYTES));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    GCMParameterSpec parameters = new GCMParameterSpec(TAG_BYTES * 8, iv, 0, IV_BYTES);
    cipher.init(mode, new SecretKeySpec(key, "AES"), parameters);
    cipher.updateAAD(inStore.getBytes(US_ASCII));
    return cipher;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordKey that
        && inStore.equals(that.inStore)
        && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return inStore.hashCode();
  }

  /** Neither key. */
  @Override
  public String toString() {
    return "record key";
  }
}
