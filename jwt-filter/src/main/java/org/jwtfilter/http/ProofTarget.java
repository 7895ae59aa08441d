package org.jwtfilter.http;

import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jwtfilter.ProofClaims;
import org.jwtfilter.config.CookieSecure;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.Options;
import org.jwtfilter.config.Origin;

/**
 * Whether a proof is for a request, as its client has sent it (RFC 9449, 4.3): the method to the
 * letter, the URI in any spelling. Immutable.
 */
final class ProofTarget {
  private final Set<String> origins;
  private final boolean alwaysSecure;
  private final UnaryOperator<String> seen;

  private ProofTarget(Set<String> origins, boolean alwaysSecure, UnaryOperator<String> seen) {
    this.origins = Set.copyOf(origins);
    this.alwaysSecure = alwaysSecure;
    this.seen = seen;
  }

  /**
   * As a configuration says.
   *
   * @param seen a path as clients see it, where a proxy changes paths
   */
  static ProofTarget of(JwtConfig config, UnaryOperator<String> seen) {
    Set<String> origins =
        config.get(Options.DPOP_ORIGINS).stream().map(Origin::text).collect(Collectors.toSet());
    boolean alwaysSecure = config.get(Options.COOKIE_SECURE) == CookieSecure.ALWAYS;
    return new ProofTarget(origins, alwaysSecure, seen);
  }

  boolean is(ProofClaims claims, Exchange exchange) {
    if (!claims.method().equals(exchange.method())) {
      return false;
    }
    Optional<HttpUri> named = HttpUri.of(claims.uri());
    Optional<String> path = HttpUri.path(exchange.rawPath()).map(seen);
    return named.isPresent()
        && path.filter(named.get().path()::equals).isPresent()
        && isOurs(named.get().origin(), exchange);
  }

  private boolean isOurs(String origin, Exchange exchange) {
    return origins.isEmpty()
        ? asked(exchange).filter(origin::equals).isPresent()
        : origins.contains(origin);
  }

  private Optional<String> asked(Exchange exchange) {
    String scheme = alwaysSecure || exchange.secure() ? "https" : "http";
    return Optional.ofNullable(exchange.host())
        .flatMap(host -> HttpUri.of(scheme + "://" + host))
        .map(HttpUri::origin);
  }
}
