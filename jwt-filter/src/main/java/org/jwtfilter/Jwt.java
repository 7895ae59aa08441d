package org.jwtfilter;

import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A verified token. {@link JwtVerifier} alone can make one, so who holds one need not ask again.
 * Immutable and thread-safe; does not show its token when printed.
 */
public final class Jwt {
  /** The claim that every token has that was issued in exchange for another, and no other token. */
  static final String EXCHANGED_FROM = "exchanged_from";

  private static final long ABSENT = Long.MIN_VALUE;

  private final String token;
  private final String principalName;
  private final Set<String> roles;
  private final @Nullable String id;
  private final @Nullable String issuer;
  private final @Nullable String subject;
  private final @Nullable String grant;
  private final @Nullable String exchangedFrom;
  private final @Nullable String keyThumbprint;
  private final List<String> audience;
  private final long expiresAt;
  private final long issuedAt;
  private final long authenticatedAt;

  // Thousands of these are remembered, few are asked for other claims: those are read on demand.
  private @Nullable Map<String, Object> claims;

  /**
   * @param payload of {@code token}, checked
   * @param shared gives an equal text that other tokens may hold too
   */
  Jwt(
      String token,
      Map<String, @Nullable Object> payload,
      String principalName,
      Set<String> roles,
      UnaryOperator<String> shared) {
    this.token = token;
    this.principalName = principalName;
    this.roles = roles;
    this.id = text(payload, "jti");
    this.issuer = payload.get("iss") instanceof String text ? shared.apply(text) : null;
    this.subject = text(payload, "sub");
    this.grant = text(payload, "grant");
    this.exchangedFrom = text(payload, EXCHANGED_FROM);
    this.keyThumbprint = Claims.keyThumbprint(payload).orElse(null);
    List<String> audiences = Claims.strings(payload.get("aud")).orElse(List.of());
    this.audience = audiences.stream().map(shared).toList();
    this.expiresAt = seconds(payload, "exp");
    this.issuedAt = seconds(payload, "iat");
    this.authenticatedAt = seconds(payload, "auth_time");
  }

  /** The compact text, for propagation. A credential: never log it. */
  public String token() {
    return token;
  }

  /** The name of the caller: the first principal claim that the token has. */
  public String principalName() {
    return principalName;
  }

  /** The roles of the caller, renamed by the role map; unmodifiable. */
  public Set<String> roles() {
    return roles;
  }

  /** {@code jti}. */
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** {@code iss}. */
  public Optional<String> issuer() {
    return Optional.ofNullable(issuer);
  }

  /** {@code sub}. */
  public Optional<String> subject() {
    return Optional.ofNullable(subject);
  }

  /** {@code aud}; empty if the token names none. */
  public List<String> audience() {
    return audience;
  }

  /** {@code exp}, rounded down to seconds. */
  public Instant expiresAt() {
    return Instant.ofEpochSecond(expiresAt);
  }

  /** {@code iat}, rounded down to seconds. */
  public Optional<Instant> issuedAt() {
    return instant(issuedAt);
  }

  /** The login that this token and its renewals belong to (claim {@code grant}). */
  public Optional<String> grant() {
    return Optional.ofNullable(grant);
  }

  /**
   * The {@code jti} of the token that this one was exchanged for ({@code exchanged_from}), or a
   * random text where that had none; empty for all that were not exchanged. Who presents an
   * exchanged token acts for the caller, within what it permits, and is not the caller: it begins,
   * prolongs and ends no login.
   */
  public Optional<String> exchangedFrom() {
    return Optional.ofNullable(exchangedFrom);
  }

  /**
   * The thumbprint (RFC 7638, SHA-256) of the key that the token is bound to ({@code cnf.jkt}, RFC
   * 9449); empty where it is bound to none. Whoever gets such a token from a {@link JwtVerifier}
   * must ask its sender for a proof, see {@link ProofVerifier}; a caller's token was proved.
   */
  public Optional<String> keyThumbprint() {
    return Optional.ofNullable(keyThumbprint);
  }

  /** What the token permits by {@code scope} (RFC 8693, 4.2) or {@code scp}; unmodifiable. */
  public Set<String> scopes() {
    Set<String> scopes = new HashSet<>();
    for (String claim : List.of("scope", "scp")) {
      claim(claim).ifPresent(value -> addScopes(scopes, value));
    }
    scopes.remove("");
    return Set.copyOf(scopes);
  }

  private static void addScopes(Set<String> scopes, Object claim) {
    if (claim instanceof String text) {
      scopes.addAll(List.of(text.split(" ", -1)));
    } else if (claim instanceof List<?> list) {
      list.stream().filter(String.class::isInstance).forEach(one -> scopes.add((String) one));
    }
  }

  /** When the caller proved who they are (claim {@code auth_time}), rounded down to seconds. */
  public Optional<Instant> authenticatedAt() {
    return instant(authenticatedAt);
  }

  /**
   * A claim as it stands in the token: String, Boolean, Long, BigInteger, BigDecimal, List or Map.
   * A JSON null is no claim.
   *
   * @param path a name, also one with dots or a URL, or names with dots between them such as {@code
   *     realm_access.roles}; the whole is tried as a name first
   */
  public Optional<Object> claim(String path) {
    return Claims.at(claims(), path);
  }

  /** All claims but those that are null, unmodifiable at every depth. */
  public Map<String, Object> claims() {
    // A race here makes the same map twice, which is harmless: it is immutable.
    Map<String, Object> read = claims;
    if (read == null) {
      read = readClaims();
      claims = read;
    }
    return read;
  }

  /** Tells whose token it is, not the token. */
  @Override
  public String toString() {
    return "Jwt[" + principalName + "]";
  }

  private Map<String, Object> readClaims() {
    Map<String, Object> present = new HashMap<>();
    CompactToken.split(token)
        .flatMap(parts -> CompactToken.json(parts.payload()))
        .orElseThrow()
        .forEach(
            (name, value) -> {
              if (value != null) {
                present.put(name, value);
              }
            });
    return Map.copyOf(present);
  }

  private static @Nullable String text(Map<String, @Nullable Object> payload, String name) {
    return payload.get(name) instanceof String text ? text : null;
  }

  private static long seconds(Map<String, @Nullable Object> payload, String name) {
    OptionalLong seconds = NumericDate.seconds(payload.get(name), RoundingMode.FLOOR);
    return seconds.orElse(ABSENT);
  }

  private static Optional<Instant> instant(long seconds) {
    return seconds == ABSENT ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
  }
}
