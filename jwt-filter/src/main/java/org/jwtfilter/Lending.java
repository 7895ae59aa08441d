package org.jwtfilter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a token carries that is issued in exchange for another (RFC 8693).
 *
 * @param audience its {@code aud}, at least one
 * @param permissions its {@code scope}
 * @param roles those of the permissions that are roles of the caller: its {@code groups}
 * @param lifetime at most; it never outlives the token that it is exchanged for
 * @param key the thumbprint of the key that it is bound to (RFC 9449); empty: to none
 */
public record Lending(
    List<String> audience,
    Set<String> permissions,
    Set<String> roles,
    Duration lifetime,
    Optional<String> key) {
  public Lending {
    audience = List.copyOf(audience);
    permissions = Set.copyOf(permissions);
    roles = Set.copyOf(roles);
    if (audience.isEmpty() || lifetime.toSeconds() < 1 || !permissions.containsAll(roles)) {
      throw new IllegalArgumentException(
          "there is no audience, no lifetime, or a role that is no permission");
    }
  }

  /** The same, bound to no key. */
  public Lending(
      List<String> audience, Set<String> permissions, Set<String> roles, Duration lifetime) {
    this(audience, permissions, roles, lifetime, Optional.empty());
  }
}
