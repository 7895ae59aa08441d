package org.jwtfilter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.Digests;
import org.jwtfilter.key.ShownKey;

/**
 * The gate for DPoP proofs (RFC 9449 section 4.3): turns the value of a {@code DPoP} header into a
 * {@link Proof}, or refuses it. As strict as {@link JwtVerifier}. Whether a proof was used before,
 * it does not know. Thread-safe; remembers keys, so a client that comes again costs one signature.
 */
public final class ProofVerifier {
  private static final int MOST_CHARACTERS = 8192;
  private static final int REMEMBERED_KEYS = 2_000;
  private static final int HASH_BYTES = 32;

  private final TokenMemory<ShownKey> keys = new TokenMemory<>(REMEMBERED_KEYS);

  /** A verifier with a memory of its own, of some thousand keys. */
  public ProofVerifier() {}

  /**
   * The proof, verified.
   *
   * @param text the one value of the header
   * @param key the thumbprint of the key that must have made it; empty: any
   * @param rule what it must be for
   * @throws JwtRejected with {@link Reason#PROOF}, or the reason of the rule; nothing else is ever
   *     thrown because of a proof
   */
  public Proof verify(String text, Optional<String> key, ProofRule rule) throws JwtRejected {
    require(text.length() <= MOST_CHARACTERS);
    CompactToken parts = CompactToken.split(text).orElseThrow(ProofVerifier::refused);
    String header = parts.header();
    String payload = parts.payload();
    Map<String, @Nullable Object> head =
        CompactToken.json(header).orElseThrow(ProofVerifier::refused);
    String alg = algorithm(head);
    ProofClaims claims =
        CompactToken.json(payload).flatMap(ProofClaims::of).orElseThrow(ProofVerifier::refused);
    rule.check(claims);
    // By its hash: the end of the text, which the memory looks at, may be alike for all clients.
    String name = Digests.sha256(header, HASH_BYTES);
    ShownKey known = keys.find(name);
    ShownKey shown = known == null ? shown(head, alg) : known;
    require(key.isEmpty() || same(shown.thumbprint(), key.get()));
    require(shown.key().verifies(header, payload, parts.signature()));
    if (known == null) {
      keys.put(name, shown);
    }
    return new Proof(claims, shown.thumbprint());
  }

  private static String algorithm(Map<String, @Nullable Object> header) throws JwtRejected {
    try {
      return JoseHeader.of(header, TokenKind.PROOF).alg();
    } catch (JwtRejected e) {
      throw refused();
    }
  }

  private static ShownKey shown(Map<String, @Nullable Object> header, String alg)
      throws JwtRejected {
    return ShownKey.of(header.get("jwk"), alg).orElseThrow(ProofVerifier::refused);
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(US_ASCII), other.getBytes(US_ASCII));
  }

  private static void require(boolean holds) throws JwtRejected {
    if (!holds) {
      throw refused();
    }
  }

  private static JwtRejected refused() {
    return JwtRejected.because(Reason.PROOF);
  }
}
