package org.jwtfilter;

import java.io.Serializable;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request. Immutable and thread-safe. Serializable because applications put {@code
 * getUserPrincipal()} into sessions; the token does not travel along.
 */
public final class Caller implements Principal, Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;

  @SuppressWarnings("serial") // Set.copyOf is serializable
  private final Set<String> roles;

  private final transient @Nullable Jwt jwt;

  /** A caller without a token. */
  public Caller(String name, Set<String> roles) {
    this(name, Set.copyOf(roles), null);
  }

  /** The caller that a token names. */
  public Caller(Jwt jwt) {
    this(jwt.principalName(), jwt.roles(), jwt);
  }

  /** The caller that a token names, with roles that were changed since it was issued. */
  public Caller(Jwt jwt, Set<String> roles) {
    this(jwt.principalName(), Set.copyOf(roles), jwt);
  }

  private Caller(String name, Set<String> roles, @Nullable Jwt jwt) {
    this.name = name;
    this.roles = roles;
    this.jwt = jwt;
  }

  @Override
  public String getName() {
    return name;
  }

  /** The roles, as {@code isUserInRole} knows them. */
  public Set<String> roles() {
    return roles;
  }

  /** The token, where the caller came with one and this object was not read from a session. */
  public Optional<Jwt> jwt() {
    return Optional.ofNullable(jwt);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Caller that && name.equals(that.name) && roles.equals(that.roles);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** The name: pages print principals. */
  @Override
  public String toString() {
    return name;
  }
}
