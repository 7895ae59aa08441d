package org.jwtfilter.corpus;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys that nobody has seen before, in the folder that {@link CorpusServer} reads, and the private
 * ones beside them. The key set has what real ones have: keys for other uses, weak ones, broken
 * ones, two of one name.
 */
final class CorpusKeys {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PEM_END = "\n-----END PUBLIC KEY-----\n";

  private final byte[] secret = random(48);
  private final Map<String, KeyPair> pairs = new LinkedHashMap<>();
  private final ArrayNode set = JSON.createArrayNode();

  private CorpusKeys() {
    pairs.put("rs256", rsa(2048));
    pairs.put("es256", ec("secp256r1"));
    pairs.put("attacker-rsa", rsa(2048));
    pairs.put("attacker-ec", ec("secp256r1"));
    pairs.put("withdrawn", rsa(2048));
    sound();
    unsound();
  }

  /** Keys that were made now. */
  static CorpusKeys make() {
    return new CorpusKeys();
  }

  /** Keys that a verifier of the profile uses. */
  private void sound() {
    publish("rsa-1", rsa(2048), "use", "sig", "alg", "RS256");
    publish("rsa-2", rsa(2048), "use", "sig", "alg", "RS256");
    publish("ec-1", ec("secp256r1"), "use", "sig", "alg", "ES256");
    publish("rsa-3072", rsa(3072), "use", "sig", "alg", "RS256");
    publish("rsa-4096", rsa(4096), "alg", "RS256");
    publish("rsa-384", rsa(2048), "use", "sig", "alg", "RS384");
    publish("rsa-any", rsa(2048), "use", "sig");
    publish("ec-384", ec("secp384r1"), "use", "sig", "alg", "ES384");
    publish("ec-512", ec("secp521r1"), "use", "sig", "alg", "ES512");
    publish("ec-any", ec("secp256r1"));
    publish("with space/and:signs?", rsa(2048), "alg", "RS256");
    publish("verifies", rsa(2048), "alg", "RS256").putArray("key_ops").add("verify");
    publish("extra", rsa(2048), "alg", "RS256", "x-vendor", "anything")
        .putObject("ext")
        .put("a", 1);
  }

