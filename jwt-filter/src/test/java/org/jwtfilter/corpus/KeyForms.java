package org.jwtfilter.corpus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.jwtfilter.corpus.Expected.ACCEPT;
import static org.jwtfilter.corpus.Expected.ANY;
import static org.jwtfilter.corpus.Expected.REJECT;
import static org.jwtfilter.corpus.Level.MUST;
import static org.jwtfilter.corpus.Level.POLICY;
import static org.jwtfilter.corpus.Level.SHOULD;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jwtfilter.corpus.CaseBook.Kind;

/** Signatures and the keys behind them (T10 to T16; K01 to K05; Wycheproof's ideas over HTTP). */
final class KeyForms {
  private static final Kind CONFUSION =
      new Kind("alg-confusion", "T10; RFC 8725 2.1", MUST, REJECT);
  private static final Kind WEAK = new Kind("weak-key", "T11; RFC 7518 3.2", MUST, REJECT);
  private static final Kind TAMPER =
      new Kind("signature-tamper", "T16; RFC 7515 5.2", MUST, REJECT);
  private static final Kind ECDSA =
      new Kind("ecdsa", "T13; RFC 7518 3.4; CVE-2022-21449", MUST, REJECT);
  private static final Kind TWIN = new Kind("ecdsa-twin", "T14; RFC 7518 3.4", MUST, ACCEPT);
  private static final Kind RSA = new Kind("rsa", "T15; RFC 8017 8.2.2", MUST, REJECT);
  private static final Kind PADDING =
      new Kind("rsa-padding", "T15; CVE-2006-4339, CVE-2021-30246", MUST, REJECT);
  private static final Kind SET = new Kind("jwks", "K01 to K05; RFC 7517", MUST, REJECT);
  private static final Kind SOUND = new Kind("jwks", "K01; RFC 7517 5", MUST, ACCEPT);
  private static final Kind JWE =
      new Kind("jwe-as-access-token", "T09; CVE-2026-29000", MUST, REJECT);
  private static final String DIGEST_INFO_256 = "3031300d060960864801650304020105000420";

  private final CaseBook book;

  KeyForms(CaseBook book) {
    this.book = book;
  }

  void write() {
    confusions();
    secrets();
    tampered();
    ecdsa();
    rsa();
    keySet();
    encrypted();
  }

  private void confusions() {
    for (Forge forge : book.forges()) {
      if (!forge.key().equals("hs256")) {
        publicTexts(forge).forEach((name, text) -> confusion(forge, name, text));
      }
    }
  }

  private void confusion(Forge forge, String name, byte[] secret) {
    for (String alg : List.of("HS256", "HS384", "HS512")) {
      book.header(
          CONFUSION,
          alg + " keyed with " + name,
          forge,
          Forge.hmacToken(forge.header(), alg, secret));
    }
    book.header(
        CONFUSION,
        "HS256 without kid keyed with " + name,
        forge,
        Forge.hmacToken(forge.header().without("kid"), "HS256", secret));
  }

  private Map<String, byte[]> publicTexts(Forge forge) {
    KeyPair pair = book.keys().pair(forge.key());
    byte[] der = pair.getPublic().getEncoded();
    String pem = book.keys().pem(forge.key());
    String jwk = CorpusKeys.jwk(forge.key(), pair.getPublic()).toString();
    Map<String, byte[]> texts = new LinkedHashMap<>();
    texts.put("the PEM", pem.getBytes(US_ASCII));
    texts.put("the PEM without its last line break", pem.strip().getBytes(US_ASCII));
    texts.put("the PEM with CRLF", pem.replace("\n", "\r\n").getBytes(US_ASCII));
    texts.put("the PEM in one line", pem.replace("\n", "").getBytes(US_ASCII));
    texts.put("the PEM's base64", pem.replaceAll("-----.*-----|\n", "").getBytes(US_ASCII));
    texts.put("the PEM after a line break", ("\n" + pem).getBytes(US_ASCII));
    texts.put("the DER", der);
    texts.put("the DER in hex", HexFormat.of().formatHex(der).getBytes(US_ASCII));
    texts.put("the DER in base64url", CorpusKeys.encode(der).getBytes(US_ASCII));
    texts.put("the JWK", jwk.getBytes(US_ASCII));
    texts.put("the hash of the DER", sha("SHA-256", der));
    texts.put("the kid", forge.key().getBytes(US_ASCII));
    texts.put("nothing", new byte[0]);
    if (pair.getPublic() instanceof RSAPublicKey rsa) {
      texts.put("the modulus", CorpusKeys.unsigned(rsa.getModulus()));
      texts.put("the modulus with its sign byte", rsa.getModulus().toByteArray());
      texts.put("the modulus in decimal", rsa.getModulus().toString().getBytes(US_ASCII));
    }
    if (pair.getPublic() instanceof ECPublicKey ec) {
      texts.put("the point's x", CorpusKeys.fixed(ec.getW().getAffineX(), 32));
    }
    return texts;
  }

