package org.jwtfilter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate for DPoP proofs. Every hostile one differs from a good one in what its name says. */
class ProofVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String URI = "https://shop.example/orders";
  private static final ProofMaker EC = ProofMaker.es256();
  private static final ProofMaker OTHER_EC = ProofMaker.es256();
  private static final ProofMaker P384 = ProofMaker.es384();
  private static final ProofMaker RSA = ProofMaker.rs256();

  private final ProofVerifier verifier = new ProofVerifier();

  private static ProofMaker.Draft good() {
    return EC.proof("POST", URI, NOW);
  }

  private static ProofMaker.Draft goodRsa() {
    return RSA.proof("POST", URI, NOW);
  }

  private Proof verified(String text) throws JwtRejected {
    return verifier.verify(text, Optional.empty(), claims -> {});
  }

  private void assertRefused(String text) {
    // Also where its key is known from a good one.
    for (ProofVerifier one : new ProofVerifier[] {new ProofVerifier(), verifier}) {
      JwtRejected refused =
          assertThrows(JwtRejected.class, () -> one.verify(text, Optional.empty(), claims -> {}));
      assertEquals(Reason.PROOF, refused.reason());
    }
  }

  // --- good ones ---

  @Test
  void a_proof_tells_what_it_is_for_and_whose_it_is() throws JwtRejected {
    Proof proof = verified(good().of("token").nonce("n1").claim("jti", "\"id\"").signed());
    assertEquals(EC.thumbprint(), proof.thumbprint());
    assertEquals(
        new ProofClaims("POST", URI, "id", NOW.getEpochSecond(), ProofMaker.hash("token"), "n1"),
        proof.claims());
    assertEquals("Proof[" + EC.thumbprint() + "]", proof.toString());
    assertFalse(proof.claims().toString().contains("id"));
  }

  /** RFC 9449, figure 2, and its thumbprint in figure 7. */
  @Test
  void the_proof_of_the_rfc_is_accepted() throws JwtRejected {
    String text =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieC"
            + "I6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5Ijoi"
            + "OVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6Il"
            + "AtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI"
            + "6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2f"
            + "Q.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FN"
            + "yJK70nfbV37xRZT3Lg";
    Proof proof = verified(text);
    assertEquals("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", proof.thumbprint());
    assertEquals(
        new ProofClaims(
            "POST", "https://server.example.com/token", "-BwC3ESc6acc2lTc", 1562262616, null, null),
        proof.claims());
  }

  @TestFactory
  Stream<DynamicTest> every_public_key_algorithm_that_tokens_have_is_accepted() {
    return Stream.of(
            EC,
            P384,
            ProofMaker.es512(),
            RSA,
            RSA.with("RS384", "SHA384withRSA"),
            RSA.with("RS512", "SHA512withRSA"))
        .map(
            client ->
                dynamicTest(
                    client.proof("GET", URI, NOW).header(),
                    () ->
                        assertEquals(
                            client.thumbprint(),
                            verified(client.proof("GET", URI, NOW).signed()).thumbprint())));
  }

  @Test
  void a_key_that_is_known_verifies_the_next_proof_and_no_other() throws JwtRejected {
    String one = good().signed();
    String two = good().signed();
    verified(one);
    assertEquals(EC.thumbprint(), verified(two).thumbprint());
    assertNotEquals(verified(one).claims().id(), verified(two).claims().id());
    assertRefused(two.substring(0, two.lastIndexOf('.')) + one.substring(one.lastIndexOf('.')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1795348800", "1795348800.75", "1.7953488e9"})
  void a_time_is_any_number_of_seconds(String iat) throws JwtRejected {
    assertEquals(1_795_348_800L, verified(good().claim("iat", iat).signed()).claims().issuedAt());
  }

  @Test
  void members_that_nobody_knows_and_a_kid_are_ignored() throws JwtRejected {
    Map<String, String> jwk = new LinkedHashMap<>(EC.jwk());
    jwk.put("kid", "\"../../etc/passwd\"");
    jwk.put("x5u", "\"http://127.0.0.1:1/\"");
    String text =
        good()
            .header("kid", "\"k1\"")
            .header("jku", "\"http://127.0.0.1:1/\"")
            .header("jwk", ProofMaker.json(jwk))
            .claim("more", "[1]")
            .signed();
    assertEquals(EC.thumbprint(), verified(text).thumbprint());
  }

  // --- the order ---

  @Test
  void the_rule_is_asked_before_the_signature_and_its_reason_is_heard() {
    String forged = good().signed().replaceFirst("\\.[^.]*$", "." + "A".repeat(86));
    JwtRejected refused =
        assertThrows(
            JwtRejected.class,
            () ->
                verifier.verify(
                    forged,
                    Optional.empty(),
                    claims -> {
                      throw JwtRejected.because(Reason.PROOF_NONCE);
                    }));
    assertEquals(Reason.PROOF_NONCE, refused.reason());
    AtomicInteger asked = new AtomicInteger();
    assertThrows(
        JwtRejected.class,
        () -> verifier.verify(forged, Optional.empty(), claims -> asked.incrementAndGet()));
    assertEquals(1, asked.get());
  }

  @Test
  void a_proof_of_another_key_than_that_of_the_token_is_refused() throws JwtRejected {
    Optional<String> key = Optional.of(EC.thumbprint());
    verifier.verify(good().signed(), key, claims -> {});
    String other = OTHER_EC.proof("POST", URI, NOW).signed();
    assertThrows(JwtRejected.class, () -> verifier.verify(other, key, claims -> {}));
    verified(other);
    assertThrows(JwtRejected.class, () -> verifier.verify(other, key, claims -> {}));
    assertThrows(
        JwtRejected.class, () -> verifier.verify(good().signed(), Optional.of(""), claims -> {}));
  }

  @Test
  void length_ends_at_8192() throws JwtRejected {
    String filler = "\"" + "x".repeat(5000) + "\"";
    int missing = 8192 - good().claim("fill", filler).signed().length();
    // Four characters hold three bytes.
    String longest = "\"" + "x".repeat(5000 + missing / 4 * 3 - 3) + "\"";
    String text = good().claim("fill", longest).signed();
    assertFalse(text.length() > 8192 || text.length() < 8180, () -> "" + text.length());
    verified(text);
    assertRefused(good().claim("fill", "\"" + "x".repeat(5020 + missing) + "\"").signed());
  }

  // --- hostile ones ---

  private record Hostile(String name, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Hostile of(String name, String text) {
    return new Hostile(name, text);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostile_proofs_are_refused(Hostile one) throws JwtRejected {
    verified(good().signed());
    verified(goodRsa().signed());
    assertRefused(one.text());
  }

  private static Stream<Hostile> hostile() {
    return Stream.of(forms(), algorithms(), headers(), jwks(), claims(), signatures())
        .flatMap(all -> all);
  }

  private static Stream<Hostile> forms() {
    ProofMaker.Draft draft = good();
    String text = draft.signed();
    String[] parts = text.split("\\.");
    return Stream.of(
        of("nothing", ""),
        of("dots", ".."),
        of("two parts", parts[0] + '.' + parts[1]),
        of("no signature", parts[0] + '.' + parts[1] + '.'),
        of("four parts", text + ".x"),
        of("five parts, a JWE", text + ".x.y"),
        of("padding", text + "="),
        of("a space before", " " + text),
        of("a space after", text + " "),
        of("two proofs in one header", text + ", " + good().signed()),
        of("plus and slash", text.replace('-', '+').replace('_', '/') + "+/"),
        of("a line feed", parts[0] + "\n." + parts[1] + '.' + parts[2]),
        of("JSON serialization", "{\"payload\":\"" + parts[1] + "\"}"),
        of("stray bits in the signature", stray(text)),
        of("header that is no JSON", sealed("{", draft.payload())),
        of("header null", sealed("null", draft.payload())),
        of("header an array", sealed("[" + draft.header() + "]", draft.payload())),
        of("payload null", sealed(draft.header(), "null")),
        of("payload an array", sealed(draft.header(), "[]")),
        of("payload empty object", sealed(draft.header(), "{}")),
        of("text after the header", sealed(draft.header() + "x", draft.payload())),
        of("text after the payload", sealed(draft.header(), draft.payload() + "{}")),
        of("alg twice", sealed(twice(draft.header(), "\"alg\":\"none\""), draft.payload())),
        of("typ twice", sealed(twice(draft.header(), "\"typ\":\"dpop+jwt\""), draft.payload())),
        of("jwk twice", sealed(twice(draft.header(), "\"jwk\":{}"), draft.payload())),
        of(
            "jwk twice by an escape",
            sealed(twice(draft.header(), "\"jw\\u006b\":{}"), draft.payload())),
        of("htm twice", sealed(draft.header(), twice(draft.payload(), "\"htm\":\"GET\""))),
        of("htu twice", sealed(draft.header(), twice(draft.payload(), "\"htu\":\"" + URI + "\""))),
        of("jti twice", sealed(draft.header(), twice(draft.payload(), "\"jti\":\"2\""))),
        of("ath twice", sealed(draft.header(), twice(draft.of("t").payload(), "\"ath\":\"2\""))),
        of(
            "member of the jwk twice",
            good().header("jwk", twice(ProofMaker.json(EC.jwk()), "\"kty\":\"EC\"")).signed()),
        of("nested too deep", good().claim("x", "[".repeat(40) + "]".repeat(40)).signed()),
        of("lone surrogate", good().claim("x", "\"\\ud800\"").signed()));
  }

  private static String sealed(String header, String payload) {
    return EC.signed(header, payload);
  }

  private static String twice(String json, String member) {
    return json.replaceFirst("^\\{", "{" + member.replace("\\", "\\\\") + ",");
  }

  /** 64 bytes leave four bits in the last character. */
  private static String stray(String text) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = text.length() - 1;
    return text.substring(0, last) + alphabet.charAt(alphabet.indexOf(text.charAt(last)) + 1);
  }

  private static Stream<Hostile> algorithms() {
    String unsigned = good().header("alg", "\"none\"").signed().replaceFirst("\\.[^.]*$", ".");
    return Stream.concat(
        Stream.of("none", "None", "HS256", "HS512", "es256", "ES256 ", "PS256", "EdDSA", "ES256K")
            .map(alg -> of("alg " + alg, good().header("alg", '"' + alg + '"').signed())),
        Stream.of(
            of("alg none without signature", unsigned),
            of("alg none and one character", unsigned + "A"),
            of("alg missing", good().header("alg", "").signed()),
            of("alg null", good().header("alg", "null").signed()),
            of("alg a number", good().header("alg", "256").signed()),
            of("alg an array", good().header("alg", "[\"ES256\"]").signed()),
            of("alg of another curve", good().header("alg", "\"ES384\"").signed()),
            of("alg of the other family", good().header("alg", "\"RS256\"").signed()),
            of("alg of the other family, RSA", goodRsa().header("alg", "\"ES256\"").signed()),
            of("alg with another hash", goodRsa().header("alg", "\"RS384\"").signed()),
            of("HS256 with the text of the public key", hmac(ProofMaker.json(EC.jwk()))),
            of("HS256 with the encoded public key", hmac(EC.keys().getPublic().getEncoded())),
            of("HS256 with a secret in the jwk", hmacByJwk())));
  }

  private static String hmac(String secret) {
    return hmac(secret.getBytes(UTF_8));
  }

  private static String hmac(byte[] secret) {
    return hmac(good().header("alg", "\"HS256\""), secret);
  }

  private static String hmacByJwk() {
    byte[] secret = "here are some random bytes of a key 1234567890".getBytes(UTF_8);
    String jwk = "{\"kty\":\"oct\",\"k\":\"" + ProofMaker.encoded(secret) + "\"}";
    return hmac(good().header("alg", "\"HS256\"").header("jwk", jwk), secret);
  }

  private static String hmac(ProofMaker.Draft draft, byte[] secret) {
    String text = draft.signed().replaceFirst("\\.[^.]*$", "");
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return text + '.' + ProofMaker.encoded(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<Hostile> headers() {
    return Stream.concat(
        Stream.of("JWT", "at+jwt", "refresh+jwt", "dpop", "dpop+jwt ", "text/dpop+jwt", "")
            .map(typ -> of("typ " + typ, good().header("typ", '"' + typ + '"').signed())),
        Stream.of(
            of("typ missing", good().header("typ", "").signed()),
            of("typ null", good().header("typ", "null").signed()),
            of("typ an array", good().header("typ", "[\"dpop+jwt\"]").signed()),
            of("crit", good().header("crit", "[\"exp\"]").signed()),
            of("crit empty", good().header("crit", "[]").signed()),
            of("b64", good().header("b64", "false").signed()),
            of("zip", good().header("zip", "\"DEF\"").signed()),
            of("enc", good().header("enc", "\"A256GCM\"").signed()),
            of("cty", good().header("cty", "\"JWT\"").signed()),
            of("epk", good().header("epk", "{}").signed()),
            of("p2c", good().header("p2c", "1").signed()),
            of("kid a number", good().header("kid", "7").signed()),
            of("jwk missing", good().header("jwk", "").signed()),
            of("jwk missing, with a kid", good().header("jwk", "").header("kid", "\"a\"").signed()),
            of(
                "jwk missing, with a jku",
                good().header("jwk", "").header("jku", "\"http://127.0.0.1:1/\"").signed()),
            of(
                "jwk missing, with an x5c",
                good().header("jwk", "").header("x5c", "[\"AA\"]").signed())));
  }

  private static Stream<Hostile> jwks() {
    String good = ProofMaker.json(EC.jwk());
    return Stream.of(
        jwk("jwk null", "null"),
        jwk("jwk a text", "\"x\""),
        jwk("jwk an array", "[" + good + "]"),
        jwk("jwk empty", "{}"),
        jwk("jwk nested", "{\"jwk\":" + good + "}"),
        jwk("jwk a set", "{\"keys\":[" + good + "]}"),
        ec("private d", "d", '"' + ProofMaker.encoded(new byte[32]) + '"'),
        ec("its own private d", "d", privatePart()),
        ec("private d that is null", "d", "null"),
        ec("secret k", "k", "\"AAAA\""),
        rsa("private p", "p", "\"AAAA\""),
        rsa("private q", "q", "\"AAAA\""),
        rsa("private dp", "dp", "\"AAAA\""),
        rsa("private dq", "dq", "\"AAAA\""),
        rsa("private qi", "qi", "\"AAAA\""),
        rsa("private oth", "oth", "[]"),
        ec("kty oct", "kty", "\"oct\""),
        ec("kty OKP", "kty", "\"OKP\""),
        ec("kty ec", "kty", "\"ec\""),
        ec("kty missing", "kty", ""),
        ec("kty RSA", "kty", "\"RSA\""),
        ec("crv of another curve", "crv", "\"P-384\""),
        ec("crv secp256k1", "crv", "\"secp256k1\""),
        ec("crv missing", "crv", ""),
        ec("x missing", "x", ""),
        ec("y missing", "y", ""),
        ec("y of another key, off the curve", "y", OTHER_EC.jwk().get("y")),
        ec("x zero", "x", '"' + ProofMaker.encoded(new byte[32]) + '"'),
        ec("x short", "x", "\"AAAA\""),
        ec("x with a zero before", "x", longer(EC.jwk().get("x"))),
        ec("x with padding", "x", EC.jwk().get("x").replaceFirst("\"$", "=\"")),
        ec("x a number", "x", "7"),
        zeroPoint(),
        ec("use enc", "use", "\"enc\""),
        ec("key_ops without verify", "key_ops", "[\"encrypt\"]"),
        ec("alg of another", "alg", "\"ES384\""),
        ec("alg of its own that is null", "alg", "null"),
        of("key of another", goodWithKeyOf(OTHER_EC)),
        rsa("n missing", "n", ""),
        rsa("n empty", "n", "\"\""),
        rsa("n even", "n", even(RSA.jwk().get("n"))),
        rsa("n of 1024 bits", "n", shorter(RSA.jwk().get("n"))),
        rsa("e missing", "e", ""),
        rsa("e one", "e", "\"AQ\""),
        rsa("e three", "e", "\"Aw\""),
        rsa("e even", "e", "\"AQAA\""),
        of(
            "RSA key of 1024 bits",
            ProofMaker.rsa("RS256", "SHA256withRSA", 1024).proof("POST", URI, NOW).signed()));
  }

  private static Hostile jwk(String name, String json) {
    return of(name, good().header("jwk", json).signed());
  }

  private static Hostile ec(String name, String member, String json) {
    return of("EC: " + name, good().header("jwk", changed(EC.jwk(), member, json)).signed());
  }

  private static Hostile rsa(String name, String member, String json) {
    return of("RSA: " + name, goodRsa().header("jwk", changed(RSA.jwk(), member, json)).signed());
  }

  private static String changed(Map<String, String> jwk, String member, String json) {
    Map<String, String> changed = new LinkedHashMap<>(jwk);
    changed.put(member, json);
    changed.values().removeIf(String::isEmpty);
    return ProofMaker.json(changed);
  }

  private static String privatePart() {
    byte[] bytes = ((ECPrivateKey) EC.keys().getPrivate()).getS().toByteArray();
    return '"' + ProofMaker.encoded(bytes) + '"';
  }

  private static Hostile zeroPoint() {
    String zero = '"' + ProofMaker.encoded(new byte[32]) + '"';
    Map<String, String> jwk = new LinkedHashMap<>(EC.jwk());
    jwk.put("x", zero);
    jwk.put("y", zero);
    return of("EC: the point at infinity", good().header("jwk", ProofMaker.json(jwk)).signed());
  }

  private static String longer(String quoted) {
    byte[] bytes = Base64.getUrlDecoder().decode(quoted.replace("\"", ""));
    byte[] longer = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, longer, 1, bytes.length);
    return '"' + ProofMaker.encoded(longer) + '"';
  }

  private static String shorter(String quoted) {
    byte[] bytes = Base64.getUrlDecoder().decode(quoted.replace("\"", ""));
    return '"' + ProofMaker.encoded(Arrays.copyOf(bytes, 128)) + '"';
  }

  private static String even(String quoted) {
    byte[] bytes = Base64.getUrlDecoder().decode(quoted.replace("\"", ""));
    bytes[bytes.length - 1] &= (byte) 0xFE;
    return '"' + ProofMaker.encoded(bytes) + '"';
  }

  private static String goodWithKeyOf(ProofMaker other) {
    return good().header("jwk", ProofMaker.json(other.jwk())).signed();
  }

  private static Stream<Hostile> claims() {
    Stream<Hostile> ofOtherTypes =
        Stream.of("jti", "htm", "htu", "iat", "ath", "nonce")
            .flatMap(
                name ->
                    Stream.of("null", "true", "[]", "{}", "[\"x\"]")
                        .map(value -> claim(name + ' ' + value, name, value)));
    return Stream.concat(ofOtherTypes, otherClaims());
  }

  private static Stream<Hostile> otherClaims() {
    return Stream.of(
        claim("jti missing", "jti", ""),
        claim("jti empty", "jti", "\"\""),
        claim("jti a number", "jti", "7"),
        claim("jti too long", "jti", '"' + "j".repeat(257) + '"'),
        claim("jti with NUL", "jti", "\"a\\u0000\""),
        claim("htm missing", "htm", ""),
        claim("htu missing", "htu", ""),
        claim("iat missing", "iat", ""),
        claim("iat a text", "iat", "\"1795348800\""),
        claim("iat 1e300", "iat", "1e300"),
        claim("iat 1e999999999", "iat", "1e999999999"),
        claim("iat of forty-one digits", "iat", "1".repeat(41)),
        claim("iat NaN", "iat", "NaN"),
        claim("iat after the year 9999", "iat", "253402300800"),
        claim("ath a number", "ath", "7"),
        claim("nonce a number", "nonce", "7"));
  }

  private static Hostile claim(String name, String claim, String json) {
    return of("claim " + name, good().claim(claim, json).signed());
  }

  private static Stream<Hostile> signatures() {
    String text = good().signed();
    String content = text.substring(0, text.lastIndexOf('.') + 1);
    String other = good().signed();
    ProofMaker der = EC.with("ES256", "SHA256withECDSA");
    ProofMaker weakHash = EC.with("ES256", "SHA1withECDSAinP1363Format");
    return Stream.of(
        of("signature of another proof", content + other.substring(other.lastIndexOf('.') + 1)),
        of("signature of zeros", content + ProofMaker.encoded(new byte[64])),
        of("signature cut", text.substring(0, text.length() - 4)),
        of("signature longer", text + "AAAA"),
        of("signature as DER", der.proof("POST", URI, NOW).signed()),
        of("signature over another hash", weakHash.proof("POST", URI, NOW).signed()),
        of("signature with r of the order", content + withOrder()),
        of(
            "signature by another key",
            OTHER_EC.proof("POST", URI, NOW).header("jwk", ProofMaker.json(EC.jwk())).signed()),
        of("payload changed", changedPayload()),
        of("RSA signature by PSS", pss()));
  }

  private static String withOrder() {
    byte[] bytes = new byte[64];
    System.arraycopy(EC.order().toByteArray(), 1, bytes, 0, 32);
    bytes[63] = 1;
    return ProofMaker.encoded(bytes);
  }

  private static String changedPayload() {
    String[] parts = good().signed().split("\\.");
    return parts[0]
        + '.'
        + good().claim("htm", "\"GET\"").signed().split("\\.")[1]
        + '.'
        + parts[2];
  }

  private static String pss() {
    String text = goodRsa().signed().replaceFirst("\\.[^.]*$", "");
    try {
      Signature signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      signature.initSign(RSA.keys().getPrivate());
      signature.update(text.getBytes(UTF_8));
      return text + '.' + ProofMaker.encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
