package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.SettableClock;

/** What happens to keys when their files change: each boundary to the millisecond. */
class KeyReloadTest {
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final String OLD = "Tq7vX2mB9sLk4Rw8Zc1Yd6Nf3Hg5Jp0Ua";
  private static final String NEW = "b8RkW1nZ5xQ3vT7mC9yJ2gL6pD4sF0hEo";

  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_800_000_000));
  private final Map<String, byte[]> files = new HashMap<>();
  private final List<String> heard = new ArrayList<>();
  private final KeyLoader loader = new KeyLoader(this::open, name -> Optional.of(OLD));
  private final KeyWatch watch = new KeyWatch(INTERVAL, listener(heard::add), clock);
  private boolean broken;
  private boolean faulty;

  // --- rings ---

  @Test
  void without_a_change_the_ring_stays_the_same_object() throws KeyException {
    file("/keys", OLD);
    KeySource keys = keys("hmac:lines:/keys");
    KeyRing before = keys.current();
    assertFalse(watch.look());
    assertFalse(watch.look());
    assertSame(before, keys.current());
    assertEquals(List.of(), heard);
  }

  @Test
  void a_new_key_verifies_at_once_and_signs_after_two_intervals() throws KeyException {
    file("/keys", OLD);
    KeySource keys = keys("hmac:lines:/keys");
    JwtKey old = signer(keys);
    file("/keys", NEW, OLD);
    reload();
    JwtKey added = secret(NEW);
    assertTrue(knows(keys, added));
    assertTrue(knows(keys, old));
    assertEquals(old.id(), signer(keys).id());
    clock.advance(INTERVAL.multipliedBy(2).minus(MILLI));
    watch.look();
    assertEquals(old.id(), signer(keys).id());
    clock.advance(MILLI);
    watch.look();
    assertEquals(added.id(), signer(keys).id());
    assertTrue(knows(keys, old));
  }

  @Test
  void a_new_key_that_is_not_first_never_signs() throws KeyException {
    file("/keys", OLD);
    KeySource keys = keys("hmac:lines:/keys");
    file("/keys", OLD, NEW);
    reload();
    clock.advance(INTERVAL.multipliedBy(3));
    watch.look();
    assertEquals(secret(OLD).id(), signer(keys).id());
  }

  @Test
  void a_key_that_is_gone_stops_verifying_at_the_next_look_and_the_new_one_signs_at_once()
      throws KeyException {
    file("/keys", OLD);
    KeySource keys = keys("hmac:lines:/keys");
    file("/keys", NEW);
    reload();
    assertFalse(knows(keys, secret(OLD)));
    assertEquals(secret(NEW).id(), signer(keys).id());
  }

  @Test
  void a_key_that_waits_to_sign_and_is_gone_again_never_signs() throws KeyException {
    file("/keys", OLD);
    KeySource keys = keys("hmac:lines:/keys");
    file("/keys", NEW, OLD);
    reload();
    file("/keys", OLD);
    reload();
    clock.advance(INTERVAL.multipliedBy(3));
    watch.look();
    assertEquals(secret(OLD).id(), signer(keys).id());
    assertFalse(knows(keys, secret(NEW)));
  }

  @Test
  void a_change_counts_when_it_was_found_the_same_twice() throws KeyException {
    file("/keys", OLD);
    KeySource keys = keys("hmac:file:/keys");
    KeyRing before = keys.current();
    file("/keys", NEW.substring(0, 32));
    assertTrue(watch.look());
    file("/keys", NEW);
    assertTrue(watch.look());
    assertSame(before, keys.current());
    assertFalse(watch.look());
    assertEquals(secret(NEW).id(), signer(keys).id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "# only a comment", "changeme-changeme-changeme-changeme"})
  void what_cannot_be_used_keeps_the_ring_and_is_told_once(String content) throws KeyException {
    file("/keys", OLD);
    KeySource keys = keys("hmac:lines:/keys");
    KeyRing before = keys.current();
    file("/keys", content);
    reload();
    watch.look();
    assertSame(before, keys.current());
    assertEquals(1, heard.size(), heard.toString());
    assertTrue(heard.get(0).startsWith("keys not: hmac:lines:/keys "), heard.get(0));
  }

  @Test
  void a_file_that_is_gone_or_cannot_be_read_keeps_the_ring_and_heals_by_itself()
      throws KeyException {
    file("/keys", OLD);
    KeySource keys = keys("hmac:lines:/keys");
    KeyRing before = keys.current();
    files.remove("/keys");
    reload();
    broken = true;
    reload();
    broken = false;
    file("/keys", OLD);
    reload();
    assertSame(before, keys.current());
    assertEquals(
        List.of(
            "keys not: hmac:lines:/keys there is no such file",
            "keys not: hmac:lines:/keys cannot be read (IOException)",
            "keys: " + secret(OLD)),
        heard);
  }

  @Test
  void a_mistake_that_is_corrected_to_other_keys_takes_those() throws KeyException {
    file("/keys", OLD);
    KeySource keys = keys("hmac:lines:/keys");
    file("/keys", "oops");
    reload();
    file("/keys", NEW);
    reload();
    assertEquals(secret(NEW).id(), signer(keys).id());
    assertEquals("keys: " + secret(NEW), heard.get(1));
  }

  @Test
  void keys_without_any_that_signs_do_not_replace_those_that_had_one()
      throws KeyException, IOException {
    resource("/pem", "/keys/rsa-pkcs8.pem");
    KeySource keys = keys("pem:/pem");
    KeyRing before = keys.current();
    resource("/pem", "/keys/rsa-public.pem");
    reload();
    assertSame(before, keys.current());
    assertEquals(List.of("keys not: there is no key left that can sign"), heard);
  }

  @Test
  void one_bad_file_among_good_ones_changes_nothing() throws KeyException, IOException {
    resource("/a", "/keys/rsa-pkcs8.pem");
    resource("/b", "/keys/ec-P-256-pkcs8.pem");
    KeySource keys = keys("pem:/a", "pem:/b");
    KeyRing before = keys.current();
    resource("/a", "/keys/ec-P-384-pkcs8.pem");
    file("/b", "-----BEGIN PRIVATE KEY-----");
    reload();
    assertSame(before, keys.current());
  }

  @Test
  void the_same_key_in_two_files_is_one_key() throws KeyException, IOException {
    resource("/current", "/keys/rsa-pkcs8.pem");
    resource("/previous", "/keys/rsa-pkcs8.pem");
    KeySource keys = keys("pem:/current", "pem:/previous");
    assertEquals(1, keys.current().candidates(null, "RS256").size());
    resource("/current", "/keys/ec-P-256-pkcs8.pem");
    reload();
    assertEquals(JwsAlgorithm.RS256, signer(keys).algorithm());
    clock.advance(INTERVAL.multipliedBy(2));
    watch.look();
    assertEquals(JwsAlgorithm.ES256, signer(keys).algorithm());
  }

  @Test
  void a_public_key_beside_its_private_one_does_not_keep_it_from_signing()
      throws KeyException, IOException {
    resource("/public", "/keys/rsa-public.pem");
    resource("/private", "/keys/rsa-pkcs8.pem");
    assertTrue(keys("pem:/public", "pem:/private").current().signer().isPresent());
  }

  @Test
  void files_that_are_looked_for_on_the_class_path_are_seen_too() throws KeyException, IOException {
    resource("classpath:idp.pem", "/keys/rsa-public.pem");
    KeySource keys = keys("public:/idp.pem");
    assertTrue(keys.current().knows("RS256"));
    resource("/idp.pem", "/keys/ec-P-256-public.pem");
    reload();
    assertTrue(keys.current().knows("ES256"));
    assertFalse(keys.current().knows("RS256"));
  }

  @Test
  void files_change_beside_a_set_that_is_fetched() throws KeyException, IOException {
    resource("/pem", "/keys/rsa-pkcs8.pem");
    KeySource keys = keys("pem:/pem", "jwks:https://idp.invalid/jwks");
    resource("/pem", "/keys/ec-P-256-pkcs8.pem");
    reload();
    assertEquals(JwsAlgorithm.ES256, signer(keys).algorithm());
    assertFalse(keys.current().knows("RS256"));
  }

  @Test
  void an_unknown_key_does_not_make_anybody_look_at_files() throws KeyException {
    file("/keys", OLD);
    KeySource keys = keys("hmac:lines:/keys");
    KeyRing before = keys.current();
    file("/keys", NEW);
    assertSame(before, keys.afterFailure(before, "x", "HS256"));
    assertSame(before, keys.afterFailure(before, "x", "RS256"));
  }

  @Test
  void with_an_interval_of_zero_nothing_is_read_again() throws KeyException {
    file("/keys", OLD);
    KeyWatch never = new KeyWatch(Duration.ZERO, listener(heard::add), clock);
    KeySource keys = keys(never, "hmac:lines:/keys");
    KeyRing before = keys.current();
    file("/keys", NEW);
    assertFalse(never.look());
    assertFalse(never.look());
    assertSame(before, keys.current());
  }

  @Test
  void issuers_of_others_are_read_again_and_never_sign() throws KeyException, IOException {
    file("/own", OLD);
    KeySource keys =
        loader.load(
            new IssuerKeys("us", List.of("pem:/own")),
            List.of(new IssuerKeys("them", List.of("pem:/theirs"))),
            Set.of(),
            KeySetRules.USUAL,
            withPems());
    assertEquals(JwsAlgorithm.RS256, signer(keys).algorithm());
    resource("/theirs", "/keys/ec-P-384-pkcs8.pem");
    reload();
    JwtKey theirs = keys.current().candidates(null, "ES384").get(0);
    assertFalse(theirs.canSign());
    assertTrue(theirs.speaksFor("them"));
    assertFalse(theirs.speaksFor("us"));
  }

  private KeyWatch withPems() throws IOException {
    resource("/own", "/keys/rsa-pkcs8.pem");
    resource("/theirs", "/keys/ec-P-256-public.pem");
    return watch;
  }

  @Test
  void the_random_key_stays_the_same_when_other_files_change() throws KeyException {
    file("/keys", OLD);
    KeySource keys = keys("hmac:random-for-development", "hmac:lines:/keys");
    JwtKey random = signer(keys);
    file("/keys", NEW);
    reload();
    assertEquals(random.id(), signer(keys).id());
    KeyLoader restarted = new KeyLoader(this::open, name -> Optional.of(OLD));
    JwtKey another =
        restarted.load(List.of("hmac:random-for-development"), Set.of()).signer().orElseThrow();
    assertNotEquals(random.id(), another.id());
  }

  // --- what is sealed ---

  @Test
  void everything_derived_follows_the_secrets() throws KeyException {
    file("/keys", OLD);
    SealingKeys sealing = sealing("hmac:lines:/keys");
    TokenCipher cipher = sealing.cipher("session");
    KeyedHash hash = sealing.hash("binding");
    String sealed = cipher.seal(new byte[] {1});
    String hashed = hash.of("x", 9);
    Object era = cipher.era();
    assertSame(era, cipher.era());
    file("/keys", NEW);
    reload();
    assertNotSame(era, cipher.era());
    assertEquals(Optional.empty(), cipher.open(sealed));
    assertFalse(hash.matches("x", hashed, 9));
    SealingKeys anew = SealingKeys.of(List.of(NEW.getBytes(UTF_8)));
    assertTrue(anew.cipher("session").open(cipher.seal(new byte[] {1})).isPresent());
    assertEquals(anew.hash("binding").of("x", 9), hash.of("x", 9));
  }

  @Test
  void a_new_secret_opens_at_once_and_seals_after_two_intervals() throws KeyException {
    file("/keys", OLD);
    TokenCipher cipher = sealing("hmac:lines:/keys").cipher("session");
    String before = cipher.seal(new byte[] {1});
    TokenCipher old = SealingKeys.of(List.of(OLD.getBytes(UTF_8))).cipher("session");
    TokenCipher added = SealingKeys.of(List.of(NEW.getBytes(UTF_8))).cipher("session");
    file("/keys", NEW, OLD);
    reload();
    assertTrue(cipher.open(added.seal(new byte[] {1})).isPresent());
    clock.advance(INTERVAL.multipliedBy(2).minus(MILLI));
    watch.look();
    assertTrue(old.open(cipher.seal(new byte[] {1})).isPresent());
    clock.advance(MILLI);
    watch.look();
    assertTrue(added.open(cipher.seal(new byte[] {1})).isPresent());
    assertTrue(cipher.open(before).isPresent());
  }

  @Test
  void a_weak_secret_among_strong_ones_changes_nothing_and_is_not_shown() throws KeyException {
    file("/keys", OLD);
    TokenCipher cipher = sealing("hmac:lines:/keys").cipher("session");
    Object era = cipher.era();
    file("/keys", NEW, "weak-and-short");
    reload();
    assertSame(era, cipher.era());
    assertEquals(1, heard.size());
    assertTrue(
        heard.get(0).startsWith("session-keys not: hmac:lines:/keys has 14 bytes"), heard.get(0));
    assertFalse(heard.get(0).contains("weak-and"), heard.get(0));
  }

  @Test
  void an_event_names_secrets_by_number_alone() throws KeyException {
    file("/keys", OLD);
    sealing("hmac:lines:/keys");
    file("/keys", NEW, OLD);
    reload();
    assertEquals(List.of("session-keys: 2 secrets to seal with"), heard);
  }

  // --- the thread ---

  @Test
  @Timeout(60)
  void a_thread_looks_by_itself_until_the_watch_is_closed() throws Exception {
    file("/keys", OLD);
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (KeyWatch fast = new KeyWatch(MILLI, listener(told::add), clock)) {
      KeySource keys = keys(fast, "hmac:lines:/keys");
      assertEquals(Set.of(), threads());
      fast.begin();
      Thread looking = threads().iterator().next();
      assertTrue(looking.isDaemon());
      assertEquals(ClassLoader.getPlatformClassLoader(), looking.getContextClassLoader());
      file("/keys", NEW);
      assertEquals("keys: " + secret(NEW), told.poll(50, TimeUnit.SECONDS));
      assertEquals(secret(NEW).id(), signer(keys).id());
      fast.close();
      looking.join(50_000);
      assertFalse(looking.isAlive());
    }
  }

  @Test
  void without_files_there_is_no_thread() throws KeyException {
    try (KeyWatch idle = new KeyWatch(MILLI, KeyListener.NONE, clock)) {
      keys(idle, "hmac:env:JWT_KEY");
      idle.begin();
      assertEquals(Set.of(), threads());
    }
  }

  @Test
  void a_fault_of_one_look_is_not_the_last() throws KeyException {
    file("/keys", OLD);
    KeySource keys = keys("hmac:lines:/keys");
    faulty = true;
    assertFalse(watch.look());
    faulty = false;
    file("/keys", NEW);
    reload();
    assertEquals(secret(NEW).id(), signer(keys).id());
  }

  // --- fixture ---

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(one -> one.getName().equals("jwt-filter key files"))
        .collect(java.util.stream.Collectors.toSet());
  }

  private void reload() {
    assertTrue(watch.look());
    watch.look();
  }

  private KeySource keys(String... uris) throws KeyException {
    return keys(watch, uris);
  }

  private KeySource keys(KeyWatch by, String... uris) throws KeyException {
    return loader.load(
        new IssuerKeys("us", List.of(uris)), List.of(), Set.of(), KeySetRules.USUAL, by);
  }

  private SealingKeys sealing(String uri) throws KeyException {
    return loader.loadSealing(List.of(uri), List.of(), watch);
  }

  private static JwtKey signer(KeySource keys) {
    return keys.current().signer().orElseThrow();
  }

  private static JwtKey secret(String text) throws KeyException {
    return JwtKey.hmac(JwsAlgorithm.HS256, text.getBytes(UTF_8));
  }

  private static boolean knows(KeySource keys, JwtKey key) {
    return keys.current().candidates(key.id(), key.algorithm().name()).stream()
        .anyMatch(one -> one.verifies("a", "b", key.sign("a", "b")));
  }

  private synchronized void file(String path, String... lines) {
    files.put(path, String.join("\n", lines).getBytes(UTF_8));
  }

  private void resource(String path, String resource) throws IOException {
    try (InputStream in = KeyReloadTest.class.getResourceAsStream(resource)) {
      files.put(path, in.readAllBytes());
    }
  }

  private synchronized Optional<InputStream> open(String path) throws IOException {
    if (faulty) {
      throw new IllegalStateException("a fault of ours");
    }
    if (broken) {
      throw new IOException("disk");
    }
    return Optional.ofNullable(files.get(path)).map(ByteArrayInputStream::new);
  }

  private static KeyListener listener(java.util.function.Consumer<String> hears) {
    return new KeyListener() {
      @Override
      public void reloaded(String option, String keys) {
        hears.accept(option + ": " + keys);
      }

      @Override
      public void notReloaded(String option, String why) {
        hears.accept(option + " not: " + why);
      }
    };
  }
}