  /** Keys with which nothing is ever verified. */
  private void unsound() {
    KeyPair rsa = rsa(2048);
    KeyPair ec = ec("secp256r1");
    publish("enc-1", rsa, "use", "enc");
    publish("enc-2", rsa, "use", "enc", "alg", "RSA-OAEP-256");
    publish("signs", rsa, "alg", "RS256").putArray("key_ops").add("sign");
    publish("wraps", rsa).putArray("key_ops").add("wrapKey").add("encrypt");
    publish("weak-1024", rsa(1024), "use", "sig", "alg", "RS256");
    publish(
        "weak-e3",
        rsa(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0)),
        "alg",
        "RS256");
    publish("pss", rsa, "alg", "PS256");
    publish("curve-and-alg", ec("secp384r1"), "alg", "ES256");
    publish("kty-and-alg", rsa, "alg", "ES256");
    publish("alg-hs", rsa, "alg", "HS256");
    publish("twice", rsa(2048), "alg", "RS256");
    set.add(jwk("twice", rsa(2048).getPublic(), "alg", "RS256"));
    broken("off-curve", ec).put("y", encode(random(32)));
    broken("no-y", ec).remove("y");
    broken("short-x", ec).put("x", encode(random(31)));
    broken("no-e", rsa).remove("e");
    broken("e-is-1", rsa).put("e", "AQ");
    broken("n-is-number", rsa).put("n", 65537);
    broken("use-is-array", rsa).putArray("use").add("sig");
    broken("ops-is-text", rsa).put("key_ops", "verify");
    broken("no-kty", rsa).remove("kty");
    broken("kty-case", rsa).put("kty", "rsa");
    set.addObject()
        .put("kty", "oct")
        .put("kid", "oct-1")
        .put("alg", "HS256")
        .put("k", encode(secret));
    set.addObject()
        .put("kty", "OKP")
        .put("kid", "okp-1")
        .put("crv", "Ed25519")
        .put("x", encode(random(32)));
    set.addObject()
        .put("kty", "AKP")
        .put("kid", "akp-1")
        .put("alg", "ML-DSA-44")
        .put("pub", "AQAB");
    set.add("a text").addNull().add(7).addArray().add("x");
    set.addObject();
  }

  private ObjectNode broken(String kid, KeyPair pair) {
    return publish(kid, pair);
  }

  private ObjectNode publish(String kid, KeyPair pair, String... members) {
    pairs.put(kid, pair);
    ObjectNode jwk = jwk(kid, pair.getPublic(), members);
    set.add(jwk);
    return jwk;
  }

  static ObjectNode jwk(String kid, PublicKey key, String... members) {
    ObjectNode jwk = JSON.createObjectNode().put("kid", kid);
    if (key instanceof RSAPublicKey rsa) {
      jwk.put("kty", "RSA").put("n", encode(unsigned(rsa.getModulus())));
      jwk.put("e", encode(unsigned(rsa.getPublicExponent())));
    } else if (key instanceof ECPublicKey ec) {
      int bytes = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
      jwk.put("kty", "EC").put("crv", "P-" + ec.getParams().getCurve().getField().getFieldSize());
      jwk.put("x", encode(fixed(ec.getW().getAffineX(), bytes)));
      jwk.put("y", encode(fixed(ec.getW().getAffineY(), bytes)));
    }
    for (int i = 0; i < members.length; i += 2) {
      jwk.put(members[i], members[i + 1]);
    }
    return jwk;
  }

  /** The secret of {@code /hs256}. */
  byte[] secret() {
    return secret.clone();
  }

  /**
   * A pair by its {@code kid}, or by its place: rs256, es256, attacker-rsa, attacker-ec, withdrawn.
   */
  KeyPair pair(String name) {
    return pairs.get(name);
  }

  /** What {@code rs256-public.pem} or {@code es256-public.pem} says. */
  String pem(String name) {
    byte[] der = pair(name).getPublic().getEncoded();
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN PUBLIC KEY-----\n" + lines + PEM_END;
  }

  /** Writes the folder of {@link CorpusServer}. */
  Path writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    write(folder, "hs256.b64u", encode(secret) + "\n");
    write(folder, "hs256.hex", HexFormat.of().formatHex(secret) + "\n");
    write(folder, "rs256-public.pem", pem("rs256"));
    write(folder, "es256-public.pem", pem("es256"));
    write(folder, "jwks.json", JSON.createObjectNode().set("keys", set).toString());
    ObjectNode attacker = JSON.createObjectNode();
    attacker
        .putArray("keys")
        .add(jwk("attacker", pair("attacker-rsa").getPublic(), "alg", "RS256"))
        .add(jwk("attacker-ec", pair("attacker-ec").getPublic(), "alg", "ES256"));
    write(folder, "attacker-jwks.json", attacker.toString());
    return folder;
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return random;
  }

  static byte[] unsigned(BigInteger number) {
    return fixed(number, (number.bitLength() + 7) / 8);
  }

  /** Big-endian, of exactly so many bytes. */
  static byte[] fixed(BigInteger number, int bytes) {
    byte[] fixed = new byte[bytes];
    byte[] signed = number.toByteArray();
    int length = Math.min(bytes, signed.length);
    System.arraycopy(signed, signed.length - length, fixed, bytes - length, length);
    return fixed;
  }

  private static KeyPair rsa(int bits) {
    return rsa(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
  }

  private static KeyPair rsa(RSAKeyGenParameterSpec parameters) {
    return pair("RSA", parameters);
  }

  private static KeyPair ec(String curve) {
    return pair("EC", new ECGenParameterSpec(curve));
  }

  private static KeyPair pair(String algorithm, AlgorithmParameterSpec parameters) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(parameters);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return "CorpusKeys[…]";
  }
}
