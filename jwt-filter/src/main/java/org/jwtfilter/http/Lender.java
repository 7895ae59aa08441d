package org.jwtfilter.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.Caller;
import org.jwtfilter.ExchangedToken;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.Lending;

/** What of a caller's permissions may be lent to whom, as {@code exchange} says. Immutable. */
final class Lender {
  private static final String ALL = "*";

  private final Map<String, Set<String>> most;
  private final Duration lifetime;
  private final JwtIssuer issuer;

  /**
   * @param most what each audience may get
   * @param lifetime of an exchanged token
   */
  Lender(Map<String, Set<String>> most, Duration lifetime, JwtIssuer issuer) {
    this.most = Map.copyOf(most);
    this.lifetime = lifetime;
    this.issuer = issuer;
  }

  boolean knows(String audience) {
    return most.containsKey(audience);
  }

  Duration lifetime() {
    return lifetime;
  }

  /** What the caller has and every one of these audiences may get. */
  Set<String> permissions(Caller caller, Jwt jwt, List<String> audiences) {
    Set<String> permissions = held(caller, jwt);
    for (String audience : audiences) {
      Set<String> listed = most.getOrDefault(audience, Set.of());
      if (!listed.contains(ALL)) {
        permissions.retainAll(listed);
      }
    }
    return permissions;
  }

  /** Roles and scopes; scopes that served as roles count no more once the roles were changed. */
  private static Set<String> held(Caller caller, Jwt jwt) {
    Set<String> held = new HashSet<>(jwt.scopes());
    if (!caller.roles().equals(jwt.roles())) {
      held.removeAll(jwt.roles());
    }
    held.addAll(caller.roles());
    held.removeIf(one -> !Scopes.sound(one));
    return held;
  }

  /**
   * The token for these audiences.
   *
   * @param permissions some of {@link #permissions}
   * @param key that it is bound to; empty: none
   * @return empty if the caller's token has expired
   */
  Optional<ExchangedToken> lend(
      Caller caller,
      Jwt jwt,
      List<String> audiences,
      Set<String> permissions,
      Optional<String> key) {
    Set<String> roles = new HashSet<>(permissions);
    roles.retainAll(caller.roles());
    return issuer.exchange(jwt, new Lending(audiences, permissions, roles, lifetime, key));
  }
}
