package org.jwtfilter.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwsAlgorithmTest {
  @Test
  void an_exact_name_is_found() {
    assertEquals(Optional.of(JwsAlgorithm.ES384), JwsAlgorithm.named("ES384"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "none", "None", "NONE", "hs256", "HS256 ", " HS256", "HS-256", "PS256", "EdDSA"
      })
  void any_other_spelling_names_none(String name) {
    assertEquals(Optional.empty(), JwsAlgorithm.named(name));
  }

  @Test
  void only_the_hmac_ones_are_symmetric() {
    for (JwsAlgorithm one : JwsAlgorithm.values()) {
      assertEquals(one.name().startsWith("HS"), one.symmetric());
    }
  }
}
