package org.jwtfilter.grant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jwtfilter.IssueRules;
import org.jwtfilter.Jwt;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.JwtIssuer;
import org.jwtfilter.JwtRejected;
import org.jwtfilter.JwtVerifier;
import org.jwtfilter.SettableClock;
import org.jwtfilter.TokenRules;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.KeyRing;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.key.TestKeys;
import org.jwtfilter.key.TokenCipher;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;

/** An application on several nodes over one store, at a time that stands still. */
final class World {
  static final Instant START = Instant.ofEpochSecond(1_800_000_000);
  static final Duration LIFETIME = Duration.ofMinutes(15);
  static final Duration ABSOLUTE = Duration.ofHours(24);
  static final Duration REFRESH = Duration.ofDays(14);
  static final Duration SKEW = Duration.ofSeconds(60);
  static final Duration DELAY = Duration.ofSeconds(1);
  static final Duration GRACE = Duration.ofSeconds(60);
  static final GrantRules RULES = new GrantRules(DELAY, SKEW, REFRESH, GRACE, true, true);
  static final GrantRules WITHOUT_REFRESH =
      new GrantRules(DELAY, SKEW, REFRESH, GRACE, false, true);
  static final GrantRules ALONE = new GrantRules(DELAY, SKEW, REFRESH, GRACE, true, false);

  private static final JwtKey KEY = TestKeys.hs256();
  private static final KeySource KEYS = KeySource.of(KeyRing.of(List.of(KEY)));
  private static final byte[] SECRET = "q8Zr2mLx0Vt5Hc9Wb7Ke4Ny1Ud6Gf3Js".getBytes(UTF_8);

  final SettableClock clock = new SettableClock(START);
  final FlakyStore store = store(clock);
  final TokenCipher cipher = cipher(SECRET);
  final JwtIssuer issuer =
      new JwtIssuer(
          KEYS,
          new IssueRules("/shop", List.of(), LIFETIME, LIFETIME.dividedBy(2), ABSOLUTE),
          clock);
  final JwtVerifier verifier = new JwtVerifier(KEYS, TokenRules.of("/shop"), clock);
  final List<String> heard = new CopyOnWriteArrayList<>();

  private static FlakyStore store(Clock clock) {
    return new FlakyStore(
        Stores.open(new StoreSettings("memory:local", Duration.ofSeconds(1), clock, "")));
  }

  static TokenCipher cipher(byte[] secret) {
    try {
      return SealingKeys.of(List.of(secret)).cipher("store");
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  /** A node that has just started and reads only when it is told to. */
  GrantRegistry node() {
    return node(RULES);
  }

  GrantRegistry node(GrantRules rules) {
    GrantRegistry node =
        GrantRegistry.still(store, cipher, KEYS, issuer, verifier, rules, clock, new Ears());
    node.catchUp();
    return node;
  }

  /** A node that reads by itself. */
  GrantRegistry open(Duration delay) {
    GrantRules rules = new GrantRules(delay, SKEW, REFRESH, GRACE, true, true);
    return GrantRegistry.open(store, cipher, KEYS, issuer, verifier, rules, clock, new Ears());
  }

  /** Every key and value that was ever written to the store. */
  List<String> written() {
    return store.written();
  }

  /** The first token of a login. */
  Jwt logIn(String name, String... roles) {
    return verified(issuer.logIn(name, Set.of(roles)));
  }

  Jwt verified(String token) {
    try {
      return verifier.verify(token);
    } catch (JwtRejected e) {
      throw new AssertionError(e);
    }
  }

  /** A token that somebody else made with our key. */
  Jwt foreign(String claims) {
    return verified(signed("{\"alg\":\"HS256\"}", "{\"iss\":\"/shop\"," + claims + "}"));
  }

  static String signed(String header, String claims) {
    String first = Base64Url.encode(header.getBytes(UTF_8));
    String second = Base64Url.encode(claims.getBytes(UTF_8));
    return first + '.' + second + '.' + KEY.sign(first, second);
  }

  static boolean passes(GrantRegistry node, Jwt jwt) {
    try {
      node.check(jwt);
      return true;
    } catch (JwtRejected e) {
      return false;
    }
  }

  /** Hears what matters here. */
  private final class Ears implements JwtEvents {
    @Override
    public void revoked(String name) {
      heard.add("revoked " + name);
    }

    @Override
    public void refreshed(String name) {
      heard.add("refreshed " + name);
    }

    @Override
    public void refreshReused(String name) {
      heard.add("reused " + name);
    }
  }
}
