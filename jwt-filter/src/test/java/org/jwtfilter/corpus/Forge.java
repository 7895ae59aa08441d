package org.jwtfilter.corpus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens of any shape for one application of the corpus server, with its own key or another.
 *
 * @param profile the application, in capitals: HS256, RS256, ES256, JWKS
 * @param alg of the key
 * @param key name in {@link CorpusKeys}; "hs256" for the secret
 * @param kid empty where the key has none
 */
record Forge(CorpusKeys keys, String profile, String alg, String key, String kid) {
  /** One for each kind of key: the key set has two. */
  static List<Forge> all(CorpusKeys keys) {
    return List.of(
        new Forge(keys, "HS256", "HS256", "hs256", ""),
        new Forge(keys, "RS256", "RS256", "rs256", ""),
        new Forge(keys, "ES256", "ES256", "es256", ""),
        new Forge(keys, "JWKS", "RS256", "rsa-1", "rsa-1"),
        new Forge(keys, "JWKS", "ES256", "ec-1", "ec-1"));
  }

  /** The same application, another key of its set. */
  Forge with(String otherAlg, String otherKid) {
    return new Forge(keys, profile, otherAlg, otherKid, otherKid);
  }

  /** The header of honest tokens, some of its members replaced, added, or left out. */
  Json header() {
    Json header = Json.of("alg", text(alg)).with("typ", text("JWT"));
    return kid.isEmpty() ? header : header.with("kid", text(kid));
  }

  /** The claims of honest tokens: they are good until the year 2100. */
  static Json claims() {
    return Json.of("iss", text("https://issuer.test.example"))
        .with("aud", text("https://api.test.example"))
        .with("sub", text("alice"))
        .with("iat", "1700000000")
        .with("exp", "4102444800");
  }

  String honest() {
    return signed(header(), claims());
  }

  String signed(Json header, Json claims) {
    return signed(header.toString(), claims.toString());
  }

  String signed(String header, String payload) {
    return signed(header.getBytes(UTF_8), payload.getBytes(UTF_8));
  }

  String signed(byte[] header, byte[] payload) {
    return signedText(CorpusKeys.encode(header), CorpusKeys.encode(payload));
  }

  /** Signs two parts as they are, whatever they are. */
  String signedText(String header, String payload) {
    return header + "." + payload + "." + CorpusKeys.encode(signature(header + "." + payload));
  }

  /** The signature that this application's key makes. */
  byte[] signature(String text) {
    return key.equals("hs256")
        ? hmac("HmacSHA256", keys.secret(), text)
        : signature(jca(alg), keys.pair(key), text);
  }

  /** With a key of the attacker's, of the same kind. */
  String forged(Json header, Json claims) {
    String text =
        CorpusKeys.encode(header.toString().getBytes(UTF_8))
            + "."
            + CorpusKeys.encode(claims.toString().getBytes(UTF_8));
    return text + "." + CorpusKeys.encode(attackers(text));
  }

  private byte[] attackers(String text) {
    if (alg.startsWith("HS")) {
      return hmac("HmacSHA256", "attackers have secrets of their own".getBytes(UTF_8), text);
    }
    return signature(
        jca(alg), keys.pair(alg.startsWith("ES") ? "attacker-ec" : "attacker-rsa"), text);
  }

  /** A token of the header and honest claims, with an HMAC under any bytes. */
  static String hmacToken(Json header, String alg, byte[] secret) {
    String text =
        CorpusKeys.encode(header.with("alg", text(alg)).toString().getBytes(UTF_8))
            + "."
            + CorpusKeys.encode(claims().toString().getBytes(UTF_8));
    return text + "." + CorpusKeys.encode(hmac("HmacSHA" + alg.substring(2), secret, text));
  }

  static byte[] hmac(String algorithm, byte[] secret, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      // The JDK takes no empty key; one of zeros is the same to HMAC.
      mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, algorithm));
      return mac.doFinal(text.getBytes(US_ASCII));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static byte[] signature(String algorithm, KeyPair pair, String text) {
    return signature(algorithm, pair.getPrivate(), text);
  }

  static byte[] signature(String algorithm, PrivateKey key, String text) {
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(text.getBytes(US_ASCII));
      return signer.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(algorithm, impossible);
    }
  }

  private static String jca(String alg) {
    String hash = "SHA" + alg.substring(2);
    return alg.startsWith("RS") ? hash + "withRSA" : hash + "withECDSAinP1363Format";
  }

  /** A JSON text of these characters. */
  static String text(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Override
  public String toString() {
    return profile + " " + key;
  }
}
