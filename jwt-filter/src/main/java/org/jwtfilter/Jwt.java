package org.jwtfilter;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A verified token. {@link JwtVerifier} alone can make one, so who holds one need not ask again.
 * Immutable and thread-safe; does not show its token when printed.
 */
public final class Jwt {
  private final String token;
  private final Map<String, Object> claims;
  private final String principalName;
  private final Set<String> roles;

  /**
   * @param claims of the types that {@link #claim} names, registered ones of the type that their
   *     accessors here give; unmodifiable at every depth
   */
  Jwt(String token, Map<String, Object> claims, String principalName, Set<String> roles) {
    this.token = token;
    this.claims = claims;
    this.principalName = principalName;
    this.roles = roles;
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
    return text("jti");
  }

  /** {@code iss}. */
  public Optional<String> issuer() {
    return text("iss");
  }

  /** {@code sub}. */
  public Optional<String> subject() {
    return text("sub");
  }

  /** {@code aud}; empty if the token names none. */
  public List<String> audience() {
    return Claims.strings(claims.get("aud"));
  }

  /** {@code exp}, rounded down to seconds. */
  public Instant expiresAt() {
    return instant("exp").orElseThrow();
  }

  /** {@code iat}, rounded down to seconds. */
  public Optional<Instant> issuedAt() {
    return instant("iat");
  }

  /** The login that this token and its renewals belong to (claim {@code grant}). */
  public Optional<String> grant() {
    return text("grant");
  }

  /** When the caller proved who they are (claim {@code auth_time}). */
  public Optional<Instant> authenticatedAt() {
    return instant("auth_time");
  }

  /**
   * A claim as it stands in the token: String, Boolean, Long, BigInteger, BigDecimal, List or Map.
   * A JSON null is no claim.
   *
   * @param path a name, also one with dots or a URL, or names with dots between them such as {@code
   *     realm_access.roles}; the whole is tried as a name first
   */
  public Optional<Object> claim(String path) {
    return Claims.at(claims, path);
  }

  /** All claims, unmodifiable at every depth. */
  public Map<String, Object> claims() {
    return claims;
  }

  /** Tells whose token it is, not the token. */
  @Override
  public String toString() {
    return "Jwt[" + principalName + "]";
  }

  private Optional<String> text(String name) {
    return claims.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private Optional<Instant> instant(String name) {
    @Nullable Object value = claims.get(name);
    return value instanceof Number seconds
        ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
        : Optional.empty();
  }
}
