package org.jwtfilter;

/** What a DPoP proof must be for. */
@FunctionalInterface
public interface ProofRule {
  /**
   * Lets a proof pass by returning. Asked before anybody knows who made the proof, so that what is
   * of no use here costs no signature.
   *
   * @throws JwtRejected with the reason where it is not for this
   */
  void check(ProofClaims claims) throws JwtRejected;
}
