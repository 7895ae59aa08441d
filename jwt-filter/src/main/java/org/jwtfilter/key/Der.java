package org.jwtfilter.key;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** The little of DER that turns a PKCS#1 or SEC1 private key into PKCS#8, which Java reads. */
final class Der {
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int BIT_STRING = 0x03;
  private static final int CURVE_PARAMETERS = 0xA0;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final byte[] RSA =
      sequence(bytes(0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00));
  private static final byte[] EC_OID = bytes(0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01);

  private Der() {}

  /** PKCS#8 around an {@code RSA PRIVATE KEY} (RFC 8017 A.1.2, RFC 5208). */
  static byte[] pkcs8OfRsa(byte[] pkcs1) {
    return sequence(VERSION_0, RSA, tagged(OCTET_STRING, pkcs1));
  }

  /** SubjectPublicKeyInfo around an {@code RSA PUBLIC KEY} (RFC 8017 A.1.1). */
  static byte[] spkiOfRsa(byte[] pkcs1) {
    return sequence(RSA, tagged(BIT_STRING, joined(new byte[1], pkcs1)));
  }

  /** PKCS#8 around an {@code EC PRIVATE KEY} (RFC 5915), empty if it does not name its curve. */
  static Optional<byte[]> pkcs8OfEc(byte[] sec1) {
    return curveOf(sec1)
        .map(curve -> sequence(VERSION_0, sequence(EC_OID, curve), tagged(OCTET_STRING, sec1)));
  }

  /** ECPrivateKey ::= SEQUENCE { INTEGER, OCTET STRING, [0] OID, [1] BIT STRING }. */
  private static Optional<byte[]> curveOf(byte[] sec1) {
    int at = content(sec1, 0);
    at = end(sec1, end(sec1, at));
    boolean there = at >= 0 && at < sec1.length && (sec1[at] & 0xFF) == CURVE_PARAMETERS;
    int from = there ? content(sec1, at) : -1;
    int to = there ? end(sec1, at) : -1;
    return from < 0 || to < from
        ? Optional.empty()
        : Optional.of(Arrays.copyOfRange(sec1, from, to));
  }

  /** Where the content of the element at this place begins, -1 outside of the bytes. */
  private static int content(byte[] der, int at) {
    if (at < 0 || at + 1 >= der.length) {
      return -1;
    }
    int length = der[at + 1] & 0xFF;
    return length < 0x80 ? at + 2 : at + 2 + (length & 0x7F);
  }

  /** Where the element at this place ends, -1 outside of the bytes. */
  private static int end(byte[] der, int at) {
    int from = content(der, at);
    if (from < 0 || from > der.length || from - at > 4) {
      return -1;
    }
    int length = from == at + 2 ? der[at + 1] : 0;
    for (int i = at + 2; i < from; i++) {
      length = (length << 8) | (der[i] & 0xFF);
    }
    return from + length <= der.length ? from + length : -1;
  }

  private static byte[] sequence(byte[]... parts) {
    return tagged(SEQUENCE, joined(parts));
  }

  private static byte[] tagged(int tag, byte[] content) {
    int length = content.length;
    if (length < 0x80) {
      return joined(bytes(tag, length), content);
    }
    return length < 0x100
        ? joined(bytes(tag, 0x81, length), content)
        : joined(bytes(tag, 0x82, length >> 8, length), content);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
