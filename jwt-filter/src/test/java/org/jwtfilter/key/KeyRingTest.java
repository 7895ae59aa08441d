package org.jwtfilter.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private final JwtKey a = TestKeys.hs256();
  private final JwtKey b = TestKeys.hs256();
  private final JwtKey rsaNamed = TestKeys.rs256().named("rsa-1");
  private final JwtKey rsaNamedToo = TestKeys.rs256().named("rsa-2");
  private final JwtKey ecNamed = TestKeys.es256().named("ec-1");

  @Test
  void a_kid_chooses_the_key_that_has_it() {
    assertEquals(List.of(b), KeyRing.of(List.of(a, b)).candidates(b.id(), "HS256"));
    assertEquals(
        List.of(rsaNamedToo),
        KeyRing.of(List.of(rsaNamed, rsaNamedToo)).candidates("rsa-2", "RS256"));
  }

  @Test
  void an_algorithm_that_no_key_has_finds_nothing() {
    KeyRing ring = KeyRing.of(List.of(rsaNamed));
    assertEquals(List.of(), ring.candidates("rsa-1", "HS256"));
    assertEquals(List.of(), ring.candidates("rsa-1", "rs256"));
    assertEquals(List.of(), ring.candidates(null, "none"));
    assertFalse(ring.knows("HS256"));
    assertTrue(ring.knows("RS256"));
  }

  @Test
  void keys_without_a_name_are_all_tried_for_an_unknown_kid_or_none() {
    KeyRing ring = KeyRing.of(List.of(a, b));
    assertEquals(List.of(a, b), ring.candidates("whatever", "HS256"));
    assertEquals(List.of(a, b), ring.candidates(null, "HS256"));
  }

  @Test
  void named_keys_are_not_tried_for_another_kid() {
    KeyRing ring = KeyRing.of(List.of(rsaNamed));
    assertEquals(List.of(), ring.candidates("RSA-1", "RS256"));
    assertEquals(List.of(), ring.candidates("rsa-1 ", "RS256"));
    assertEquals(List.of(), ring.candidates("", "RS256"));
  }

  @Test
  void a_token_without_kid_finds_a_named_key_only_if_it_is_the_one_of_its_algorithm() {
    assertEquals(
        List.of(rsaNamed), KeyRing.of(List.of(rsaNamed, ecNamed)).candidates(null, "RS256"));
    assertEquals(List.of(), KeyRing.of(List.of(rsaNamed, rsaNamedToo)).candidates(null, "RS256"));
  }

  @Test
  void the_kid_of_a_key_of_another_algorithm_finds_nothing_even_where_others_would_do() {
    JwtKey unnamed = TestKeys.rs256();
    KeyRing ring = KeyRing.of(List.of(ecNamed, unnamed));
    assertEquals(List.of(), ring.candidates("ec-1", "RS256"));
    assertEquals(List.of(unnamed), ring.candidates("unknown", "RS256"));
  }

  @Test
  void two_named_keys_with_one_kid_and_algorithm_are_both_refused_and_reported() {
    KeyRing ring = KeyRing.of(List.of(rsaNamed, TestKeys.rs256().named("rsa-1"), ecNamed));
    assertEquals(List.of(), ring.candidates("rsa-1", "RS256"));
    assertEquals(List.of(ecNamed), ring.candidates("ec-1", "ES256"));
    assertEquals(2, ring.warnings().size());
    assertEquals(
        "RS256 key rsa-1: another key has the same kid and algorithm, so neither is used",
        ring.warnings().get(0));
  }

  @Test
  void one_kid_with_two_algorithms_is_told_apart_by_the_algorithm() {
    JwtKey ec = TestKeys.es256().named("rsa-1");
    KeyRing ring = KeyRing.of(List.of(rsaNamed, ec));
    assertEquals(List.of(rsaNamed), ring.candidates("rsa-1", "RS256"));
    assertEquals(List.of(ec), ring.candidates("rsa-1", "ES256"));
  }

  @Test
  void secrets_and_public_keys_are_never_in_one_ring() {
    assertThrows(IllegalArgumentException.class, () -> KeyRing.of(List.of(a, rsaNamed)));
  }

  @Test
  void the_first_key_that_can_sign_signs() throws KeyException {
    JwtKey publicOnly = JwtKey.verifier(JwsAlgorithm.RS256, TestKeys.otherRsaPair().getPublic());
    JwtKey signing = TestKeys.rs256();
    assertEquals(Optional.of(signing), KeyRing.of(List.of(publicOnly, signing)).signer());
    assertEquals(Optional.empty(), KeyRing.of(List.of(publicOnly)).signer());
  }
}
