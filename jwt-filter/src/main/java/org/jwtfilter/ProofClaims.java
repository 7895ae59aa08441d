package org.jwtfilter;

import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a DPoP proof says (RFC 9449 section 4.2), of the right types; who says it, a {@link Proof}
 * tells.
 *
 * @param method {@code htm}
 * @param uri {@code htu}, as it was written
 * @param id {@code jti}
 * @param issuedAt {@code iat}, in seconds, rounded down
 * @param tokenHash {@code ath}; null if absent
 * @param nonce {@code nonce}; null if absent
 */
public record ProofClaims(
    String method,
    String uri,
    String id,
    long issuedAt,
    @Nullable String tokenHash,
    @Nullable String nonce) {
  private static final int LONGEST_ID = 256;

  /** The claims of a payload; empty where one is missing or of another type. */
  static Optional<ProofClaims> of(Map<String, @Nullable Object> payload) {
    OptionalLong issuedAt = NumericDate.seconds(payload.get("iat"), RoundingMode.FLOOR);
    return payload.get("htm") instanceof String method
            && payload.get("htu") instanceof String uri
            && payload.get("jti") instanceof String id
            && !id.isEmpty()
            && id.length() <= LONGEST_ID
            && issuedAt.isPresent()
            && textOrAbsent(payload, "ath")
            && textOrAbsent(payload, "nonce")
        ? Optional.of(
            new ProofClaims(
                method,
                uri,
                id,
                issuedAt.getAsLong(),
                (String) payload.get("ath"),
                (String) payload.get("nonce")))
        : Optional.empty();
  }

  private static boolean textOrAbsent(Map<String, @Nullable Object> payload, String name) {
    return !payload.containsKey(name) || payload.get(name) instanceof String;
  }

  /** Nothing of it: it is part of a credential. */
  @Override
  public String toString() {
    return "ProofClaims[…]";
  }
}
