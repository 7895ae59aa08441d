package org.jwtfilter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Set;
import org.jwtfilter.key.Base64Url;

/**
 * DPoP proofs: nothing but {@link JwtRejected} comes of one, and what is accepted was signed by the
 * one key that signs here, or is the example of the RFC.
 */
public final class ProofFuzz {
  /** Of nobody: made for this. Its public part is in the seeds. */
  private static final ProofMaker CLIENT =
      ProofMaker.ec(
          "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgodp3+NByxddbX2iYCdgQQbINPxKlirW4vqrNc0jR"
              + "RPChRANCAAQ/d7C3WRh/VloESvxxVzFWTQgYv3DdI9RLUus+LUjKlzbO6dIHWgGikB3DAFddUmVc7EErrz"
              + "ilpoc0+Ddt3lyp",
          "P3ewt1kYf1ZaBEr8cVcxVk0IGL9w3SPUS1LrPi1Iypc",
          "Ns7p0gdaAaKQHcMAV11SZVzsQSuvOKWmhzT4N23eXKk");

  /** RFC 9449, section 6.1: of the key of the example in section 4.1, which is a seed. */
  private static final String EXAMPLE = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

  private static final ProofVerifier GATE = new ProofVerifier();
  private static final int LONGEST_ID = 256;

  private ProofFuzz() {}

  /**
   * A text as it stands in a header; or the JSON of a header, a line feed, and that of a payload,
   * which are then signed.
   */
  public static void proof(byte[] input) {
    String text = new String(input, UTF_8);
    int line = text.indexOf('\n');
    meet(line < 0 ? text : CLIENT.signed(text.substring(0, line), text.substring(line + 1)));
  }

  private static void meet(String text) {
    Optional<Proof> proof = verified(text);
    require(verified(text).isPresent() == proof.isPresent(), "the same twice");
    proof.ifPresent(one -> requireSound(text, one));
  }

  private static Optional<Proof> verified(String text) {
    try {
      return Optional.of(GATE.verify(text, Optional.empty(), claims -> {}));
    } catch (JwtRejected e) {
      require(e.reason() == Reason.PROOF, "one reason for all");
      return Optional.empty();
    }
  }

  private static void requireSound(String text, Proof proof) {
    String[] parts = text.split("\\.", -1);
    require(parts.length == 3, "three parts");
    for (String part : parts) {
      require(Base64Url.encode(Base64Url.decode(part).orElseThrow()).equals(part), "one spelling");
    }
    require(Set.of(CLIENT.thumbprint(), EXAMPLE).contains(proof.thumbprint()), "signed by a key");
    int id = proof.claims().id().length();
    require(id > 0 && id <= LONGEST_ID, "a jti of bounded length");
    require(!proof.toString().contains(text), "does not show itself");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
