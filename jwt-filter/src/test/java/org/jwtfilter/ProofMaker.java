package org.jwtfilter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A client with a private key, which makes proofs (RFC 9449) without any code of ours: right ones,
 * and such as a test changes.
 */
public final class ProofMaker {
  private final String alg;
  private final String signing;
  private final KeyPair keys;

  private ProofMaker(String alg, String signing, KeyPair keys) {
    this.alg = alg;
    this.signing = signing;
    this.keys = keys;
  }

  /** With a new key on P-256. */
  public static ProofMaker es256() {
    return onCurve("ES256", "SHA256withECDSAinP1363Format", "secp256r1");
  }

  /** With a new key on P-384. */
  static ProofMaker es384() {
    return onCurve("ES384", "SHA384withECDSAinP1363Format", "secp384r1");
  }

  /** With a new key on P-521. */
  static ProofMaker es512() {
    return onCurve("ES512", "SHA512withECDSAinP1363Format", "secp521r1");
  }

  /** With a new key of 2048 bits. */
  public static ProofMaker rs256() {
    return rsa("RS256", "SHA256withRSA", 2048);
  }

  static ProofMaker rsa(String alg, String signing, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return new ProofMaker(alg, signing, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static ProofMaker onCurve(String alg, String signing, String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return new ProofMaker(alg, signing, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** With a key on P-256 that is written down: PKCS#8 in Base64, its point as in a JWK. */
  static ProofMaker ec(String pkcs8, String x, String y) {
    try {
      KeyFactory factory = KeyFactory.getInstance("EC");
      PrivateKey key =
          factory.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pkcs8)));
      ECPoint point = new ECPoint(number(x), number(y));
      PublicKey shown =
          factory.generatePublic(new ECPublicKeySpec(point, ((ECPrivateKey) key).getParams()));
      return new ProofMaker("ES256", "SHA256withECDSAinP1363Format", new KeyPair(shown, key));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static BigInteger number(String base64Url) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64Url));
  }

  /** The same key, for another algorithm. */
  ProofMaker with(String otherAlg, String otherSigning) {
    return new ProofMaker(otherAlg, otherSigning, keys);
  }

  KeyPair keys() {
    return keys;
  }

  /** The order of the curve. */
  public BigInteger order() {
    return ((ECPublicKey) keys.getPublic()).getParams().getOrder();
  }

  /** The members of the public key, as JSON. */
  public Map<String, String> jwk() {
    Map<String, String> jwk = new LinkedHashMap<>();
    if (keys.getPublic() instanceof RSAPublicKey rsa) {
      jwk.put("e", quoted(rsa.getPublicExponent(), 3));
      jwk.put("kty", "\"RSA\"");
      jwk.put("n", quoted(rsa.getModulus(), (rsa.getModulus().bitLength() + 7) / 8));
    } else {
      ECPublicKey ec = (ECPublicKey) keys.getPublic();
      int bits = ec.getParams().getCurve().getField().getFieldSize();
      jwk.put("crv", "\"P-" + bits + '"');
      jwk.put("kty", "\"EC\"");
      jwk.put("x", quoted(ec.getW().getAffineX(), (bits + 7) / 8));
      jwk.put("y", quoted(ec.getW().getAffineY(), (bits + 7) / 8));
    }
    return jwk;
  }

  /** RFC 7638: its members are written in the order that counts. */
  public String thumbprint() {
    return hash(json(jwk()));
  }

  /** SHA-256 in base64url, as {@code ath} has it. */
  public static String hash(String text) {
    try {
      return encoded(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A proof for a request that is made at this time, with an id of its own. */
  public Draft proof(String method, String uri, Instant now) {
    Draft draft = new Draft();
    draft.header.put("typ", "\"dpop+jwt\"");
    draft.header.put("alg", '"' + alg + '"');
    draft.header.put("jwk", json(jwk()));
    return draft
        .claim("jti", '"' + UUID.randomUUID().toString() + '"')
        .claim("htm", '"' + method + '"')
        .claim("htu", '"' + uri + '"')
        .claim("iat", Long.toString(now.getEpochSecond()));
  }

  static String json(Map<String, String> members) {
    return members.entrySet().stream()
        .map(one -> '"' + one.getKey() + "\":" + one.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String quoted(BigInteger number, int bytes) {
    byte[] all = number.toByteArray();
    byte[] exact = new byte[bytes];
    int kept = Math.min(bytes, all.length);
    System.arraycopy(all, all.length - kept, exact, bytes - kept, kept);
    return '"' + encoded(exact) + '"';
  }

  byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance(signing);
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Any two texts with a good signature. */
  String signed(String header, String payload) {
    String text = encoded(header.getBytes(UTF_8)) + '.' + encoded(payload.getBytes(UTF_8));
    return text + '.' + encoded(sign(text));
  }

  /** A proof that can still be changed; names with JSON values. */
  public final class Draft {
    private final Map<String, String> header = new LinkedHashMap<>();
    private final Map<String, String> claims = new LinkedHashMap<>();

    private Draft() {}

    /** Sets a member of the header; an empty value takes it away. */
    public Draft header(String name, String json) {
      return set(header, name, json);
    }

    /** Sets a claim; an empty value takes it away. */
    public Draft claim(String name, String json) {
      return set(claims, name, json);
    }

    private Draft set(Map<String, String> members, String name, String json) {
      if (json.isEmpty()) {
        members.remove(name);
      } else {
        members.put(name, json);
      }
      return this;
    }

    /** For this access token. */
    public Draft of(String token) {
      return claim("ath", '"' + hash(token) + '"');
    }

    /** With what the server has given out. */
    public Draft nonce(String nonce) {
      return claim("nonce", '"' + nonce + '"');
    }

    String header() {
      return json(header);
    }

    String payload() {
      return json(claims);
    }

    /** Signed as it is. */
    public String signed() {
      return ProofMaker.this.signed(header(), payload());
    }
  }
}
