package org.jwtfilter.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
import org.jwtfilter.TokenRules;
import org.jwtfilter.config.ConfigReader;
import org.jwtfilter.config.Defaults;
import org.jwtfilter.config.JwtConfig;
import org.jwtfilter.config.ParsedConfig;
import org.jwtfilter.config.Setting;
import org.jwtfilter.key.JwsAlgorithm;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.KeyLoader;
import org.jwtfilter.key.KeyRing;
import org.jwtfilter.key.KeySource;

/** The shop of these tests: its key, its time, and tokens of its user ann. */
final class Fixture {
  static final String SECRET = "aGVyZSBhcmUgc29tZSByYW5kb20gYnl0ZXMgb2YgYSBrZXkgMTIzNDU2Nzg5MA==";
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final KeySource KEYS = KeySource.of(ring());
  static final IssueRules RULES =
      new IssueRules(
          "/shop", List.of(), Duration.ofMinutes(15), Duration.ofMinutes(7), Duration.ofHours(24));
  static final JwtVerifier VERIFIER = new JwtVerifier(KEYS, TokenRules.of("/shop"), CLOCK);

  private Fixture() {}

  private static KeyRing ring() {
    try {
      byte[] secret = "here are some random bytes of a key 1234567890".getBytes();
      return KeyRing.of(List.of(JwtKey.hmac(JwsAlgorithm.named("HS256").orElseThrow(), secret)));
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  static String token() {
    return tokenAt(NOW);
  }

  static String tokenAt(Instant then) {
    return new JwtIssuer(KEYS, RULES, Clock.fixed(then, ZoneOffset.UTC))
        .logIn("ann", Set.of("customer"));
  }

  static Jwt jwt() {
    return jwtAt(NOW);
  }

  static Jwt jwtAt(Instant then) {
    try {
      return VERIFIER.verify(tokenAt(then));
    } catch (JwtRejected e) {
      throw new AssertionError(e);
    }
  }

  static CookieRules cookies(String... namesAndValues) {
    return CookieRules.of(config(namesAndValues));
  }

  static JwtConfig config(String... namesAndValues) {
    return parsed(namesAndValues).require(List.of());
  }

  static ParsedConfig parsed(String... namesAndValues) {
    List<Setting> settings = new ArrayList<>();
    settings.add(new Setting("keys", "hmac:base64:" + SECRET, "web.xml"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i].equals("keys")) {
        settings.remove(0);
      }
      settings.add(new Setting(namesAndValues[i], namesAndValues[i + 1], "web.xml"));
    }
    return ConfigReader.parse(
        settings, (kind, name) -> Optional.empty(), new Defaults("/shop", Duration.ofMinutes(30)));
  }

  static JwtRuntime runtime(String... namesAndValues) {
    return runtime(JwtEvents.NONE, namesAndValues);
  }

  static JwtRuntime runtime(JwtEvents events, String... namesAndValues) {
    return JwtRuntime.start(
        parsed(namesAndValues),
        new KeyLoader(path -> Optional.empty(), name -> Optional.empty()),
        Duration.ofMinutes(30),
        CLOCK,
        events);
  }
}
