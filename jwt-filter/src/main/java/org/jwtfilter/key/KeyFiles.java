package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM files (RFC 7468): exactly one key, recognised by its exact label. */
final class KeyFiles {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");
  private static final List<String> TYPES = List.of("RSA", "EC");

  private KeyFiles() {}

  /** The key of a PEM file. The message of the exception continues the file's name. */
  static KeyMaterial pem(String text) throws KeyException {
    List<Block> blocks = blocks(text);
    if (blocks.isEmpty()) {
      throw new KeyException(
          text.contains("ENCRYPTED")
              ? "is encrypted: decrypt it (openssl pkey -in … -out …) and protect the file instead"
              : "holds no PEM block: it must begin with -----BEGIN PUBLIC KEY----- or"
                  + " -----BEGIN PRIVATE KEY-----");
    }
    if (blocks.size() > 1) {
      throw new KeyException(
          "holds " + blocks.size() + " PEM blocks: give each key a file and a URI of its own");
    }
    return key(blocks.get(0));
  }

  /** Whether these bytes, or those of which they are the Base64, are a key or certificate. */
  static boolean isEncodedKey(byte[] bytes) {
    return isDer(bytes)
        || base64(new String(bytes, ISO_8859_1)).filter(KeyFiles::isDer).isPresent();
  }

  static PublicKey publicKey(KeySpec spec, String type) throws KeyException {
    try {
      return KeyFactory.getInstance(type).generatePublic(spec);
    } catch (GeneralSecurityException e) {
      throw new KeyException("is not a valid " + type + " key");
    }
  }

  private static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    for (Matcher at = BLOCK.matcher(text); at.find(); ) {
      if (!at.group(1).equals("EC PARAMETERS")) {
        blocks.add(new Block(at.group(1), at.group(2)));
      }
    }
    return blocks;
  }

  private static KeyMaterial key(Block block) throws KeyException {
    byte[] der = base64(block.body).orElseThrow(KeyFiles::damaged);
    return switch (block.label) {
      case "PUBLIC KEY" -> KeyMaterial.asymmetric(publicKey(der), null);
      case "RSA PUBLIC KEY" -> KeyMaterial.asymmetric(publicKey(Der.spkiOfRsa(der)), null);
      case "PRIVATE KEY" -> pair(der);
      case "RSA PRIVATE KEY" -> pair(Der.pkcs8OfRsa(der));
      case "EC PRIVATE KEY" -> pair(Der.pkcs8OfEc(der).orElseThrow(KeyFiles::damaged));
      case "ENCRYPTED PRIVATE KEY" ->
          throw new KeyException(
              "is encrypted: decrypt it (openssl pkey -in … -out …) and protect the file instead");
      case "CERTIFICATE" ->
          throw new KeyException(
              "is a certificate: take its key out with openssl x509 -in … -pubkey -noout");
      default ->
          throw new KeyException(
              "is labelled " + block.label + ": use a PUBLIC KEY or a PRIVATE KEY");
    };
  }

  private static KeyMaterial pair(byte[] pkcs8) throws KeyException {
    PrivateKey signing = privateKey(pkcs8).orElseThrow(KeyFiles::damaged);
    return KeyMaterial.asymmetric(publicKeyOf(signing), signing);
  }

  private static PublicKey publicKeyOf(PrivateKey key) throws KeyException {
    if (key instanceof RSAPrivateCrtKey rsa) {
      return publicKey(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()), "RSA");
    }
    if (key instanceof ECPrivateKey ec) {
      Curve curve =
          Curve.of(ec.getParams())
              .orElseThrow(
                  () -> new KeyException("is on another curve than P-256, P-384 or P-521"));
      BigInteger order = curve.parameters().getOrder();
      if (ec.getS().signum() <= 0 || ec.getS().compareTo(order) >= 0) {
        throw damaged();
      }
      return publicKey(new ECPublicKeySpec(curve.times(ec.getS()), curve.parameters()), "EC");
    }
    throw new KeyException("is a private key without its public numbers: make a new one");
  }

  private static PublicKey publicKey(byte[] spki) throws KeyException {
    return parsed(spki).orElseThrow(KeyFiles::damaged);
  }

  private static Optional<PublicKey> parsed(byte[] spki) {
    return ofEitherType(factory -> factory.generatePublic(new X509EncodedKeySpec(spki)));
  }

  private static Optional<PrivateKey> privateKey(byte[] pkcs8) {
    return ofEitherType(factory -> factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
  }

  private static <K> Optional<K> ofEitherType(Parsing<K> parsing) {
    return TYPES.stream().flatMap(type -> parsed(type, parsing).stream()).findFirst();
  }

  private static <K> Optional<K> parsed(String type, Parsing<K> parsing) {
    try {
      return Optional.of(parsing.with(KeyFactory.getInstance(type)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static boolean isDer(byte[] bytes) {
    return bytes.length > 0
        && bytes[0] == 0x30
        && (parsed(bytes).isPresent() || privateKey(bytes).isPresent() || isCertificate(bytes));
  }

  private static boolean isCertificate(byte[] bytes) {
    try {
      CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text.replaceAll("\\s", "")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static KeyException damaged() {
    return new KeyException(
        "is damaged or neither RSA nor EC: openssl pkey -in … -text -noout tells more");
  }

  private interface Parsing<K> {
    K with(KeyFactory factory) throws GeneralSecurityException;
  }

  private record Block(String label, String body) {
    @Override
    public String toString() {
      return "Block[" + label + "]";
    }
  }
}
