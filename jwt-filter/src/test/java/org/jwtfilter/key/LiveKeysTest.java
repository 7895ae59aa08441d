package org.jwtfilter.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jwtfilter.SettableClock;

/** When sets are fetched and how long their keys are good: each boundary to the millisecond. */
class LiveKeysTest {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration MAX_AGE = Duration.ofMinutes(20);
  private static final Duration REFRESH = Duration.ofMinutes(15);
  private static final Duration COOL_DOWN = Duration.ofSeconds(30);
  private static final Duration STALE = Duration.ofHours(2);
  private static final OwnKeys NO_FILES = new OwnKeys(List.of(), Optional.empty(), List.of());
  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_800_000_000));
  private final Map<String, Provider> providers = new HashMap<>();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean holdFetches;

  private final List<String> told = new ArrayList<>();
  private final KeyListener heard =
      new KeyListener() {
        @Override
        public void down(String address, String why) {
          told.add(address + " down: " + why);
        }

        @Override
        public void up(String address) {
          told.add(address + " up");
        }
      };

  private final Provider idp = provider("idp");
  private final LiveKeys keys = keys(List.of(), idp);

  private final List<String> logged = new ArrayList<>();
  private final Handler listening =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    Logger.getLogger("org.jwtfilter.key").addHandler(listening);
  }

  @AfterEach
  void stopListening() {
    Logger.getLogger("org.jwtfilter.key").removeHandler(listening);
  }

  // --- when ---

  @Test
  void nothing_is_fetched_before_a_token_needs_it() {
    keys.current();
    clock.advance(Duration.ofDays(30));
    keys.current();
    assertEquals(0, idp.fetches);
  }

  @Test
  void the_first_token_with_an_unknown_key_fetches_the_set() {
    idp.publish(KeyServer.rsa("a"));
    assertEquals(1, look("a").candidates("a", "RS256").size());
    assertEquals(1, idp.fetches);
  }

  @Test
  void a_token_without_kid_fetches_a_set_that_was_never_read_and_no_other() {
    idp.publish(KeyServer.rsa("a"));
    assertEquals(1, look(null).candidates(null, "RS256").size());
    clock.advance(COOL_DOWN);
    look(null);
    assertEquals(1, idp.fetches);
  }

  @Test
  void an_algorithm_that_no_published_key_has_fetches_nothing() {
    for (String alg : List.of("HS256", "none", "PS256", "rs256", "")) {
      keys.afterFailure(keys.current(), "a", alg);
    }
    assertEquals(0, idp.fetches);
  }

  @Test
  void an_algorithm_that_is_not_allowed_fetches_nothing() {
    RemoteSet set = idp.set();
    LiveKeys es =
        new LiveKeys(
            List.of(now -> set.keys()), List.of(set), NO_FILES, Set.of(JwsAlgorithm.ES256), clock);
    es.afterFailure(es.current(), "a", "RS256");
    assertEquals(0, idp.fetches);
  }

  @Test
  void a_known_key_fetches_nothing_however_bad_the_signature() {
    idp.publish(KeyServer.rsa("a"));
    KeyRing ring = look("a");
    clock.advance(COOL_DOWN);
    assertSame(ring, keys.afterFailure(ring, "a", "RS256"));
    assertSame(ring, keys.afterFailure(ring, "a", "ES256"));
    assertEquals(1, idp.fetches);
  }

  @Test
  void unknown_keys_fetch_once_per_cool_down() {
    idp.publish(KeyServer.rsa("a"));
    look("a");
    clock.advance(COOL_DOWN.minus(MILLI));
    for (int i = 0; i < 1000; i++) {
      look("random" + i);
    }
    assertEquals(1, idp.fetches);
    clock.advance(MILLI);
    for (int i = 0; i < 1000; i++) {
      look("random" + i);
    }
    assertEquals(2, idp.fetches);
  }

  @Test
  void a_new_key_is_accepted_as_soon_as_a_token_has_it() {
    idp.publish(KeyServer.rsa("a"));
    look("a");
    clock.advance(COOL_DOWN);
    idp.publish(KeyServer.otherRsa("b"), KeyServer.rsa("a"));
    assertEquals("KeyRing[RS256 key b, RS256 key a]", look("b").toString());
  }

  @Test
  void keys_are_refreshed_ahead_of_their_end() {
    idp.publish(KeyServer.rsa("a"));
    look("a");
    clock.advance(REFRESH.minus(MILLI));
    keys.current();
    assertEquals(1, idp.fetches);
    clock.advance(MILLI);
    keys.current();
    keys.current();
    assertEquals(2, idp.fetches);
    clock.advance(REFRESH);
    keys.current();
    assertEquals(3, idp.fetches);
  }

  @Test
  void requests_do_not_wait_for_a_refresh_ahead() {
    idp.publish(KeyServer.rsa("a"));
    KeyRing ring = look("a");
    holdFetches = true;
    clock.advance(MAX_AGE.minus(MILLI));
    assertSame(ring, keys.current());
    assertSame(ring, keys.current());
    assertEquals(1, waiting.size());
  }

  @Test
  void keys_that_nobody_has_looked_after_for_max_age_are_waited_for() {
    RemoteSet set = read(idp);
    holdFetches = true;
    clock.advance(MAX_AGE.minus(MILLI));
    assertTrue(set.keepUp(clock.millis()).isEmpty());
    clock.advance(MILLI);
    assertTrue(set.keepUp(clock.millis()).isPresent());
    assertEquals(1, waiting.size());
  }

  @Test
  void nobody_waits_for_a_provider_that_is_known_to_be_away() {
    RemoteSet set = read(idp);
    idp.fail();
    clock.advance(REFRESH);
    set.keepUp(clock.millis());
    holdFetches = true;
    clock.advance(MAX_AGE);
    assertTrue(set.keepUp(clock.millis()).isEmpty());
    assertEquals(1, waiting.size());
  }

  private RemoteSet read(Provider from) {
    from.publish(KeyServer.rsa("a"));
    RemoteSet set = from.set();
    set.ask(clock.millis());
    assertTrue(set.known());
    return set;
  }

  @Test
  void a_publisher_may_shorten_the_age_to_a_minute_and_not_lengthen_it() {
    assertEquals(Duration.ofMinutes(1), usedFor(Duration.ZERO));
    assertEquals(Duration.ofMinutes(1), usedFor(Duration.ofSeconds(60)));
    assertEquals(Duration.ofSeconds(61), usedFor(Duration.ofSeconds(61)));
    assertEquals(MAX_AGE, usedFor(MAX_AGE.plusSeconds(1)));
    assertEquals(MAX_AGE, usedFor(NO_LIMIT));
  }

  private static Duration usedFor(Duration asked) {
    return new KeySetRules(MAX_AGE, COOL_DOWN, STALE).age(asked);
  }

  // --- withdrawn keys ---

  @Test
  void a_withdrawn_key_is_gone_with_the_next_refresh() {
    idp.publish(KeyServer.rsa("a"), KeyServer.otherRsa("b"));
    look("a");
    idp.publish(KeyServer.otherRsa("b"));
    clock.advance(REFRESH);
    assertEquals("KeyRing[RS256 key b]", keys.current().toString());
  }

  @Test
  void a_withdrawn_key_is_not_used_after_max_age_even_where_nobody_asked_meanwhile() {
    idp.publish(KeyServer.rsa("a"));
    look("a");
    idp.publish();
    clock.advance(Duration.ofHours(1));
    assertEquals("KeyRing[]", keys.current().toString());
  }

  @Test
  void an_empty_set_withdraws_all_keys_and_is_said_once() {
    idp.publish();
    look("a");
    clock.advance(COOL_DOWN);
    look("a");
    assertEquals(List.of("idp: it holds no key that can be used"), logged);
  }

  // --- the provider is away ---

  @Test
  void while_nobody_answers_known_keys_go_on_until_they_are_stale() {
    idp.publish(KeyServer.rsa("a"));
    KeyRing ring = look("a");
    idp.fail();
    for (Duration gone = Duration.ZERO;
        gone.compareTo(STALE.minus(MILLI)) < 0;
        gone = gone.plus(COOL_DOWN)) {
      assertSame(ring, keys.current());
      clock.advance(COOL_DOWN);
    }
    clock.advance(MILLI.negated());
    assertSame(ring, keys.current());
    clock.advance(MILLI);
    assertEquals("KeyRing[]", keys.current().toString());
    assertEquals(
        List.of(
            "idp is down; said once until it answers again",
            "idp has not answered for too long: its keys are used no more"),
        logged);
  }

  @Test
  void while_nobody_answers_one_fetch_per_cool_down_is_tried() {
    idp.publish(KeyServer.rsa("a"));
    look("a");
    idp.fail();
    clock.advance(MAX_AGE);
    for (int i = 0; i < 100; i++) {
      keys.current();
    }
    assertEquals(2, idp.fetches);
    clock.advance(COOL_DOWN);
    keys.current();
    keys.current();
    assertEquals(3, idp.fetches);
  }

  @Test
  void keys_that_went_stale_unseen_are_not_used_for_a_single_request() {
    idp.publish(KeyServer.rsa("a"));
    look("a");
    idp.fail();
    clock.advance(STALE);
    assertEquals("KeyRing[]", keys.current().toString());
    assertThrows(KeysUnavailableException.class, () -> look("a"));
  }

  @Test
  void an_unknown_key_of_a_provider_that_never_answered_is_nobodys_fault() {
    idp.fail();
    assertThrows(KeysUnavailableException.class, () -> look("a"));
    assertThrows(KeysUnavailableException.class, () -> look("b"));
    assertThrows(KeysUnavailableException.class, () -> look(null));
    assertEquals(1, idp.fetches);
    clock.advance(COOL_DOWN);
    idp.publish(KeyServer.rsa("a"));
    assertEquals("KeyRing[RS256 key a]", look("a").toString());
    assertEquals("idp answers again", logged.get(logged.size() - 1));
  }

  @Test
  void a_broken_answer_changes_nothing() {
    idp.publish(KeyServer.rsa("a"));
    KeyRing ring = look("a");
    clock.advance(REFRESH);
    idp.breakDown();
    assertSame(ring, keys.current());
    assertEquals(
        List.of(
            "idp cannot be read (java.lang.IllegalStateException); said once until it answers again"),
        logged);
  }

  @Test
  void a_machine_without_threads_tries_again_after_the_cool_down() {
    RemoteSet set =
        new RemoteSet(
            "idp",
            idp,
            new KeySetRules(MAX_AGE, COOL_DOWN, STALE),
            KeyListener.NONE,
            clock,
            work -> {
              throw new OutOfMemoryError("no thread");
            });
    LiveKeys poor =
        new LiveKeys(List.of(now -> set.keys()), List.of(set), NO_FILES, Set.of(), clock);
    for (int i = 0; i < 3; i++) {
      assertThrows(
          KeysUnavailableException.class, () -> poor.afterFailure(poor.current(), "a", "RS256"));
      clock.advance(COOL_DOWN);
    }
  }

  // --- who hears ---

  @Test
  void owner_that_goes_away_and_comes_back_is_told_once_each() {
    for (int i = 0; i < 3; i++) {
      assertThrows(KeysUnavailableException.class, () -> look("a"));
      clock.advance(COOL_DOWN);
    }
    assertEquals(List.of("idp down: is down"), told);
    idp.publish(KeyServer.rsa("a"));
    look("a");
    clock.advance(COOL_DOWN);
    look("b");
    assertEquals(List.of("idp down: is down", "idp up"), told);
  }

  @Test
  void owner_that_answers_from_the_beginning_is_not_spoken_of() {
    idp.publish(KeyServer.rsa("a"));
    look("a");
    assertEquals(List.of(), told);
  }

  @Test
  void name_that_one_owner_has_is_asked_for_at_another_who_was_never_asked() {
    Provider other = provider("other");
    idp.publish(KeyServer.rsa("1"));
    LiveKeys both = keys(List.of(), idp, other);
    KeyRing first = both.afterFailure(both.current(), "1", "RS256");
    assertEquals(1, first.candidates("1", "RS256").size());
    assertThrows(KeysUnavailableException.class, () -> both.afterFailure(first, "1", "RS256"));
    other.publish(KeyServer.otherRsa("2"));
    clock.advance(COOL_DOWN);
    KeyRing second = both.afterFailure(first, "1", "RS256");
    assertSame(second, both.afterFailure(second, "1", "RS256"));
    assertEquals(1, second.candidates("2", "RS256").size());
  }

  // --- the ring ---

  @Test
  void the_same_answer_gives_the_same_ring() {
    idp.publish(KeyServer.rsa("a"));
    KeyRing ring = look("a");
    clock.advance(REFRESH);
    assertSame(ring, keys.current());
    assertEquals(2, idp.fetches);
  }

  @Test
  void the_ring_is_the_union_in_the_order_of_the_configuration() {
    Provider other = provider("other");
    other.publish(KeyServer.otherRsa("b"));
    idp.publish(KeyServer.rsa("a"));
    LiveKeys all = keys(List.of(TestKeys.es256()), idp, other);
    KeyRing ring = all.afterFailure(all.current(), "b", "RS256");
    assertEquals("KeyRing[" + TestKeys.es256() + ", RS256 key a, RS256 key b]", ring.toString());
  }

  @Test
  void own_keys_sign_from_the_start() {
    LiveKeys all = keys(List.of(TestKeys.rs256()), idp);
    assertTrue(all.current().signer().isPresent());
    assertEquals(0, idp.fetches);
  }

  @Test
  void one_provider_away_does_not_keep_another_from_bringing_keys() {
    Provider other = provider("other");
    other.publish(KeyServer.otherRsa("b"));
    idp.fail();
    LiveKeys all = keys(List.of(), idp, other);
    assertEquals("KeyRing[RS256 key b]", all.afterFailure(all.current(), "b", "RS256").toString());
  }

  @Test
  void two_keys_of_one_name_are_both_refused_and_said_once() {
    idp.publish(KeyServer.rsa("a"), KeyServer.otherRsa("a"), KeyServer.rsa("c"));
    assertEquals("KeyRing[RS256 key c]", look("c").toString());
    clock.advance(REFRESH);
    keys.current();
    assertEquals(2, logged.size());
    assertTrue(
        logged.get(0).startsWith("RS256 key a: another key has the same kid"), logged.get(0));
  }

  @Test
  void what_is_left_out_of_a_set_is_said_once_for_each_kind_of_answer() {
    String secret = "{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"AAAA\"}";
    idp.publish(KeyServer.rsa("a"), secret);
    look("a");
    idp.publish(KeyServer.otherRsa("b"), secret);
    clock.advance(REFRESH);
    assertEquals("KeyRing[RS256 key b]", keys.current().toString());
    assertEquals(
        List.of("idp: key 2 is left out, it is a secret, which has no place in a published set"),
        logged);
  }

  // --- fixture ---

  private KeyRing look(@Nullable String kid) {
    return keys.afterFailure(keys.current(), kid, "RS256");
  }

  private Provider provider(String name) {
    return providers.computeIfAbsent(name, Provider::new);
  }

  private LiveKeys keys(List<JwtKey> own, Provider... from) {
    List<RemoteSet> sets = new ArrayList<>();
    List<LiveKeys.Part> parts = new ArrayList<>(List.of(now -> own));
    for (Provider one : from) {
      RemoteSet set = one.set();
      sets.add(set);
      parts.add(now -> set.keys());
    }
    return new LiveKeys(parts, sets, NO_FILES, Set.of(), clock);
  }

  /** Answers at once, or throws. */
  private final class Provider implements FetchedSet.Fetcher {
    private final String name;
    private String body = "";
    private boolean broken;
    private int fetches;

    Provider(String name) {
      this.name = name;
    }

    RemoteSet set() {
      return new RemoteSet(
          name,
          this,
          new KeySetRules(MAX_AGE, COOL_DOWN, STALE),
          heard,
          clock,
          work -> {
            if (holdFetches) {
              waiting.add(work);
            } else {
              work.run();
            }
          });
    }

    void publish(String... jwks) {
      body = KeyServer.set(jwks);
    }

    void fail() {
      body = "";
    }

    void breakDown() {
      broken = true;
    }

    @Override
    public FetchedSet fetch() throws KeyException {
      fetches++;
      if (broken) {
        throw new IllegalStateException("a fault of ours");
      }
      if (body.isEmpty()) {
        throw new KeyException("is down");
      }
      byte[] json = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      return new FetchedSet(JwkSet.published(JwkSet.document(json), Set.of()), body, NO_LIMIT);
    }
  }
}
