package org.jwtfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {
  @ParameterizedTest
  @EnumSource(
      names = {"STEP_UP", "PROOF", "PROOF_USED", "PROOF_NONCE"},
      mode = EnumSource.Mode.EXCLUDE)
  void every_reason_has_the_error_code_of_its_status(Reason reason) {
    String expected =
        switch (reason.status()) {
          case 400 -> "invalid_request";
          case 401 -> "invalid_token";
          case 403 -> "insufficient_scope";
          default -> "none";
        };
    assertEquals(expected, reason.error());
  }

  @Test
  void a_new_login_is_asked_for_by_its_own_error_code() {
    assertEquals("insufficient_user_authentication", Reason.STEP_UP.error());
    assertEquals(401, Reason.STEP_UP.status());
  }

  @Test
  void proofs_are_refused_by_the_error_codes_of_dpop() {
    assertEquals("invalid_dpop_proof", Reason.PROOF.error());
    assertEquals("invalid_dpop_proof", Reason.PROOF_USED.error());
    assertEquals("use_dpop_nonce", Reason.PROOF_NONCE.error());
    Set<Reason> ofProof = EnumSet.allOf(Reason.class);
    ofProof.removeIf(one -> !one.ofProof());
    assertEquals(EnumSet.of(Reason.PROOF, Reason.PROOF_USED, Reason.PROOF_NONCE), ofProof);
  }

  @ParameterizedTest
  @EnumSource
  void every_description_fits_into_a_challenge(Reason reason) {
    assertTrue(reason.description().matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+"));
  }

  @ParameterizedTest
  @EnumSource
  void a_refusal_is_one_object_without_a_stack(Reason reason) {
    JwtRejected refused = JwtRejected.because(reason);
    assertSame(refused, JwtRejected.because(reason));
    assertEquals(reason, refused.reason());
    assertEquals(0, refused.getStackTrace().length);
  }

  /** Nobody learns from the answer whether the key, the algorithm or the signature was wrong. */
  @ParameterizedTest
  @EnumSource(names = {"ALGORITHM", "UNKNOWN_KEY", "SIGNATURE"})
  void failures_of_the_signature_look_alike(Reason reason) {
    assertEquals(Reason.SIGNATURE.description(), reason.description());
    assertEquals(401, reason.status());
  }
}
