package org.jwtfilter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Keys and tokens of an issuer that has never heard of us. */
record Issuer(String alg, KeyPair keys) {
  static Issuer rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return new Issuer("RS256", generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static Issuer ec() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new Issuer("ES256", generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A token with this header besides its algorithm, such as {@code ,"kid":"1"}. */
  String token(String header, String claims) {
    String signed =
        encoded("{\"alg\":\"%s\"%s}".formatted(alg, header).getBytes(UTF_8))
            + '.'
            + encoded(claims.getBytes(UTF_8));
    try {
      Signature signature =
          Signature.getInstance(
              alg.equals("RS256") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(UTF_8));
      return signed + '.' + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  String pem() {
    return pem("PUBLIC KEY", keys.getPublic());
  }

  String privatePem() {
    return pem("PRIVATE KEY", keys.getPrivate());
  }

  private static String pem(String label, Key key) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }

  /** Its public key with these members more, such as {@code ,"kid":"1"}. */
  String jwk(String more) {
    if (keys.getPublic() instanceof RSAPublicKey rsa) {
      return "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"AQAB\"%s}"
          .formatted(encoded(bytes(rsa.getModulus(), 256)), more);
    }
    ECPublicKey ec = (ECPublicKey) keys.getPublic();
    return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"%s}"
        .formatted(
            encoded(bytes(ec.getW().getAffineX(), 32)),
            encoded(bytes(ec.getW().getAffineY(), 32)),
            more);
  }

  static String set(String... jwks) {
    return "{\"keys\":[" + String.join(",", jwks) + "]}";
  }

  static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] bytes(BigInteger number, int length) {
    byte[] all = number.toByteArray();
    byte[] exact = new byte[length];
    int kept = Math.min(length, all.length);
    System.arraycopy(all, all.length - kept, exact, length - kept, kept);
    return exact;
  }
}
