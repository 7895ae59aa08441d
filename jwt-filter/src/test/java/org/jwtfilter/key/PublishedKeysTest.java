package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What everybody may read of our keys. */
class PublishedKeysTest {
  private static final String SECRET = "Tq7vX2mB9sLk4Rw8Zc1Yd6Nf3Hg5Jp0Ua";

  private final KeyLoader loader =
      new KeyLoader(path -> Optional.ofNullable(resource(path)), name -> Optional.of(SECRET))
          .withKeystorePassword(Optional.of("changeit-test"));

  @Test
  void own_keys_are_published_with_exactly_their_public_members() throws KeyException {
    List<?> keys = members("pem:rsa-pkcs8.pem", "pem:ec-P-256-sec1.pem", "pem:ec-P-521-pkcs8.pem");
    assertEquals(
        List.of(
            Set.of("alg", "e", "kid", "kty", "n", "use"),
            Set.of("alg", "crv", "kid", "kty", "use", "x", "y"),
            Set.of("alg", "crv", "kid", "kty", "use", "x", "y")),
        keys.stream().map(one -> new TreeSet<>(((Map<?, ?>) one).keySet())).toList());
  }

  @Test
  void what_was_signed_is_verified_by_the_published_key_of_its_kid() throws KeyException {
    KeyRing ring = ring("pem:rsa-pkcs8.pem", "pem:ec-P-384-pkcs8.pem", "keystore:shop.p12");
    JwkSet set =
        JwkSet.published(JwkSet.document(PublishedKeys.of(ring).json().getBytes(UTF_8)), Set.of());
    assertEquals(List.of(), set.warnings());
    assertEquals(5, set.keys().size());
    for (JwtKey own : ring.keys().stream().filter(JwtKey::canSign).toList()) {
      JwtKey published =
          set.keys().stream().filter(one -> one.id().equals(own.id())).findFirst().orElseThrow();
      assertTrue(published.verifies("a", "b", own.sign("a", "b")));
      assertEquals(own.algorithm(), published.algorithm());
    }
  }

  @Test
  void a_public_key_among_our_own_is_published_as_its_last_tokens_still_need_it()
      throws KeyException {
    assertEquals(2, members("pem:ec-P-256-pkcs8.pem", "pem:rsa-public.pem").size());
  }

  @Test
  void secrets_are_never_published() throws KeyException {
    assertEquals("{\"keys\":[]}", PublishedKeys.of(ring("hmac:env:JWT_KEY")).json());
  }

  @Test
  void keys_of_others_are_never_published() throws KeyException {
    assertEquals(1, members("pem:ec-P-256-pkcs8.pem", "public:rsa-public.pem").size());
    KeySource source =
        loader.load(
            new IssuerKeys("us", List.of("pem:ec-P-256-pkcs8.pem")),
            List.of(new IssuerKeys("them", List.of("pem:rsa-public.pem"))),
            Set.of(),
            KeySetRules.USUAL,
            KeyWatch.none());
    assertEquals(1, keys(source.current()).size());
    KeySource partners =
        loader.load(
            "handover-keys", List.of("pem:rsa-public.pem"), KeySetRules.USUAL, KeyWatch.none());
    assertEquals(0, keys(partners.current()).size());
  }

  @Test
  void a_key_for_several_algorithms_stands_there_once_and_names_none() throws KeyException {
    KeyRing ring =
        loader
            .load(
                new IssuerKeys("us", List.of("pem:rsa-pkcs8.pem")),
                List.of(),
                Set.of("RS256", "RS512"),
                KeySetRules.USUAL,
                KeyWatch.none())
            .current();
    List<?> keys = keys(ring);
    assertEquals(1, keys.size());
    assertEquals(false, ((Map<?, ?>) keys.get(0)).containsKey("alg"));
  }

  @Test
  void the_tag_is_that_of_the_set() throws KeyException {
    PublishedKeys one = PublishedKeys.of(ring("pem:rsa-pkcs8.pem"));
    assertEquals(one, PublishedKeys.of(ring("pem:rsa-pkcs8.pem")));
    assertNotEquals(one.tag(), PublishedKeys.of(ring("pem:ec-P-256-pkcs8.pem")).tag());
    assertEquals(16, one.tag().length());
  }

  private KeyRing ring(String... uris) throws KeyException {
    return loader
        .load(
            new IssuerKeys("us", Arrays.asList(uris)),
            List.of(),
            Set.of(),
            KeySetRules.USUAL,
            KeyWatch.none())
        .current();
  }

  private List<?> members(String... uris) throws KeyException {
    return keys(ring(uris));
  }

  private static List<?> keys(KeyRing ring) throws KeyException {
    return (List<?>) JwkSet.document(PublishedKeys.of(ring).json().getBytes(UTF_8)).get("keys");
  }

  private static InputStream resource(String name) {
    try (InputStream in = PublishedKeysTest.class.getResourceAsStream("/keys/" + name)) {
      return in == null ? null : new java.io.ByteArrayInputStream(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
