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
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM files (RFC 7468): exactly one key, recognised by its exact label. */
final class KeyFiles {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");
  private static final Pattern ENCRYPTED = Pattern.compile("ENCRYPTED");
  private static final List<String> TYPES = List.of("RSA", "EC");

  private KeyFiles() {}

  /** The key of a PEM file. The message of the exception continues the file's name. */
  static KeyMaterial pem(byte[] content) throws KeyException {
    List<Block> blocks = blocks(content);
    if (blocks.isEmpty()) {
      throw new KeyException(
          ENCRYPTED.matcher(new Latin1(content)).find()
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
    return isDer(bytes) || base64(bytes).filter(KeyFiles::isDer).isPresent();
  }

  /** The key, if it is of a kind that signs here. */
  static PublicKey supported(PublicKey key) throws KeyException {
    if (key instanceof RSAPublicKey || key instanceof ECPublicKey) {
      return key;
    }
    throw new KeyException("is neither RSA nor EC: " + key.getAlgorithm());
  }

  static PublicKey publicKey(KeySpec spec, String type) throws KeyException {
    try {
      return KeyFactory.getInstance(type).generatePublic(spec);
    } catch (GeneralSecurityException e) {
      throw new KeyException("is not a valid " + type + " key");
    }
  }

  private static List<Block> blocks(byte[] content) {
    List<Block> blocks = new ArrayList<>();
    for (Matcher at = BLOCK.matcher(new Latin1(content)); at.find(); ) {
      if (!at.group(1).equals("EC PARAMETERS")) {
        blocks.add(new Block(at.group(1), Arrays.copyOfRange(content, at.start(2), at.end(2))));
      }
    }
    return blocks;
  }

  private static KeyMaterial key(Block block) throws KeyException {
    byte[] der = base64(block.body).orElseThrow(KeyFiles::damaged);
    try {
      return key(block, der);
    } finally {
      Arrays.fill(block.body, (byte) 0);
      Arrays.fill(der, (byte) 0);
    }
  }

  private static KeyMaterial key(Block block, byte[] der) throws KeyException {
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

  private static Optional<byte[]> base64(byte[] text) {
    byte[] dense = new byte[text.length];
    int length = 0;
    for (byte one : text) {
      if (!Character.isWhitespace(one)) {
        dense[length++] = one;
      }
    }
    byte[] exact = Arrays.copyOf(dense, length);
    try {
      return Optional.of(Base64.getDecoder().decode(exact));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    } finally {
      Arrays.fill(dense, (byte) 0);
      Arrays.fill(exact, (byte) 0);
    }
  }

  private static KeyException damaged() {
    return new KeyException(
        "is damaged or neither RSA nor EC: openssl pkey -in … -text -noout tells more");
  }

  private interface Parsing<K> {
    K with(KeyFactory factory) throws GeneralSecurityException;
  }

  /** Bytes to search in: unlike a text made of them, it leaves nothing behind. */
  private static final class Latin1 implements CharSequence {
    private final byte[] bytes;

    Latin1(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public char charAt(int index) {
      return (char) (bytes[index] & 0xFF);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new String(bytes, start, end - start, ISO_8859_1);
    }

    @Override
    public String toString() {
      return "Latin1[…]";
    }
  }

  /** What stands between two lines of dashes. */
  private static final class Block {
    private final String label;
    private final byte[] body;

    Block(String label, byte[] body) {
      this.label = label;
      this.body = body;
    }
  }
}