  private void secrets() {
    byte[] secret = book.keys().secret();
    Map<String, byte[]> near = new LinkedHashMap<>();
    near.put("nothing", new byte[0]);
    near.put("one zero", new byte[1]);
    near.put("32 zeros", new byte[32]);
    near.put("48 zeros", new byte[48]);
    near.put("64 zeros", new byte[64]);
    near.put("32 FF", HexFormat.of().parseHex("ff".repeat(32)));
    near.put("the secret's base64url", CorpusKeys.encode(secret).getBytes(US_ASCII));
    near.put("the secret's base64", Base64.getEncoder().encode(secret));
    near.put("the secret's hex", HexFormat.of().formatHex(secret).getBytes(US_ASCII));
    near.put(
        "the secret and a line break",
        (new String(secret, java.nio.charset.StandardCharsets.ISO_8859_1) + "\n")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    near.put("the secret's hash", sha("SHA-256", secret));
    near.put("half of the secret", Arrays.copyOf(secret, 24));
    near.put("the first 32 bytes of the secret", Arrays.copyOf(secret, 32));
    near.put("the secret decoded as UTF-8", new String(secret, UTF_8).getBytes(UTF_8));
    for (String word :
        List.of(
            "secret",
            "password",
            "changeme",
            "changeit",
            "key",
            "jwt",
            "test",
            "admin",
            "your-256-bit-secret",
            "your-secret-key",
            "my-32-character-ultra-secure-and-ultra-long-secret",
            "a-string-secret-at-least-256-bits-long",
            "qwertyuiopasdfghjklzxcvbnm123456",
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
            "undefined",
            "null",
            "https://issuer.test.example",
            "https://api.test.example",
            "alice")) {
      near.put("\"" + word + "\"", word.getBytes(US_ASCII));
    }
    Forge forge = book.hs256();
    near.forEach(
        (name, key) ->
            book.allPlaces(
                WEAK,
                "HMAC keyed with " + name,
                forge,
                Forge.hmacToken(forge.header(), "HS256", key)));
  }

  private void tampered() {
    for (Forge forge : book.forges()) {
      String honest = forge.honest();
      String signed = honest.substring(0, honest.lastIndexOf('.') + 1);
      byte[] signature = Base64.getUrlDecoder().decode(honest.substring(signed.length()));
      Map<String, byte[]> others = new LinkedHashMap<>();
      for (int i : new int[] {0, 1, signature.length / 2, signature.length - 1}) {
        byte[] flipped = signature.clone();
        flipped[i] ^= 1;
        others.put("with another bit in byte " + i, flipped);
      }
      others.put("a byte shorter", Arrays.copyOf(signature, signature.length - 1));
      others.put("a byte shorter in front", Arrays.copyOfRange(signature, 1, signature.length));
      others.put("of one byte", Arrays.copyOf(signature, 1));
      others.put("half", Arrays.copyOf(signature, signature.length / 2));
      others.put("a zero longer", Arrays.copyOf(signature, signature.length + 1));
      others.put("twice", concat(signature, signature));
      others.put("reversed", reversed(signature));
      others.put("all zeros", new byte[signature.length]);
      others.put("random", CorpusKeys.random(signature.length));
      others.put("the hash alone", sha("SHA-256", honest.getBytes(US_ASCII)));
      others.put("over the payload alone", forge.signature(honest.split("\\.")[1]));
      others.put("over the header alone", forge.signature(honest.split("\\.")[0]));
      others.put("over the text without the dot", forge.signature(signed.replace(".", "")));
      others.put("over the text with the last dot", forge.signature(signed));
      others.put("over the decoded JSON", forge.signature(forge.header() + "." + Forge.claims()));
      others.put("of another token", forge.signature(signed.substring(0, 20)));
      others.forEach(
          (name, bytes) ->
              book.header(TAMPER, "signature " + name, forge, signed + CorpusKeys.encode(bytes)));
      String[] admin =
          forge.signed(forge.header(), Forge.claims().with("sub", "\"admin\"")).split("\\.");
      String[] mine = honest.split("\\.");
      book.allPlaces(
          TAMPER, "the payload of another token", forge, mine[0] + "." + admin[1] + "." + mine[2]);
      book.header(
          TAMPER,
          "the header of another token",
          forge,
          CorpusKeys.encode(forge.header().with("x", "1").toString().getBytes(UTF_8))
              + "."
              + mine[1]
              + "."
              + mine[2]);
      book.header(TAMPER, "parts in another order", forge, mine[1] + "." + mine[0] + "." + mine[2]);
    }
  }

  private void ecdsa() {
    for (Forge forge : book.forges()) {
      if (forge.alg().equals("ES256")) {
        ecdsa(forge);
      }
    }
  }

  private void ecdsa(Forge forge) {
    String honest = forge.honest();
    String signed = honest.substring(0, honest.lastIndexOf('.') + 1);
    String text = signed.substring(0, signed.length() - 1);
    byte[] signature = Base64.getUrlDecoder().decode(honest.substring(signed.length()));
    BigInteger n = ((ECPublicKey) book.keys().pair("es256").getPublic()).getParams().getOrder();
    BigInteger p =
        new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    BigInteger r = new BigInteger(1, Arrays.copyOf(signature, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    BigInteger gx =
        ((ECPublicKey) book.keys().pair("es256").getPublic())
            .getParams()
            .getGenerator()
            .getAffineX();
    BigInteger qx = ((ECPublicKey) book.keys().pair(forge.key()).getPublic()).getW().getAffineX();
    for (Placement place : Placement.values()) {
      book.add(CaseBook.one(TWIN, "(r, n-s)", forge, signed + pair(r, n.subtract(s)), place));
    }
    List<BigInteger> edges =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO,
            n.subtract(BigInteger.ONE),
            n,
            n.add(BigInteger.ONE),
            n.shiftRight(1),
            p,
            p.subtract(BigInteger.ONE),
            p.subtract(n),
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE),
            gx,
            qx);
    for (int i = 0; i < edges.size(); i++) {
      for (int j = 0; j < edges.size(); j += i < 6 ? 1 : 4) {
        book.header(
            ECDSA,
            "r and s at the edges " + i + ", " + j,
            forge,
            signed + pair(edges.get(i), edges.get(j)));
      }
      book.header(ECDSA, "r at the edge " + i, forge, signed + pair(edges.get(i), s));
      book.header(ECDSA, "s at the edge " + i, forge, signed + pair(r, edges.get(i)));
    }
    book.header(ECDSA, "s and r", forge, signed + pair(s, r));
    book.header(ECDSA, "(n-r, s)", forge, signed + pair(n.subtract(r), s));
    book.header(ECDSA, "(r, p-s)", forge, signed + pair(r, p.subtract(s)));
    KeyPair key = book.keys().pair(forge.key());
    book.allPlaces(
        ECDSA,
        "DER",
        forge,
        signed + CorpusKeys.encode(Forge.signature("SHA256withECDSA", key, text)));
    book.header(
        ECDSA,
        "another hash",
        forge,
        signed + CorpusKeys.encode(Forge.signature("SHA512withECDSAinP1363Format", key, text)));
    book.header(
        ECDSA,
        "SHA-1",
        forge,
        signed + CorpusKeys.encode(Forge.signature("SHA1withECDSAinP1363Format", key, text)));
    for (int length : new int[] {31, 33, 48, 66}) {
      book.header(
          ECDSA,
          "halves of " + length + " bytes",
          forge,
          signed
              + CorpusKeys.encode(
                  concat(CorpusKeys.fixed(r, length), CorpusKeys.fixed(s, length))));
    }
    book.header(
        ECDSA,
        "a zero before r",
        forge,
        signed + CorpusKeys.encode(concat(new byte[1], signature)));
    book.header(
        ECDSA,
        "by P-384",
        forge,
        signed
            + CorpusKeys.encode(
                Forge.signature("SHA384withECDSAinP1363Format", book.keys().pair("ec-384"), text)));
  }

  private static String pair(BigInteger r, BigInteger s) {
    return CorpusKeys.encode(concat(CorpusKeys.fixed(r, 32), CorpusKeys.fixed(s, 32)));
  }

  private void rsa() {
    for (Forge forge : book.forges()) {
      if (forge.alg().equals("RS256")) {
        rsa(forge);
      }
    }
  }

  private void rsa(Forge forge) {
    String honest = forge.honest();
    String text = honest.substring(0, honest.lastIndexOf('.'));
    KeyPair pair = book.keys().pair(forge.key());
    BigInteger n = ((RSAPublicKey) pair.getPublic()).getModulus();
    BigInteger signature =
        new BigInteger(1, Base64.getUrlDecoder().decode(honest.substring(text.length() + 1)));
    Map<String, BigInteger> numbers = new LinkedHashMap<>();
    numbers.put("zero", BigInteger.ZERO);
    numbers.put("one", BigInteger.ONE);
    numbers.put("two", BigInteger.TWO);
    numbers.put("n", n);
    numbers.put("n - 1", n.subtract(BigInteger.ONE));
    numbers.put("n + 1", n.add(BigInteger.ONE));
    numbers.put("n - s", n.subtract(signature));
    numbers.put("s squared", signature.modPow(BigInteger.TWO, n));
    numbers.put("2^2048 - 1", BigInteger.ONE.shiftLeft(2048).subtract(BigInteger.ONE));
    numbers.forEach(
        (name, number) ->
            book.header(
                RSA,
                "signature is " + name,
                forge,
                text + "." + CorpusKeys.encode(CorpusKeys.fixed(number, 256))));
    book.allPlaces(
        RSA,
        "signature is s + n",
        forge,
        text + "." + CorpusKeys.encode(CorpusKeys.unsigned(signature.add(n))));
    book.header(
        RSA,
        "a zero before s",
        forge,
        text + "." + CorpusKeys.encode(CorpusKeys.fixed(signature, 257)));
    book.header(
        RSA,
        "s in 255 bytes",
        forge,
        text + "." + CorpusKeys.encode(CorpusKeys.fixed(signature, 255)));
    for (String hash : List.of("MD5", "SHA1", "SHA224", "SHA384", "SHA512")) {
      book.header(
          RSA,
          hash + " in place of SHA-256",
          forge,
          text + "." + CorpusKeys.encode(Forge.signature(hash + "withRSA", pair, text)));
    }
    paddings(sha("SHA-256", text.getBytes(US_ASCII)))
        .forEach(
            (name, block) ->
                book.header(
                    PADDING, name, forge, text + "." + CorpusKeys.encode(raw(pair, block))));
    // RFC 8017 lets verifiers take it: appendix B.1, 9.2 note 1.
    byte[] lenient = HexFormat.of().parseHex("302f300b0609608648016503040201" + "0420");
    book.header(
        new Kind("rsa-padding", "T15", SHOULD, ANY),
        "DigestInfo without NULL",
        forge,
        text
            + "."
            + CorpusKeys.encode(
                raw(
                    pair,
                    block(
                        1,
                        (byte) 0xFF,
                        concat(lenient, sha("SHA-256", text.getBytes(US_ASCII))),
                        0))));
  }

  private static Map<String, byte[]> paddings(byte[] hash) {
    byte[] info = concat(HexFormat.of().parseHex(DIGEST_INFO_256), hash);
    Map<String, byte[]> blocks = new LinkedHashMap<>();
    blocks.put("block type 0", block(0, (byte) 0, info, 0));
    blocks.put("block type 2", block(2, (byte) 0xFF, info, 0));
    blocks.put("padding of zeros", block(1, (byte) 0, info, 0));
    blocks.put("padding of EE", block(1, (byte) 0xEE, info, 0));
    blocks.put(
        "eight bytes of padding, rubbish behind the hash",
        block(1, (byte) 0xFF, info, 256 - 3 - 8 - info.length));
    blocks.put("one byte of rubbish behind the hash", block(1, (byte) 0xFF, info, 1));
    blocks.put("no padding, hash in front", block(1, (byte) 0xFF, info, 256 - 3 - info.length));
    blocks.put("the hash without DigestInfo", block(1, (byte) 0xFF, hash, 0));
    blocks.put("the DigestInfo without padding", CorpusKeys.fixed(new BigInteger(1, info), 256));
    blocks.put("the hash alone", CorpusKeys.fixed(new BigInteger(1, hash), 256));
    blocks.put(
        "DigestInfo of SHA-1 around SHA-256",
        block(
            1,
            (byte) 0xFF,
            concat(HexFormat.of().parseHex("3021300906052b0e03021a05000414"), hash),
            0));
    blocks.put(
        "DigestInfo with parameters",
        block(
            1,
            (byte) 0xFF,
            concat(HexFormat.of().parseHex("3032300e06096086480165030402010401000420"), hash),
            0));
    blocks.put(
        "long-form lengths",
        block(
            1,
            (byte) 0xFF,
            concat(HexFormat.of().parseHex("308131300d060960864801650304020105000420"), hash),
            0));
    blocks.put(
        "rubbish inside the parameters",
        block(
            1,
            (byte) 0xFF,
            concat(HexFormat.of().parseHex("3035301106096086480165030402010504deadbeef0420"), hash),
            0));
    blocks.put(
        "another object identifier",
        block(
            1,
            (byte) 0xFF,
            concat(HexFormat.of().parseHex("3031300d060960864801650304020205000420"), hash),
            0));
    blocks.put(
        "hash cut by a byte", block(1, (byte) 0xFF, Arrays.copyOf(info, info.length - 1), 0));
    blocks.put("first byte 1", first(block(1, (byte) 0xFF, info, 0), 1));
    blocks.put(
        "no zero after the padding", noSeparator(block(1, (byte) 0xFF, info, 0), info.length));
    return blocks;
  }

  private static byte[] block(int type, byte padding, byte[] content, int rubbish) {
    byte[] block = new byte[256];
    Arrays.fill(block, padding);
    block[0] = 0;
    block[1] = (byte) type;
    int at = 256 - rubbish - content.length;
    block[at - 1] = 0;
    System.arraycopy(content, 0, block, at, content.length);
    Arrays.fill(block, 256 - rubbish, 256, (byte) 0x5A);
    return block;
  }

  private static byte[] first(byte[] block, int value) {
    block[0] = (byte) value;
    return block;
  }

  private static byte[] noSeparator(byte[] block, int content) {
    block[256 - content - 1] = (byte) 0xFF;
    return block;
  }

  /** What verifying turns into exactly this block. */
  private static byte[] raw(KeyPair pair, byte[] block) {
    RSAPrivateKey key = (RSAPrivateKey) pair.getPrivate();
    return CorpusKeys.fixed(
        new BigInteger(1, block)
            .mod(key.getModulus())
            .modPow(key.getPrivateExponent(), key.getModulus()),
        256);
  }

  private void keySet() {
    Forge set = book.forges().get(3);
    Map<String, String> sound = new LinkedHashMap<>();
    for (String kid :
        List.of(
            "rsa-1",
            "rsa-2",
            "rsa-3072",
            "rsa-4096",
            "rsa-any",
            "with space/and:signs?",
            "verifies",
            "extra")) {
      sound.put(kid, "RS256");
    }
    sound.put("rsa-384", "RS384");
    sound.put("ec-1", "ES256");
    sound.put("ec-any", "ES256");
    sound.put("ec-384", "ES384");
    sound.put("ec-512", "ES512");
    sound.forEach(
        (kid, alg) ->
            book.allPlaces(SOUND, "key " + kid, set.with(alg, kid), set.with(alg, kid).honest()));
    book.header(
        new Kind("jwks", "K02", POLICY, ANY),
        "key without alg, RS512",
        set.with("RS512", "rsa-any"),
        set.with("RS512", "rsa-any").honest());
    for (String kid :
        List.of(
            "enc-1",
            "enc-2",
            "signs",
            "wraps",
            "weak-1024",
            "weak-e3",
            "pss",
            "kty-and-alg",
            "alg-hs",
            "twice",
            "no-e",
            "e-is-1",
            "n-is-number",
            "use-is-array",
            "ops-is-text",
            "no-kty",
            "kty-case",
            "withdrawn")) {
      book.allPlaces(
          SET, "key " + kid, set, new Forge(set.keys(), "JWKS", "RS256", kid, kid).honest());
    }
    for (String kid : List.of("off-curve", "no-y", "short-x")) {
      book.allPlaces(SET, "key " + kid, set, set.with("ES256", kid).honest());
    }
    book.allPlaces(SET, "key curve-and-alg", set, set.with("ES384", "curve-and-alg").honest());
    book.allPlaces(SET, "RS512 with the key of RS384", set, set.with("RS512", "rsa-384").honest());
    book.allPlaces(SET, "RS256 with the key of RS384", set, set.with("RS256", "rsa-384").honest());
    book.allPlaces(SET, "RS384 with a key of RS256", set, set.with("RS384", "rsa-1").honest());
    for (String kid : List.of("oct-1", "okp-1", "akp-1", "rsa-1", "")) {
      book.allPlaces(
          SET,
          "HS256 by the published secret, kid " + kid,
          set,
          Forge.hmacToken(
              set.header().with("kid", Forge.text(kid)), "HS256", book.keys().secret()));
    }
    List<String> names = new ArrayList<>(sound.keySet());
    for (String kid : names) {
      for (String other : names) {
        if (!kid.equals(other) && sound.get(kid).equals(sound.get(other))) {
          Forge forge = set.with(sound.get(kid), kid);
          book.header(
              SET,
              "signed by " + kid + ", says " + other,
              forge,
              forge.signed(forge.header().with("kid", Forge.text(other)), Forge.claims()));
        }
      }
      Forge forge = set.with(sound.get(kid), kid);
      if (!sound.get(kid).matches("RS384|ES384|ES512")) {
        book.header(
            SET,
            "no kid, signed by " + kid,
            forge,
            forge.signed(forge.header().without("kid"), Forge.claims()));
      }
    }
  }

  private void encrypted() {
    String json = "{\"alg\":\"%s\",\"enc\":\"A256GCM\"%s}";
    for (String alg :
        List.of(
            "dir",
            "RSA1_5",
            "RSA-OAEP",
            "RSA-OAEP-256",
            "A256KW",
            "A256GCMKW",
            "ECDH-ES",
            "PBES2-HS256+A128KW",
            "none")) {
      for (String more :
          List.of(
              "",
              ",\"cty\":\"JWT\"",
              ",\"zip\":\"DEF\"",
              ",\"p2c\":2147483647,\"p2s\":\"AAAA\"",
              ",\"typ\":\"session+jwt\"")) {
        String header = CorpusKeys.encode(json.formatted(alg, more).getBytes(UTF_8));
        String inner = CorpusKeys.encode((book.hs256().honest()).getBytes(UTF_8));
        book.everywhere(
            JWE,
            "JWE " + alg + more,
            f ->
                header
                    + "."
                    + (alg.equals("dir") ? "" : "AAAA")
                    + ".AAAAAAAAAAAAAAAA."
                    + inner
                    + ".AAAAAAAAAAAAAAAAAAAAAA");
      }
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private static byte[] sha(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
