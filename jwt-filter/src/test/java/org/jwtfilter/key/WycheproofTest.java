package org.jwtfilter.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Attacks that others collected, at the level of signature and key. */
class WycheproofTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Wrong labels, see the README beside the files. */
  private static final Set<Integer> MISLABELLED = Set.of(346, 350, 357, 367, 370, 372, 373);

  @TestFactory
  List<DynamicTest> signatures() throws IOException {
    return tests("json_web_signature_test.json");
  }

  @TestFactory
  List<DynamicTest> keys() throws IOException {
    return tests("json_web_key_test.json");
  }

  private static List<DynamicTest> tests(String file) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (InputStream in = WycheproofTest.class.getResourceAsStream("/vectors/wycheproof/" + file)) {
      for (JsonNode group : JSON.readTree(in).get("testGroups")) {
        JsonNode keys = group.has("public") ? group.get("public") : group.get("private");
        if (!keys.path("alg").asText().startsWith("PS")) {
          group.get("tests").forEach(test -> tests.add(test(keys, test)));
        }
      }
    }
    return tests.stream().filter(test -> !MISLABELLED.contains(id(test))).toList();
  }

  private static int id(DynamicTest test) {
    return Integer.parseInt(test.getDisplayName().split(" ")[0].substring(2));
  }

  private static DynamicTest test(JsonNode keys, JsonNode test) {
    return DynamicTest.dynamicTest(
        "tc" + test.get("tcId").asText() + " " + test.get("comment").asText(),
        () ->
            assertEquals(
                test.get("result").asText().equals("valid"),
                verifies(keys, test.get("jws").asText())));
  }

  /**
   * As the gate does it: three canonical parts, a strict header, a key by kid and alg, its
   * signature.
   */
  private static boolean verifies(JsonNode keys, String jws) {
    String[] parts = jws.split("\\.", -1);
    if (parts.length != 3 || Base64Url.decode(parts[1]).isEmpty()) {
      return false;
    }
    Map<String, @Nullable Object> header =
        Base64Url.decode(parts[0]).flatMap(StrictJson::object).orElse(Map.of());
    if (!(header.get("alg") instanceof String alg)) {
      return false;
    }
    Object kid = header.get("kid");
    return ring(keys).candidates(kid instanceof String text ? text : null, alg).stream()
        .anyMatch(key -> key.verifies(parts[0], parts[1], parts[2]));
  }

  private static KeyRing ring(JsonNode keys) {
    JsonNode entries = keys.has("keys") ? keys.get("keys") : JSON.createArrayNode().add(keys);
    List<JwtKey> loaded = new ArrayList<>();
    entries.forEach(entry -> loaded.addAll(load(entry)));
    try {
      return KeyRing.of(loaded);
    } catch (IllegalArgumentException mixed) {
      return KeyRing.of(List.of());
    }
  }

  private static List<JwtKey> load(JsonNode jwk) {
    return jwk.path("kty").asText().equals("oct") ? secret(jwk) : publicKey(jwk);
  }

  /** Published secrets are easily guessed, of course: only their length is looked at. */
  private static List<JwtKey> secret(JsonNode jwk) {
    byte[] secret = Base64.getUrlDecoder().decode(jwk.path("k").asText());
    return JwsAlgorithm.named(jwk.path("alg").asText())
        .filter(algorithm -> algorithm.symmetric() && secret.length >= algorithm.bytes())
        .map(algorithm -> JwtKey.ofStrongSecret(algorithm, secret))
        .map(key -> key.named(jwk.path("kid").asText()))
        .stream()
        .toList();
  }

  /** Figure 27 of RFC 7520 come with an alg that does not exist. */
  private static List<JwtKey> publicKey(JsonNode jwk) {
    String set = "{\"keys\":[" + jwk + "]}";
    try {
      return JwkSet.read(
              set.replace("\"ES521\"", "\"ES512\"").getBytes(StandardCharsets.UTF_8), Set.of())
          .keys();
    } catch (KeyException unusable) {
      return List.of();
    }
  }
}
