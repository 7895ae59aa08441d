package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The examples of the specifications, at the level of signature and key: few payloads are claims.
 */
class RfcVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  List<DynamicTest> example_thatIsSigned_verifies_andNothingLikeIt() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode one : vectors().get("signed")) {
      tests.add(
          DynamicTest.dynamicTest(
              one.get("name").asText(), () -> verifiesAsItIs(one.get("jwk"), one.get("jws"))));
    }
    assertEquals(7, tests.size());
    return tests;
  }

  private static void verifiesAsItIs(JsonNode jwk, JsonNode jws) throws KeyException {
    String[] parts = jws.asText().split("\\.");
    JwtKey key = key(jwk);
    assertTrue(key.verifies(parts[0], parts[1], parts[2]));
    assertFalse(key.verifies(parts[0], parts[1] + "AAAA", parts[2]), "another payload");
    assertFalse(key.verifies(parts[1], parts[0], parts[2]), "parts in another order");
    assertFalse(key.verifies(parts[0], parts[1], "AAAA" + parts[2].substring(4)), "signature");
  }

  private static JwtKey key(JsonNode jwk) throws KeyException {
    if (jwk.get("kty").asText().equals("oct")) {
      // Published secrets are easily guessed, of course.
      return JwtKey.ofStrongSecret(
          JwsAlgorithm.named(jwk.get("alg").asText()).orElseThrow(),
          Base64Url.decode(jwk.get("k").asText()).orElseThrow());
    }
    List<JwtKey> keys = JwkSet.read(set(jwk), Set.of()).keys();
    assertEquals(1, keys.size());
    return keys.get(0);
  }

  @Test
  void keySet_ofRfc7517_givesTheKeyForSignatures_andNotThatForEncryption() throws Exception {
    JsonNode set = vectors().get("sets").get(0).get("set");
    List<JwtKey> keys = JwkSet.read(JSON.writeValueAsBytes(set), Set.of()).keys();
    assertEquals(List.of("2011-04-29"), keys.stream().map(JwtKey::id).toList());
  }

  @Test
  void thumbprint_isThatOfRfc7638() throws Exception {
    JsonNode example = vectors().get("thumbprints").get(0);
    JsonNode nameless =
        ((com.fasterxml.jackson.databind.node.ObjectNode) example.get("jwk")).without("kid");
    List<JwtKey> keys = JwkSet.read(set(nameless), Set.of()).keys();
    assertEquals(example.get("thumbprint").asText(), keys.get(0).id());
  }

  private static byte[] set(JsonNode jwk) {
    return ("{\"keys\":[" + jwk + "]}").getBytes(UTF_8);
  }

  private static JsonNode vectors() throws IOException {
    try (InputStream in = RfcVectorsTest.class.getResourceAsStream("/vectors/rfc/jose.json")) {
      return JSON.readTree(in);
    }
  }
}
