package org.jwtfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jwtfilter.key.IssuerKeys;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.KeyListener;
import org.jwtfilter.key.KeyLoader;
import org.jwtfilter.key.KeyServer;
import org.jwtfilter.key.KeySetRules;
import org.jwtfilter.key.KeySource;
import org.jwtfilter.key.KeyWatch;
import org.jwtfilter.key.KeysUnavailableException;
import org.jwtfilter.key.TestKeys;

/** A verifier in front of a real key server, with many tokens that nobody has signed. */
@Timeout(60)
class KeySetFloodTest {
  private static final int FLOOD = 10_000;
  private static final KeySetRules RULES =
      new KeySetRules(Duration.ofMinutes(15), Duration.ofSeconds(30), Duration.ofHours(24));

  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_800_000_000));
  private final JwtKey key = TestKeys.rs256();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private KeyServer server;
  private KeySource keys;
  private JwtVerifier verifier;

  @BeforeEach
  void start() throws IOException, KeyException {
    server = new KeyServer();
    KeyLoader loader = new KeyLoader(path -> Optional.empty(), name -> Optional.empty());
    keys = load(loader, "jwks:" + server.url() + "/jwks");
    verifier = new JwtVerifier(keys, TokenRules.of("https://idp.example"), clock);
  }

  private KeySource load(KeyLoader loader, String... uris) throws KeyException {
    return loader.load(
        new IssuerKeys("https://idp.example", List.of(uris)),
        List.of(),
        Set.of(),
        RULES,
        new KeyWatch(Duration.ZERO, KeyListener.NONE, clock));
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
    server.close();
  }

  @Test
  void a_token_of_a_published_key_is_accepted() throws JwtRejected {
    server.publish(KeyServer.rsa("a"));
    assertEquals("ann", verifier.verify(token("a", 1)).principalName());
  }

  @Test
  void ten_thousand_tokens_with_random_kids_cause_one_fetch_per_cool_down() throws Exception {
    server.publish(KeyServer.rsa("a"));
    verifier.verify(token("a", 0));
    flood();
    assertEquals(1, server.asked().size());
    clock.advance(RULES.coolDown());
    flood();
    assertEquals(2, server.asked().size());
    assertEquals("ann", verifier.verify(token("a", 1)).principalName());
  }

  /** By eight callers at once, with a good token now and then. */
  private void flood() throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int caller = 0; caller < 8; caller++) {
      int from = caller * FLOOD / 8;
      all.add(callers.submit(() -> flood(from, from + FLOOD / 8)));
    }
    for (Future<?> one : all) {
      one.get();
    }
  }

  private Void flood(int from, int to) throws JwtRejected {
    for (int i = from; i < to; i++) {
      String token = forged("random-" + i);
      JwtRejected refused = assertThrows(JwtRejected.class, () -> verifier.verify(token));
      assertEquals(Reason.UNKNOWN_KEY, refused.reason());
      if (i % 500 == 0) {
        verifier.verify(token("a", i));
      }
    }
    return null;
  }

  @Test
  void known_keys_go_on_and_few_wait_while_a_flood_meets_a_provider_that_hangs() throws Exception {
    server.publish(KeyServer.rsa("a"));
    verifier.verify(token("a", 0));
    clock.advance(RULES.coolDown());
    server.hang();
    long before = System.nanoTime();
    List<Future<Boolean>> waiting = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(200);
    for (int i = 0; i < 200; i++) {
      String token = forged("random-" + i);
      waiting.add(
          callers.submit(
              () -> {
                begun.countDown();
                assertThrows(KeysUnavailableException.class, () -> verifier.verify(token));
                return System.nanoTime() - before < TimeUnit.SECONDS.toNanos(2);
              }));
    }
    begun.await();
    long good = System.nanoTime();
    verifier.verify(token("a", 1));
    assertTrue(System.nanoTime() - good < TimeUnit.SECONDS.toNanos(1));
    int atOnce = 0;
    for (Future<Boolean> one : waiting) {
      atOnce += one.get() ? 1 : 0;
    }
    assertTrue(atOnce >= 200 - 32, atOnce + " did not wait");
    assertTrue(atOnce < 200, "somebody waited");
    assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(8));
    assertEquals(2, server.asked().size());
  }

  @Test
  void a_burst_of_tokens_with_a_new_key_is_accepted_whole() throws Exception {
    server.publish(KeyServer.rsa("a"));
    verifier.verify(token("a", 0));
    clock.advance(RULES.coolDown());
    server.publish(KeyServer.rsa("b"));
    List<Future<Jwt>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String token = token("b", i);
      all.add(callers.submit(() -> verifier.verify(token)));
    }
    for (Future<Jwt> one : all) {
      assertEquals("ann", one.get().principalName());
    }
    assertEquals(2, server.asked().size());
  }

  @Test
  void a_withdrawn_key_is_refused_after_max_age_though_its_token_was_verified_before()
      throws JwtRejected {
    server.publish(KeyServer.rsa("a"));
    String token = token("a", 1);
    verifier.verify(token);
    server.publish(KeyServer.otherRsa("b"));
    clock.advance(RULES.maxAge());
    JwtRejected refused = assertThrows(JwtRejected.class, () -> verifier.verify(token));
    assertEquals(Reason.UNKNOWN_KEY, refused.reason());
  }

  @Test
  void a_verified_token_goes_on_while_the_provider_is_down() throws JwtRejected {
    server.publish(KeyServer.rsa("a"));
    verifier.verify(token("a", 1));
    server.close();
    clock.advance(RULES.maxAge());
    assertEquals("ann", verifier.verify(token("a", 1)).principalName());
    assertEquals("ann", verifier.verify(token("a", 2)).principalName());
  }

  @Test
  void a_token_of_a_provider_that_was_never_there_is_unavailable_and_not_refused() {
    server.close();
    assertThrows(KeysUnavailableException.class, () -> verifier.verify(token("a", 1)));
  }

  @Test
  void a_key_without_a_name_beside_a_set_does_not_keep_it_from_being_asked() throws Exception {
    server.publish(KeyServer.rsa("a"));
    KeyLoader loader =
        new KeyLoader(
            path -> Optional.ofNullable(KeySetFloodTest.class.getResourceAsStream(path)),
            name -> Optional.empty());
    KeySource both = load(loader, "pem:/keys/rsa-public.pem", "jwks:" + server.url());
    JwtVerifier of = new JwtVerifier(both, TokenRules.of("https://idp.example"), clock);
    assertEquals("ann", of.verify(token("a", 1)).principalName());
  }

  @Test
  void no_address_in_a_token_is_ever_asked() {
    server.publish(KeyServer.rsa("a"));
    String header =
        "{\"alg\":\"RS256\",\"kid\":\"x\",\"jku\":\"%1$s/jku\",\"x5u\":\"%1$s/x5u\",\"jwk\":%2$s}"
            .formatted(server.url(), KeyServer.rsa("x"));
    String token = Minted.token(key, header, claims(1));
    assertThrows(JwtRejected.class, () -> verifier.verify(token));
    assertEquals(List.of("/jwks"), server.asked());
  }

  @Test
  void the_kind_of_key_of_a_published_one_is_never_changed_by_a_token() {
    server.publish(KeyServer.rsa("a"));
    for (String alg : List.of("HS256", "none", "RS512", "PS256")) {
      String token = Minted.token(key, "{\"alg\":\"%s\",\"kid\":\"a\"}".formatted(alg), claims(1));
      assertThrows(JwtRejected.class, () -> verifier.verify(token), alg);
    }
  }

  private String token(String kid, int number) {
    return Minted.token(key, header(kid), claims(number));
  }

  /** A signature costs a millisecond to make, and nobody looks at this one. */
  private static String forged(String kid) {
    return org.jwtfilter.key.Base64Url.encode(header(kid).getBytes()) + ".e30." + "A".repeat(342);
  }

  private static String header(String kid) {
    return "{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(kid);
  }

  private String claims(int number) {
    return "{\"iss\":\"https://idp.example\",\"sub\":\"ann\",\"jti\":\"%d\",\"exp\":%d}"
        .formatted(number, clock.instant().getEpochSecond() + 86_400);
  }
}
