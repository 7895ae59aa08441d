package org.jwtfilter.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jwtfilter.Caller;
import org.jwtfilter.ExchangedToken;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.TokenForwarding;
import org.jwtfilter.TokenMemory;
import org.jwtfilter.config.Origin;
import org.jwtfilter.grant.GrantRegistry;
import org.jwtfilter.key.KeyRing;
import org.jwtfilter.key.KeySource;

/**
 * Tokens for the services that {@code forward-to} lists: the caller's own, renewed in time, or one
 * that it was exchanged for. Asks no store; what was issued is remembered until near its end, in
 * bounded memory. Thread-safe.
 */
final class Forwarding implements TokenForwarding {
  /** A token that ends sooner might end on the way. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private static final int REMEMBERED = 1_000;
  private static final Logger LOG = System.getLogger(Forwarding.class.getName());

  private final Map<Origin, Optional<String>> targets;
  private final Lender lender;
  private final KeySource keys;
  private final JwtIssuer issuer;
  private final JwtVerifier verifier;
  private final GrantRegistry grants;
  private final Clock clock;
  private volatile Issued issued;

  /** As many as are listed at most. */
  private final Set<Origin> saidBound = ConcurrentHashMap.newKeySet();

  /** What was issued to whom. */
  private record Lent(ExchangedToken token, Set<String> roles) {}

  /**
   * What was issued while these were the keys; other services forget a key that is gone, too.
   *
   * @param lent by audience
   */
  private record Issued(
      KeyRing ring, TokenMemory<Jwt> renewed, Map<String, TokenMemory<Lent>> lent) {}

  /**
   * @param targets each with the audience that tokens are exchanged for; empty: they are not
   */
  Forwarding(
      Map<Origin, Optional<String>> targets,
      Lender lender,
      KeySource keys,
      JwtIssuer issuer,
      JwtVerifier verifier,
      GrantRegistry grants,
      Clock clock) {
    this.targets = Map.copyOf(targets);
    this.lender = lender;
    this.keys = keys;
    this.issuer = issuer;
    this.verifier = verifier;
    this.grants = grants;
    this.clock = clock;
    this.issued = nothing(keys.current());
  }

  private Issued nothing(KeyRing ring) {
    Map<String, TokenMemory<Lent>> lent = new HashMap<>();
    targets.values().stream()
        .flatMap(Optional::stream)
        .forEach(audience -> lent.put(audience, new TokenMemory<>(REMEMBERED)));
    return new Issued(ring, new TokenMemory<>(REMEMBERED), Map.copyOf(lent));
  }

  private Issued issued() {
    KeyRing ring = keys.current();
    if (issued.ring != ring) {
      issued = nothing(ring);
    }
    return issued;
  }

  @Override
  public Optional<String> tokenFor(Caller caller, URI target) {
    Optional<Origin> listed = Origin.of(target).filter(targets::containsKey);
    Optional<Jwt> jwt = caller.jwt().filter(this::holds);
    return listed.isEmpty() || jwt.isEmpty()
        ? Optional.empty()
        : token(caller, jwt.get(), listed.get());
  }

  private Optional<String> audience(Origin listed) {
    return targets.getOrDefault(listed, Optional.empty());
  }

  private Optional<String> token(Caller caller, Jwt jwt, Origin listed) {
    Optional<String> audience = audience(listed);
    if (audience.isPresent()) {
      return lent(caller, jwt, audience.get()).map(ExchangedToken::token);
    }
    if (jwt.keyThumbprint().isPresent()) {
      sayBound(listed);
      return Optional.empty();
    }
    return Optional.of(inTime(jwt).token());
  }

  /** Nobody but its owner can prove to have its key, so there it would be refused. */
  private void sayBound(Origin listed) {
    if (saidBound.add(listed)) {
      LOG.log(
          Level.WARNING,
          "a caller''s token is bound to a key (dpop), so {0} does not get it; write an audience"
              + " after an equals sign in forward-to, so that it gets an exchanged one (said once)",
          listed);
    }
  }

  /** Whether the token is still good: a task may run long after the request that it is of. */
  private boolean holds(Jwt jwt) {
    try {
      grants.check(jwt);
      return clock.instant().isBefore(jwt.expiresAt());
    } catch (JwtRejected e) {
      return false;
    }
  }

  /** The caller's token, or its successor where it would end on the way. */
  private Jwt inTime(Jwt jwt) {
    Jwt known = issued().renewed.find(jwt.token());
    Jwt latest = known != null && clock.instant().isBefore(known.expiresAt()) ? known : jwt;
    return lastsOut(latest.expiresAt(), issuer.rules().lifetime()) ? latest : renewed(jwt, latest);
  }

  /** Not while nobody knows whether the login has ended. */
  private Jwt renewed(Jwt jwt, Jwt latest) {
    Optional<Jwt> successor =
        grants.fresh()
            ? issuer.renew(latest, grants.changedRoles(latest)).map(this::verified)
            : Optional.empty();
    successor.ifPresent(one -> issued().renewed.put(jwt.token(), one));
    return successor.orElse(latest);
  }

  private boolean lastsOut(Instant end, Duration lifetime) {
    Duration half = lifetime.dividedBy(2);
    Duration margin = half.compareTo(MARGIN) < 0 ? half : MARGIN;
    return clock.instant().plus(margin).isBefore(end);
  }

  private Jwt verified(String token) {
    try {
      return verifier.verify(token);
    } catch (JwtRejected e) {
      throw new IllegalStateException(
          "The token that was just issued is refused (" + e.reason() + ")", e);
    }
  }

  private Optional<ExchangedToken> lent(Caller caller, Jwt jwt, String audience) {
    TokenMemory<Lent> memory = issued().lent.getOrDefault(audience, new TokenMemory<>(1));
    Lent known = memory.find(jwt.token());
    if (known != null
        && known.roles().equals(caller.roles())
        && lastsOut(known.token().expiresAt(), lender.lifetime())) {
      return Optional.of(known.token());
    }
    Jwt subject = inTime(jwt);
    if (known != null && !gains(known, caller, subject)) {
      return Optional.of(known.token());
    }
    List<String> audiences = List.of(audience);
    Set<String> permissions = lender.permissions(caller, subject, audiences);
    // Bound to no key: the service that gets it has not the one of the caller.
    Optional<ExchangedToken> token =
        lender.lend(caller, subject, audiences, permissions, Optional.empty());
    token.ifPresent(one -> memory.put(jwt.token(), new Lent(one, caller.roles())));
    return token;
  }

  /** Whether a new one would be better than the one that is known. */
  private static boolean gains(Lent known, Caller caller, Jwt subject) {
    return !known.roles().equals(caller.roles())
        || known.token().expiresAt().isBefore(subject.expiresAt());
  }
}
