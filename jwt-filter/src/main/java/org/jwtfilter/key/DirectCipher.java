package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * JWE in compact form with {@code dir} and {@code A256GCM} (RFC 7516, RFC 7518 sections 4.5, 5.3).
 * A header is compared as text with the few that we write, so nothing in it is ever parsed. Random
 * IVs bound a key to 2^32 messages (RFC 7518 section 8.4).
 */
final class DirectCipher implements TokenCipher {
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int IV_LENGTH = Base64Url.length(IV_BYTES);
  private static final int TAG_LENGTH = Base64Url.length(TAG_BYTES);
  private static final int MOST_BYTES = 1 << 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Supplier<List<Sealing>> sealings;

  /**
   * @param sealings at least one; the first seals, all open. The same list for as long as the keys
   *     are the same
   */
  DirectCipher(Supplier<List<Sealing>> sealings) {
    this.sealings = sealings;
  }

  @Override
  public String seal(byte[] content) {
    if (content.length > MOST_BYTES) {
      throw new IllegalArgumentException("content is over " + MOST_BYTES + " bytes");
    }
    byte[] iv = new byte[IV_BYTES];
    RANDOM.nextBytes(iv);
    return sealings.get().get(0).seal(iv, content);
  }

  @Override
  public Optional<byte[]> open(String sealed) {
    if (sealed.length() > Base64Url.length(MOST_BYTES) + 1000) {
      return Optional.empty();
    }
    for (Sealing one : sealings.get()) {
      if (sealed.startsWith(one.prefix)) {
        return one.open(sealed);
      }
    }
    return Optional.empty();
  }

  @Override
  public Object era() {
    return sealings.get();
  }

  /** One key with its header. */
  static final class Sealing {
    /** The encoded header and the two dots around the empty encrypted key. */
    private final String prefix;

    private final byte[] header;
    private final SecretKeySpec key;

    private Sealing(String header, byte[] key) {
      this.prefix = header + "..";
      this.header = header.getBytes(US_ASCII);
      this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * @param key of 32 bytes
     */
    static Sealing of(String purpose, byte[] key) {
      String kid = Base64Url.encode(Hkdf.hmac(key, "kid".getBytes(US_ASCII))).substring(0, 6);
      String json =
          "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"typ\":\"%s+jwt\",\"kid\":\"%s\"}"
              .formatted(purpose, kid);
      return new Sealing(Base64Url.encode(json.getBytes(US_ASCII)), key);
    }

    String seal(byte[] iv, byte[] content) {
      try {
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv).doFinal(content);
        return joined(iv, sealed);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("AES/GCM failed", e);
      }
    }

    /** Text and tag are encoded apart, as JWE wants it. */
    private String joined(byte[] iv, byte[] sealed) {
      byte[] text = new byte[sealed.length - TAG_BYTES];
      byte[] tag = new byte[TAG_BYTES];
      System.arraycopy(sealed, 0, text, 0, text.length);
      System.arraycopy(sealed, text.length, tag, 0, TAG_BYTES);
      return prefix
          + Base64Url.encode(iv)
          + '.'
          + Base64Url.encode(text)
          + '.'
          + Base64Url.encode(tag);
    }

    Optional<byte[]> open(String sealed) {
      int ivEnd = prefix.length() + IV_LENGTH;
      int textEnd = sealed.length() - TAG_LENGTH - 1;
      if (textEnd <= ivEnd || sealed.charAt(ivEnd) != '.' || sealed.charAt(textEnd) != '.') {
        return Optional.empty();
      }
      Optional<byte[]> iv = Base64Url.decode(sealed.substring(prefix.length(), ivEnd));
      Optional<byte[]> text = Base64Url.decode(sealed.substring(ivEnd + 1, textEnd));
      Optional<byte[]> tag = Base64Url.decode(sealed.substring(textEnd + 1));
      return iv.isPresent() && text.isPresent() && tag.isPresent()
          ? opened(iv.get(), text.get(), tag.get())
          : Optional.empty();
    }

    private Optional<byte[]> opened(byte[] iv, byte[] text, byte[] tag) {
      try {
        Cipher cipher = cipher(Cipher.DECRYPT_MODE, iv);
        byte[] sealed = new byte[text.length + TAG_BYTES];
        System.arraycopy(text, 0, sealed, 0, text.length);
        System.arraycopy(tag, 0, sealed, text.length, TAG_BYTES);
        return Optional.of(cipher.doFinal(sealed));
      } catch (GeneralSecurityException e) {
        return Optional.empty();
      }
    }

    private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, iv));
      cipher.updateAAD(header);
      return cipher;
    }
  }
}
