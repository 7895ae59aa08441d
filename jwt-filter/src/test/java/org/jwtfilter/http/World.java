package org.jwtfilter.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.Caller;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.SettableClock;
import org.jwtfilter.TokenRules;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyLoader;

/** A shop that calls other services, at a time that the test sets. */
final class World implements AutoCloseable {
  final SettableClock clock = new SettableClock(Fixture.NOW);
  final JwtRuntime shop;

  /**
   * @param namesAndValues options, in turn
   */
  World(String... namesAndValues) {
    this(JwtEvents.NONE, namesAndValues);
  }

  World(JwtEvents events, String... namesAndValues) {
    shop =
        JwtRuntime.start(
            Fixture.parsed(namesAndValues),
            new KeyLoader(path -> Optional.empty(), name -> Optional.empty()),
            Duration.ofMinutes(30),
            clock,
            events);
  }

  /** A login of now, whose token is good for a quarter of an hour. */
  Jwt login(String name, String... roles) {
    return verified(new JwtIssuer(Fixture.KEYS, Fixture.RULES, clock).logIn(name, Set.of(roles)));
  }

  /** As any verifier with the shop's key and issuer has it, whoever it is for. */
  Jwt verified(String token) {
    return verifiedBy(token, Set.of());
  }

  Jwt verifiedBy(String token, Set<String> audiences) {
    try {
      return verifier(audiences).verify(token);
    } catch (JwtRejected e) {
      throw new AssertionError(e.reason().toString(), e);
    }
  }

  /** The same for a token that is bound to a key. */
  Jwt verifiedBound(String token, String... audiences) {
    try {
      TokenRules rules = rules(Set.of(audiences)).withKeyBound(true);
      return new JwtVerifier(Fixture.KEYS, rules, clock).verify(token);
    } catch (JwtRejected e) {
      throw new AssertionError(e.reason().toString(), e);
    }
  }

  JwtVerifier verifier(Set<String> audiences) {
    return new JwtVerifier(Fixture.KEYS, rules(audiences), clock);
  }

  private static TokenRules rules(Set<String> audiences) {
    TokenRules usual = TokenRules.of("/shop");
    return new TokenRules(
        usual.issuers(),
        audiences,
        usual.clockSkew(),
        usual.principalClaims(),
        usual.rolesClaims(),
        Map.of(),
        usual.maxTokenLength());
  }

  /** A token of somebody else with the shop's key: claims as JSON members. */
  Jwt foreign(String... members) {
    return verified(foreignToken(members));
  }

  String foreignToken(String... members) {
    JwtKey key = Fixture.KEYS.current().signer().orElseThrow();
    long now = clock.instant().getEpochSecond();
    String claims =
        "{\"iss\":\"/shop\",\"exp\":%d,\"iat\":%d,%s}"
            .formatted(now + 900, now, String.join(",", Arrays.asList(members)));
    String header = encoded("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}");
    return header + '.' + encoded(claims) + '.' + key.sign(header, encoded(claims));
  }

  private static String encoded(String text) {
    return org.jwtfilter.key.Base64Url.encode(
        text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  Caller caller(Jwt jwt) {
    return shop.caller(jwt);
  }

  @Override
  public void close() {
    shop.close();
  }
}
