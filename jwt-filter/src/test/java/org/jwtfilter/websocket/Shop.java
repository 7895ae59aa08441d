package org.jwtfilter.websocket;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jwtfilter.IssueRules;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.SettableClock;
import org.jwtfilter.TokenRules;
import org.jwtfilter.config.ConfigReader;
import org.jwtfilter.config.Defaults;
import org.jwtfilter.config.Setting;
import org.jwtfilter.http.JwtRuntime;
import org.jwtfilter.key.JwsAlgorithm;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.KeyLoader;
import org.jwtfilter.key.KeyRing;
import org.jwtfilter.key.KeySource;

/** A shop whose tokens live ten minutes, are renewed after six, and are accepted 10 s longer. */
final class Shop implements AutoCloseable {
  static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  final SettableClock clock = new SettableClock(NOON);
  final JwtRuntime runtime;
  private final KeySource keys = KeySource.of(ring());
  private final JwtVerifier verifier = new JwtVerifier(keys, TokenRules.of("/shop"), clock);

  Shop(String... namesAndValues) {
    List<Setting> settings = new ArrayList<>();
    String secret = "aGVyZSBhcmUgc29tZSByYW5kb20gYnl0ZXMgb2YgYSBrZXkgMTIzNDU2Nzg5MA==";
    settings.add(new Setting("keys", "hmac:base64:" + secret, "web.xml"));
    settings.add(new Setting("lifetime", "10m", "web.xml"));
    settings.add(new Setting("renew-after", "6m", "web.xml"));
    settings.add(new Setting("clock-skew", "10s", "web.xml"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = namesAndValues[i];
      settings.removeIf(one -> one.name().equals(name));
      settings.add(new Setting(name, namesAndValues[i + 1], "web.xml"));
    }
    runtime =
        JwtRuntime.start(
            ConfigReader.parse(
                settings,
                (kind, name) -> Optional.empty(),
                new Defaults("/shop", Duration.ofMinutes(30))),
            new KeyLoader(path -> Optional.empty(), name -> Optional.empty()),
            Duration.ofMinutes(30),
            clock,
            JwtEvents.NONE);
  }

  private static KeyRing ring() {
    try {
      byte[] secret = "here are some random bytes of a key 1234567890".getBytes();
      return KeyRing.of(List.of(JwtKey.hmac(JwsAlgorithm.named("HS256").orElseThrow(), secret)));
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  private JwtIssuer issuer() {
    IssueRules rules =
        new IssueRules(
            "/shop",
            List.of(),
            Duration.ofMinutes(10),
            Duration.ofSeconds(1),
            Duration.ofHours(24));
    return new JwtIssuer(keys, rules, clock);
  }

  /** Seconds after noon. */
  void at(long seconds) {
    clock.set(NOON.plusSeconds(seconds));
  }

  /** A login that begins now, and is in the list. */
  Jwt login(String user) {
    Jwt jwt = verified(issuer().logIn(user, Set.of()));
    runtime.grants().begin(jwt, "", "");
    return jwt;
  }

  /** The login goes on with a new token. */
  Jwt renewed(Jwt jwt) {
    Jwt next = verified(issuer().renew(jwt, Optional.empty()).orElseThrow());
    runtime.grants().renewed(next, "", "");
    return next;
  }

  private Jwt verified(String token) {
    try {
      return verifier.verify(token);
    } catch (JwtRejected e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    runtime.close();
  }
}
