package org.jwtfilter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyRing;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.key.KeysUnavailableException;

/**
 * The gate: turns a text that somebody presented into a {@link Jwt}, or refuses it (RFC 7515, RFC
 * 7519, RFC 8725). Thread-safe; remembers verified tokens, so a token that is seen again costs next
 * to nothing.
 */
public final class JwtVerifier {
  private static final Logger LOG = System.getLogger(JwtVerifier.class.getName());
  private static final int REMEMBERED_TOKENS = 10_000;
  private static final int REMEMBERED_FORGERIES = 256;
  private static final int REMEMBERED_HEADERS = 64;

  /** Owners whose keys have the same name may answer one after the other. */
  private static final int MOST_RINGS = 4;

  private final KeySource keys;
  private final Clock clock;
  private final int maxTokenLength;
  private final TokenKind kind;
  private final ClaimCheck claims;
  private final OncePerMinute surprise;
  private final TokenMemory<Verified> verified;
  private final TokenMemory<KeyRing> forged = new TokenMemory<>(REMEMBERED_FORGERIES);
  private final TokenMemory<JoseHeader> headers = new TokenMemory<>(REMEMBERED_HEADERS);

  /** A verifier with a memory of its own, of some ten thousand tokens. */
  public JwtVerifier(KeySource keys, TokenRules rules, Clock clock) {
    this.keys = keys;
    this.clock = clock;
    this.maxTokenLength = rules.maxTokenLength();
    this.kind = rules.kind();
    this.claims = new ClaimCheck(rules);
    this.surprise = new OncePerMinute(clock);
    this.verified = new TokenMemory<>(REMEMBERED_TOKENS);
  }

  /**
   * The token, verified.
   *
   * @param token the compact text as presented
   * @throws JwtRejected if it is not one that we accept, for whatever reason; nothing else is ever
   *     thrown because of a token
   * @throws KeysUnavailableException if nobody can say, since those who publish the keys do not
   *     answer: no fault of the token, the client is told to come again
   */
  public Jwt verify(String token) throws JwtRejected {
    require(token.length() <= maxTokenLength, Reason.TOO_LONG);
    try {
      KeyRing ring = keys.current();
      Verified known = verified.find(token);
      return known != null && known.ring == ring ? current(known) : verifyAnew(token, ring);
    } catch (KeysUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      if (surprise.due()) {
        // The message may hold what was presented, so it is not logged.
        LOG.log(Level.WARNING, "A token was refused because of " + e.getClass().getName());
      }
      throw JwtRejected.because(Reason.MALFORMED);
    }
  }

  private Jwt current(Verified known) throws JwtRejected {
    known.validity.require(clock.millis());
    return known.jwt;
  }

  /** From the cheapest question to the dearest; nothing of the payload is read before its seal. */
  private Jwt verifyAnew(String token, KeyRing current) throws JwtRejected {
    CompactToken parts = CompactToken.split(token).orElseThrow(JwtVerifier::malformed);
    String headerText = parts.header();
    JoseHeader header = header(headerText);
    String payloadText = parts.payload();
    Signed signed = signedBy(parts, header, headerText, payloadText, current);
    if (headers.find(headerText) == null) {
      headers.put(headerText, header);
    }
    Map<String, @Nullable Object> payload =
        CompactToken.json(payloadText).orElseThrow(JwtVerifier::malformed);
    signed = ofIssuer(payload.get("iss"), signed, parts, header, headerText, payloadText);
    Validity validity = claims.validity(payload);
    validity.require(clock.millis());
    Jwt jwt = claims.jwt(token, payload, signed::speaksFor);
    verified.put(token, new Verified(jwt, signed.ring, validity));
    return jwt;
  }

  private JoseHeader header(String text) throws JwtRejected {
    JoseHeader known = headers.find(text);
    return known != null
        ? known
        : JoseHeader.of(CompactToken.json(text).orElseThrow(JwtVerifier::malformed), kind);
  }

  /** Who made the signature: a key of this ring, or of what has come in its place. */
  private Signed signedBy(
      CompactToken parts, JoseHeader header, String headerText, String payload, KeyRing current)
      throws JwtRejected {
    KeyRing ring = current;
    for (int tries = 1; ; tries++) {
      try {
        return signed(parts, headerText, payload, candidates(header, ring), ring);
      } catch (JwtRejected e) {
        KeyRing next = keys.afterFailure(ring, header.kid(), header.alg());
        if (next == ring || tries == MOST_RINGS) {
          throw e;
        }
        ring = next;
      }
    }
  }

  /** Several issuers may publish one key, of which some were not asked yet. */
  private Signed ofIssuer(
      @Nullable Object iss,
      Signed signed,
      CompactToken parts,
      JoseHeader header,
      String headerText,
      String payload)
      throws JwtRejected {
    if (!(iss instanceof String issuer) || signed.speaksFor(issuer)) {
      return signed;
    }
    KeyRing next = keys.afterFailure(signed.ring, header.kid(), header.alg());
    return next == signed.ring
        ? signed
        : signed(parts, headerText, payload, candidates(header, next), next);
  }

  private static List<JwtKey> candidates(JoseHeader header, KeyRing ring) throws JwtRejected {
    List<JwtKey> candidates = ring.candidates(header.kid(), header.alg());
    require(
        !candidates.isEmpty(), ring.knows(header.alg()) ? Reason.UNKNOWN_KEY : Reason.ALGORITHM);
    return candidates;
  }

  private Signed signed(
      CompactToken token, String header, String payload, List<JwtKey> candidates, KeyRing ring)
      throws JwtRejected {
    require(forged.find(token.text()) != ring, Reason.SIGNATURE);
    String signature = token.signature();
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).verifies(header, payload, signature)) {
        List<JwtKey> rest = candidates.subList(i + 1, candidates.size());
        return new Signed(
            ring,
            candidates.get(i),
            rest.isEmpty()
                ? rest
                : rest.stream().filter(key -> key.verifies(header, payload, signature)).toList());
      }
    }
    // One forged ES256 token costs a millisecond; the same one again should not.
    if (!candidates.get(0).algorithm().symmetric()) {
      forged.put(token.text(), ring);
    }
    throw JwtRejected.because(Reason.SIGNATURE);
  }

  private static void require(boolean holds, Reason otherwise) throws JwtRejected {
    if (!holds) {
      throw JwtRejected.because(otherwise);
    }
  }

  private static JwtRejected malformed() {
    return JwtRejected.because(Reason.MALFORMED);
  }

  /**
   * Which key made a signature.
   *
   * @param others the same one, where several issuers publish it
   */
  private record Signed(KeyRing ring, JwtKey key, List<JwtKey> others) {
    boolean speaksFor(String issuer) {
      return key.speaksFor(issuer) || others.stream().anyMatch(one -> one.speaksFor(issuer));
    }
  }

  /** Good for as long as the ring is the same, and in its time. */
  private record Verified(Jwt jwt, KeyRing ring, Validity validity) {}
}
