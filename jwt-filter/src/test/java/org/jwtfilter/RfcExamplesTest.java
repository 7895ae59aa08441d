package org.jwtfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.JwsAlgorithm;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.KeyRing;
import org.jwtfilter.key.KeySource;

/**
 * Examples of the specifications that are no tokens for us, though the key is the right one: JSON
 * serializations, detached and bare payloads, JWE, no signature at all.
 */
class RfcExamplesTest {
  private static final int EXAMPLES = 57;

  /** Signs the examples of RFC 7520 sections 4.4 to 4.8. */
  private static final String SECRET = "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg";

  private final JwtVerifier verifier =
      new JwtVerifier(
          KeySource.of(KeyRing.of(List.of(key()))), TokenRules.of("joe"), Clock.systemUTC());

  @TestFactory
  List<DynamicTest> example_thatIsNoToken_isRefused() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode one : vectors().get("refused")) {
      tests.add(
          DynamicTest.dynamicTest(
              one.get("name").asText(),
              () ->
                  assertThrows(
                      JwtRejected.class, () -> verifier.verify(one.get("token").asText()))));
    }
    assertEquals(EXAMPLES, tests.size());
    return tests;
  }

  /** The key is the right one: only what was signed stands in the way. */
  @Test
  void example_withAPayloadThatIsNoJson_failsAfterItsSignature() throws IOException {
    String token = signed("RFC 7520 4.4");
    assertEquals(
        Reason.MALFORMED, assertThrows(JwtRejected.class, () -> verifier.verify(token)).reason());
    String forged = token.substring(0, token.length() - 4) + "AAAA";
    assertEquals(
        Reason.SIGNATURE, assertThrows(JwtRejected.class, () -> verifier.verify(forged)).reason());
  }

  private static String signed(String name) throws IOException {
    for (JsonNode one : vectors().get("signed")) {
      if (one.get("name").asText().equals(name)) {
        return one.get("jws").asText();
      }
    }
    throw new AssertionError(name);
  }

  private static JwtKey key() {
    try {
      return JwtKey.hmac(JwsAlgorithm.HS256, Base64Url.decode(SECRET).orElseThrow());
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode vectors() throws IOException {
    try (InputStream in = RfcExamplesTest.class.getResourceAsStream("/vectors/rfc/jose.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
