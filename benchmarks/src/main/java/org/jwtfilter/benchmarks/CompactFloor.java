package org.jwtfilter.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The least that a sealed cart can cost: its fields in a fixed order, AES-GCM, base64url. It knows
 * one class, has no format version, no times, no comparison.
 */
final class CompactFloor {
  private static final int IV = 12;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  CompactFloor(SecretKey key) {
    this.key = key;
  }

  CartItem[] read(String sealed) throws GeneralSecurityException, IOException {
    byte[] bytes = Base64.getUrlDecoder().decode(sealed);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, bytes, 0, IV));
    return decode(cipher.doFinal(bytes, IV, bytes.length - IV));
  }

  /** The part without a key. */
  static CartItem[] decode(byte[] plain) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain));
    CartItem[] items = new CartItem[in.readByte()];
    for (int i = 0; i < items.length; i++) {
      items[i] =
          new CartItem(in.readUTF(), in.readUTF(), in.readInt(), in.readLong(), in.readLong());
    }
    return items;
  }

  String write(CartItem[] items) throws GeneralSecurityException, IOException {
    return seal(encode(items));
  }

  /** The part without a key. */
  static byte[] encode(CartItem[] items) throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream(1024);
    DataOutputStream out = new DataOutputStream(plain);
    out.writeByte(items.length);
    for (CartItem item : items) {
      out.writeUTF(item.sku);
      out.writeUTF(item.title);
      out.writeInt(item.qty);
      out.writeLong(item.price);
      out.writeLong(item.addedMillis);
    }
    return plain.toByteArray();
  }

  private String seal(byte[] plain) throws GeneralSecurityException {
    byte[] iv = new byte[IV];
    random.nextBytes(iv);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, iv));
    byte[] sealed = Arrays.copyOf(iv, IV + cipher.getOutputSize(plain.length));
    cipher.doFinal(plain, 0, plain.length, sealed, IV);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }
}
