package org.jwtfilter.key;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The public parts of our own keys as a JWK set (RFC 7517), for everybody who verifies our tokens.
 * Immutable.
 *
 * @param json the set; nothing in it is secret
 * @param tag changes when the set does
 */
public record PublishedKeys(String json, String tag) {
  private static final int TAG_BYTES = 12;

  /** Those of a ring. */
  public static PublishedKeys of(KeyRing ring) {
    Map<String, List<JwtKey>> byId =
        ring.keys().stream()
            .filter(key -> key.publicPart().isPresent())
            .collect(Collectors.groupingBy(JwtKey::id, LinkedHashMap::new, Collectors.toList()));
    String json =
        byId.values().stream()
            .map(PublishedKeys::jwk)
            .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    return new PublishedKeys(json, Digests.sha256(json, TAG_BYTES));
  }

  /** A key that is used with several algorithms names none (RFC 7517 section 4.4). */
  private static String jwk(List<JwtKey> uses) {
    JwtKey key = uses.get(0);
    String alg = uses.size() == 1 ? ",\"alg\":\"" + key.algorithm() + '"' : "";
    String members = PublicKeys.members(key.publicPart().orElseThrow());
    return "{%s,\"kid\":\"%s\",\"use\":\"sig\"%s}".formatted(members, key.id(), alg);
  }
}
