package org.jwtfilter;

import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds the claims of a token, whose signature is good, against the rules (RFC 7519 section 4.1).
 */
final class ClaimCheck {
  private static final int SHARED_TEXTS = 1_024;
  private static final List<String> TEXTS = List.of("iss", "sub", "jti", Jwt.EXCHANGED_FROM);
  private static final List<String> DATES = List.of("nbf", "iat", "auth_time");

  private final TokenRules rules;
  private final long skewMillis;

  // Thousands of remembered tokens say the same few things.
  private final TokenMemory<String> shared = new TokenMemory<>(SHARED_TEXTS);

  ClaimCheck(TokenRules rules) {
    this.rules = rules;
    this.skewMillis = rules.clockSkew().toMillis();
  }

  /** When the token is good; its types and ranges are checked on the way. */
  Validity validity(Map<String, @Nullable Object> claims) throws JwtRejected {
    for (String name : DATES) {
      require(!claims.containsKey(name) || date(claims, name).isPresent(), Reason.CLAIM);
    }
    OptionalLong expires = NumericDate.seconds(claims.get("exp"), RoundingMode.FLOOR);
    require(expires.isPresent(), Reason.CLAIM);
    long from = Math.max(date(claims, "nbf").orElse(0), date(claims, "iat").orElse(0));
    long until = Math.min(expires.getAsLong(), tooOld(claims));
    return new Validity(from * 1000 - skewMillis, until * 1000 + skewMillis);
  }

  /** The second in which the token is too old, whatever its {@code exp}. */
  private long tooOld(Map<String, @Nullable Object> claims) throws JwtRejected {
    if (rules.maxAge().isEmpty()) {
      return Long.MAX_VALUE;
    }
    OptionalLong issued = NumericDate.seconds(claims.get("iat"), RoundingMode.FLOOR);
    require(issued.isPresent(), Reason.CLAIM);
    return issued.getAsLong() + rules.maxAge().get().toSeconds();
  }

  /**
   * The token with these claims.
   *
   * @param signer whether the key that signed is good for tokens of an issuer
   */
  Jwt jwt(String token, Map<String, @Nullable Object> claims, Predicate<String> signer)
      throws JwtRejected {
    boolean provable = rules.keyBound() && Claims.keyThumbprint(claims).isPresent();
    require(provable || !claims.containsKey("cnf"), Reason.SENDER_CONSTRAINED);
    for (String name : TEXTS) {
      require(!claims.containsKey(name) || claims.get(name) instanceof String, Reason.CLAIM);
    }
    require(
        claims.get("iss") instanceof String issuer
            && rules.issuers().contains(issuer)
            && signer.test(issuer),
        Reason.WRONG_ISSUER);
    requireAudience(claims);
    return new Jwt(token, claims, principal(claims), roles(claims), this::shared);
  }

  /** A moment from which on something holds: half a second later is a second later. */
  private static OptionalLong date(Map<String, @Nullable Object> claims, String name) {
    return NumericDate.seconds(claims.get(name), RoundingMode.CEILING);
  }

  private void requireAudience(Map<String, @Nullable Object> claims) throws JwtRejected {
    Optional<List<String>> audience = Claims.strings(claims.get("aud"));
    require(audience.isPresent() || !claims.containsKey("aud"), Reason.CLAIM);
    // Without an audience of our own we are not the one that an exchanged token is for.
    boolean any = rules.audiences().isEmpty() && !claims.containsKey(Jwt.EXCHANGED_FROM);
    require(
        any || !Collections.disjoint(audience.orElse(List.of()), rules.audiences()),
        Reason.WRONG_AUDIENCE);
  }

  private String principal(Map<String, @Nullable Object> claims) throws JwtRejected {
    Optional<Object> named = Claims.first(claims, rules.principalClaims());
    if (named.isPresent() && named.get() instanceof String name && Names.sound(name)) {
      return name;
    }
    throw JwtRejected.because(Reason.CLAIM);
  }

  private Set<String> roles(Map<String, @Nullable Object> claims) {
    Set<String> roles = new HashSet<>();
    for (String role : presentedRoles(Claims.first(claims, rules.rolesClaims()).orElse(""))) {
      if (!role.isBlank()) {
        roles.add(shared(rules.roleMap().getOrDefault(role, role)));
      }
    }
    return Set.copyOf(roles);
  }

  /** An equal text, the same object each time. */
  private String shared(String text) {
    String known = shared.find(text);
    if (known != null) {
      return known;
    }
    shared.put(text, text);
    return text;
  }

  /** What has another shape than a scope or a list of strings gives nobody a role. */
  private static List<String> presentedRoles(Object claim) {
    return claim instanceof String scope
        ? Arrays.asList(scope.split(" "))
        : Claims.strings(claim).orElse(List.of());
  }

  private static void require(boolean holds, Reason otherwise) throws JwtRejected {
    if (!holds) {
      throw JwtRejected.because(otherwise);
    }
  }
}
