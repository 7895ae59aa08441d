package org.jwtfilter.grant;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.Reason;
import org.jwtfilter.grant.Vault.Found;
import org.jwtfilter.store.StoreException;

/**
 * Refresh tokens: each can be used once, its successor takes its place in one compare-and-set (RFC
 * 9700, 4.14.2). Threads and nodes that use one at the same time, and whoever comes within the
 * grace period, get the same successor. Thread-safe.
 */
final class RefreshTokens {
  private static final int MOST_ATTEMPTS = 100;

  private final Vault vault;
  private final JwtIssuer issuer;
  private final JwtVerifier verifier;
  private final GrantRules rules;
  private final Clock clock;

  /**
   * @param verifier of refresh tokens
   */
  RefreshTokens(
      Vault vault, JwtIssuer issuer, JwtVerifier verifier, GrantRules rules, Clock clock) {
    this.vault = vault;
    this.issuer = issuer;
    this.verifier = verifier;
    this.rules = rules;
    this.clock = clock;
  }

  /** The first refresh token of a login. */
  String begin(Jwt login) {
    String token = issuer.refreshToken(login, Optional.empty(), end(login));
    RefreshRecord record = new RefreshRecord(login.principalName(), hash(idOf(token)), List.of());
    vault.write(key(login.grant().orElseThrow()), record.encoded(), end(login));
    return token;
  }

  /** A refresh token, verified; not whether it was used. */
  Jwt verified(String token) throws JwtRejected {
    Jwt jwt = verifier.verify(token);
    if (jwt.id().isEmpty() || jwt.grant().isEmpty() || jwt.authenticatedAt().isEmpty()) {
      throw JwtRejected.because(Reason.CLAIM);
    }
    if (!clock.instant().isBefore(end(jwt))) {
      throw JwtRejected.because(Reason.EXPIRED);
    }
    return jwt;
  }

  /**
   * Uses a refresh token.
   *
   * @param jwt from {@link #verified}
   * @param roles that the login goes on with instead of those in the token
   * @param bound the key that the login is bound to from now on
   */
  Use use(Jwt jwt, Optional<Set<String>> roles, Optional<String> bound) {
    String key = key(jwt.grant().orElseThrow());
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Optional<Found<RefreshRecord>> found = vault.read(key, RefreshRecord::decoded);
      if (found.flatMap(Found::value).isEmpty()) {
        return new Use.Gone();
      }
      Optional<Use> use = use(key, found.get(), jwt, roles, bound);
      if (use.isPresent()) {
        return use.get();
      }
    }
    throw new StoreException("a login is refreshed too often at once; try again");
  }

  /** Empty if another was quicker: then the record tells what that one got. */
  private Optional<Use> use(
      String key,
      Found<RefreshRecord> found,
      Jwt jwt,
      Optional<Set<String>> roles,
      Optional<String> bound) {
    RefreshRecord record = found.value().orElseThrow();
    String id = jwt.id().orElseThrow();
    String hash = hash(id);
    if (record.isCurrent(hash)) {
      return rotate(key, found, jwt, roles, bound);
    }
    return record
        .answer(hash, clock.millis(), rules.refreshGrace().toMillis())
        .flatMap(answer -> TokenPair.opened(answer, id))
        .<Use>map(pair -> new Use.Successor(pair, false))
        .or(() -> Optional.of(new Use.Reuse()));
  }

  private Optional<Use> rotate(
      String key,
      Found<RefreshRecord> found,
      Jwt jwt,
      Optional<Set<String>> roles,
      Optional<String> bound) {
    TokenPair pair =
        new TokenPair(
            issuer.accessToken(jwt, roles, bound, end(jwt)),
            issuer.refreshToken(jwt, roles, bound, end(jwt)));
    RefreshRecord next =
        found
            .value()
            .orElseThrow()
            .rotated(
                hash(idOf(pair.refresh())),
                pair.sealedFor(jwt.id().orElseThrow()),
                clock.millis(),
                rules.refreshGrace().toMillis());
    return vault
        .replace(key, Optional.of(found), next, RefreshRecord::encoded, end(jwt))
        .map(set -> new Use.Successor(pair, true));
  }

  /**
   * Ends the refreshing of a login.
   *
   * @return whose login it was, if it is known
   */
  Optional<String> end(String grant) {
    Optional<Found<RefreshRecord>> found = vault.read(key(grant), RefreshRecord::decoded);
    vault.delete(key(grant));
    return found.flatMap(Found::value).map(RefreshRecord::user);
  }

  private Instant end(Jwt login) {
    return login.authenticatedAt().orElseThrow().plus(rules.refreshLifetime());
  }

  private String idOf(String token) {
    try {
      return verified(token).id().orElseThrow();
    } catch (JwtRejected e) {
      throw new IllegalStateException("A token just issued is refused: " + e.reason(), e);
    }
  }

  private String key(String grant) {
    return vault.key("grant", grant);
  }

  private static String hash(String id) {
    return Hashes.text("refresh token", id);
  }

  /** What comes of using a token. */
  sealed interface Use {
    /**
     * It gave these tokens.
     *
     * @param first whether it was used now, not before
     */
    record Successor(TokenPair tokens, boolean first) implements Use {}

    /** It was used before, too long ago. */
    record Reuse() implements Use {}

    /** Its login has ended. */
    record Gone() implements Use {}
  }
}
