package org.jwtfilter.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.Proof;
import org.jwtfilter.ProofClaims;
import org.jwtfilter.ProofVerifier;
import org.jwtfilter.Reason;
import org.jwtfilter.config.DpopMode;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.TokenSource;
import org.jwtfilter.key.Digests;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.store.Store;

/**
 * Proofs that a client has a private key (DPoP, RFC 9449): asked for with tokens that are bound to
 * one, and by what is said here new tokens are bound. Thread-safe.
 *
 * <p>All that looks at a proof throws {@link org.jwtfilter.store.StoreException} where nobody can
 * say whether it was used before.
 */
public final class Dpop implements Check, AutoCloseable {
  /** The header that brings a proof. */
  static final String HEADER = "DPoP";

  /** The header that brings what a proof must repeat. */
  static final String NONCE_HEADER = "DPoP-Nonce";

  /** A proof is made for one request; a minute is enough for a slow network and a full queue. */
  static final Duration LIFE = Duration.ofMinutes(1);

  private static final int HASH_BYTES = 32;

  private final DpopMode mode;
  private final boolean cookies;
  private final ProofTarget target;
  private final Optional<ProofNonces> nonces;
  private final UsedProofs used;
  private final Duration skew;
  private final Clock clock;
  private final ProofVerifier verifier = new ProofVerifier();
  private final TokenTransport transport = new HeaderTransport(HEADER);

  private Dpop(
      JwtConfig config,
      Optional<ProofNonces> nonces,
      ProofTarget target,
      UsedProofs used,
      Clock clock) {
    this.mode = config.get(Options.DPOP);
    this.cookies = config.get(Options.TOKEN_FROM).contains(TokenSource.COOKIE);
    this.skew = config.get(Options.CLOCK_SKEW);
    this.nonces = nonces;
    this.target = target;
    this.used = used;
    this.clock = clock;
  }

  /**
   * As a configuration says.
   *
   * @param keys make nonces
   * @param seen a path as clients see it, where a proxy changes paths
   * @param store of all nodes
   */
  static Dpop of(
      JwtConfig config,
      Optional<SealingKeys> keys,
      UnaryOperator<String> seen,
      Store store,
      Clock clock) {
    Duration skew = config.get(Options.CLOCK_SKEW);
    Optional<ProofNonces> nonces =
        keys.filter(any -> config.get(Options.DPOP_NONCE))
            .map(one -> new ProofNonces(one.hash("dpop-nonce"), skew, clock));
    return new Dpop(
        config, nonces, ProofTarget.of(config, seen), UsedProofs.of(config, store, clock), clock);
  }

  /** Where tokens that are bound to a key are presented, and nowhere else. */
  TokenTransport transport() {
    return transport;
  }

  boolean on() {
    return mode != DpopMode.OFF;
  }

  /** Whether a request brings a proof that means anything here. */
  public boolean proves(Exchange exchange) {
    return on() && !exchange.headers(HEADER).isEmpty();
  }

  // With a token

  /**
   * {@inheritDoc}
   *
   * <p>The reason is {@link Reason#SENDER_CONSTRAINED}, {@link Reason#NOT_BOUND} or one {@link
   * Reason#ofProof of the proof}.
   */
  @Override
  public void check(Exchange exchange, Jwt jwt, TokenTransport from) throws JwtRejected {
    boolean bound = jwt.keyThumbprint().isPresent();
    if (from != transport) {
      require(!bound, Reason.SENDER_CONSTRAINED);
      require(mode != DpopMode.REQUIRE || from.ambient(), Reason.NOT_BOUND);
      return;
    }
    require(bound, Reason.NOT_BOUND);
    proved(exchange, jwt.keyThumbprint(), jwt.token());
  }

  // For a token

  /**
   * What the tokens of a login that is about to begin are bound to.
   *
   * @return the thumbprint of the client's key; empty where they are bound to none
   * @throws JwtRejected with a reason {@link Reason#ofProof of the proof}
   */
  public Optional<String> keyOfLogin(Exchange exchange) throws JwtRejected {
    if (proves(exchange)) {
      return proved(exchange, Optional.empty(), null);
    }
    require(mode != DpopMode.REQUIRE || cookies, Reason.PROOF);
    return Optional.empty();
  }

  /**
   * What the successors of a token are bound to that was presented for them in a form: if it is
   * bound then to the same key, and else to that of the proof, if there is one.
   *
   * @return the thumbprint of the client's key; empty where they are bound to none
   */
  Optional<String> keyOfSuccessors(Exchange exchange, Jwt presented) throws JwtRejected {
    if (!on()) {
      return Optional.empty();
    }
    if (presented.keyThumbprint().isPresent() || proves(exchange)) {
      return proved(exchange, presented.keyThumbprint(), null);
    }
    require(mode != DpopMode.REQUIRE, Reason.NOT_BOUND);
    return Optional.empty();
  }

  // The proof

  /**
   * Asks for a proof, which is used up by that. From the cheapest question to the dearest: no
   * garbage costs a signature, and nothing but a good proof a place in the store.
   *
   * @param key that must have made it; empty: any
   * @param token that it must be for; null: none
   */
  private Optional<String> proved(Exchange exchange, Optional<String> key, @Nullable String token)
      throws JwtRejected {
    List<String> headers = exchange.headers(HEADER);
    require(headers.size() == 1, Reason.PROOF);
    Proof proof = verifier.verify(headers.get(0), key, claims -> require(claims, exchange, token));
    require(used.use(proof, end(proof)), Reason.PROOF_USED);
    return Optional.of(proof.thumbprint());
  }

  private void require(ProofClaims claims, Exchange exchange, @Nullable String token)
      throws JwtRejected {
    require(target.is(claims, exchange), Reason.PROOF);
    require(token == null || isHash(claims.tokenHash(), token), Reason.PROOF);
    if (nonces.isPresent()) {
      requireNonce(nonces.get(), claims.nonce(), exchange);
    } else {
      requireTime(claims.issuedAt());
    }
  }

  private static boolean isHash(@Nullable String hash, String token) {
    return hash != null
        && MessageDigest.isEqual(
            Digests.sha256(token, HASH_BYTES).getBytes(US_ASCII), hash.getBytes(US_ASCII));
  }

  private void requireTime(long issuedAt) throws JwtRejected {
    Instant then = Instant.ofEpochSecond(issuedAt);
    Instant now = clock.instant();
    require(!now.isBefore(then.minus(skew)), Reason.PROOF);
    require(now.isBefore(then.plus(LIFE).plus(skew)), Reason.PROOF);
  }

  /** The next one comes along before it is needed, so that clients rarely have to ask twice. */
  private static void requireNonce(ProofNonces nonces, @Nullable String given, Exchange exchange)
      throws JwtRejected {
    if (given == null || !nonces.isCurrent(given)) {
      exchange.addHeader(NONCE_HEADER, nonces.current());
    }
    require(given != null && nonces.recent(given), Reason.PROOF_NONCE);
  }

  /** When no node accepts the proof any more, however its clock goes. */
  private Instant end(Proof proof) {
    return nonces
        .map(one -> clock.instant().plus(one.life()))
        .orElseGet(
            () ->
                Instant.ofEpochSecond(proof.claims().issuedAt()).plus(LIFE).plus(skew).plus(skew));
  }

  /** Releases the memory. */
  @Override
  public void close() {
    used.close();
  }

  private static void require(boolean holds, Reason otherwise) throws JwtRejected {
    if (!holds) {
      throw JwtRejected.because(otherwise);
    }
  }
}
