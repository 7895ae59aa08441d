package org.jwtfilter.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Account;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.SettableClock;
import org.jwtfilter.config.AddressRange;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;

/** Ten attempts, and waits of 30 s to 16 min; two nodes, and a user called ann. */
class LoginGuardTest {
  private static final int ATTEMPTS = 10;
  private static final Duration LONGEST = Duration.ofMinutes(16);
  private static final String HOME = "192.0.2.7";
  private static final String OTHER_NETWORK = "198.51.100.9";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
  private final List<String> heard = new ArrayList<>();
  private final SwitchedStore store = new SwitchedStore(memory("shared"));
  private final AtomicInteger looked = new AtomicInteger();
  private final LoginGuard one = guard(Optional.of(store));
  private final LoginGuard two = guard(Optional.of(store));

  private Store memory(String namespace) {
    return memory("memory:local", namespace);
  }

  private Store memory(String uri, String namespace) {
    return Stores.open(new StoreSettings(uri, Duration.ofSeconds(1), clock, namespace + ":"));
  }

  private LoginGuard guard(Optional<Store> shared, AddressRange... maybeProxies) {
    return guard(shared, "memory:local", maybeProxies);
  }

  private LoginGuard guard(Optional<Store> shared, String local, AddressRange... maybeProxies) {
    try {
      SealingKeys keys = SealingKeys.of(List.of("32 random bytes 0123456789 abcdef".getBytes()));
      return new LoginGuard(
          ATTEMPTS,
          LONGEST,
          List.of(maybeProxies),
          new Tallies(shared, memory(local, "local"), clock, LoginGuard.halfLife(LONGEST)),
          new KnownDevices(Fixture.cookies(), keys.hash("device"), clock),
          keys.hash("tries"),
          events(),
          clock);
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  private JwtEvents events() {
    return new JwtEvents() {
      @Override
      public void loginThrottled(String name, String address) {
        heard.add(name + " from " + address);
      }
    };
  }

  /** A store that is down when it is told to be. */
  private static final class SwitchedStore implements Store {
    private final Store engine;
    final Map<String, byte[]> written = new ConcurrentHashMap<>();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger deletes = new AtomicInteger();
    volatile boolean down;
    volatile boolean closed;

    SwitchedStore(Store engine) {
      this.engine = engine;
    }

    private Store up() {
      if (down) {
        throw new StoreException("down");
      }
      return engine;
    }

    @Override
    public Map<String, byte[]> read(Set<String> keys) {
      reads.incrementAndGet();
      return up().read(keys);
    }

    @Override
    public void write(String key, byte[] value, Instant expires) {
      up().write(key, value, expires);
    }

    @Override
    public boolean replace(String key, byte[] expected, byte[] value, Instant expires) {
      written.put(key, value);
      return up().replace(key, expected, value, expires);
    }

    @Override
    public void delete(String key) {
      deletes.incrementAndGet();
      up().delete(key);
    }

    @Override
    public void close() {
      closed = true;
      engine.close();
    }
  }

  private static FakeExchange from(String address) {
    return FakeExchange.of("POST", "/login").from(address);
  }

  /** Tries once; the password is right if it is the name with "1". */
  private boolean tries(LoginGuard node, FakeExchange exchange, String name, String password)
      throws LoginThrottled {
    return node.check(
            exchange,
            name,
            () -> {
              looked.incrementAndGet();
              return password.equals(name + "1")
                  ? Optional.of(new Account(name, Set.of()))
                  : Optional.empty();
            })
        .isPresent();
  }

  private boolean tries(LoginGuard node, String address, String name, String password)
      throws LoginThrottled {
    return tries(node, from(address), name, password);
  }

  private void guesses(LoginGuard node, String address, String name, int times)
      throws LoginThrottled {
    for (int i = 0; i < times; i++) {
      assertFalse(tries(node, address, name, "guess"));
    }
  }

  /** How long somebody has to wait who tries now. */
  private long waits(LoginGuard node, String address, String name, String password) {
    int before = looked.get();
    LoginThrottled refused =
        assertThrows(LoginThrottled.class, () -> tries(node, address, name, password));
    assertEquals(before, looked.get(), "nobody looks at the password");
    return refused.retryAfter().toSeconds();
  }

  @Test
  void wrongPasswords_areAnswered_asManyAsAllowed_andThenRefusedUnseen_evenTheRightOne()
      throws Exception {
    guesses(one, HOME, "ann", 10);
    assertEquals(30, waits(one, HOME, "ann", "guess"));
    assertEquals(30, waits(one, HOME, "ann", "ann1"));
    assertEquals(List.of("ann from 192.0.2.7", "ann from 192.0.2.7"), heard);
  }

  @Test
  void userWhomNobodyKnows_isTreatedAlike() throws Exception {
    guesses(one, HOME, "nobody", 10);
    assertEquals(30, waits(one, HOME, "nobody", "guess"));
  }

  @Test
  void wait_endsToTheSecond_letsOneTryThrough_andDoubles_upToTheLongest() throws Exception {
    guesses(one, HOME, "ann", 10);
    for (long wait : List.of(30, 60, 120, 240, 480, 960, 960, 960)) {
      assertEquals(wait, waits(one, HOME, "ann", "guess"));
      clock.advance(Duration.ofSeconds(wait - 1));
      assertEquals(1, waits(one, HOME, "ann", "guess"));
      clock.advance(Duration.ofMillis(999));
      assertEquals(1, waits(one, HOME, "ann", "guess"));
      clock.advance(Duration.ofMillis(1));
      guesses(one, HOME, "ann", 1);
    }
  }

  @Test
  void rightPassword_afterTheWait_isRight_andTheUserBeginsAnewThere() throws Exception {
    guesses(one, HOME, "ann", 10);
    clock.advance(Duration.ofSeconds(30));
    assertTrue(tries(one, HOME, "ann", "ann1"));
    guesses(one, HOME, "ann", 10);
    assertEquals(30, waits(one, HOME, "ann", "guess"));
  }

  @Test
  void refusedTries_prolongNothing() throws Exception {
    guesses(one, HOME, "ann", 10);
    for (int i = 0; i < 100; i++) {
      waits(one, HOME, "ann", "guess");
    }
    clock.advance(Duration.ofSeconds(30));
    assertTrue(tries(one, HOME, "ann", "ann1"));
  }

  @Test
  void halfIsForgotten_afterFourLongestWaits() throws Exception {
    guesses(one, HOME, "ann", 9);
    clock.advance(LONGEST.multipliedBy(4).minusMillis(1));
    guesses(one, HOME, "ann", 1);
    assertEquals(30, waits(one, HOME, "ann", "guess"));
    clock.advance(LONGEST.multipliedBy(4));
    guesses(one, HOME, "ann", 5);
    assertEquals(30, waits(one, HOME, "ann", "guess"));
  }

  @Test
  void everythingIsForgotten_inTheEnd() throws Exception {
    guesses(one, HOME, "ann", 10);
    clock.advance(LONGEST.multipliedBy(4 * 4));
    guesses(one, HOME, "ann", 10);
    assertEquals(30, waits(one, HOME, "ann", "guess"));
  }

  @Test
  void nodes_shareWhatTheyCount() throws Exception {
    guesses(one, HOME, "ann", 5);
    guesses(two, HOME, "ann", 5);
    assertEquals(30, waits(one, HOME, "ann", "guess"));
    assertEquals(30, waits(two, HOME, "ann", "guess"));
  }

  @Test
  void othersFailures_doNotStopTheUser_inAnotherNetwork() throws Exception {
    guesses(one, OTHER_NETWORK, "ann", 10);
    waits(one, OTHER_NETWORK, "ann", "guess");
    assertTrue(tries(one, HOME, "ann", "ann1"));
  }

  @Test
  void neighboursInANetwork_countAsOne() throws Exception {
    guesses(one, "192.0.2.1", "ann", 5);
    guesses(one, "192.0.2.254", "ann", 5);
    assertEquals(30, waits(one, "192.0.2.99", "ann", "guess"));
    guesses(one, "2001:db8:1:2::1", "bob", 5);
    guesses(one, "2001:db8:1:2:ffff::1", "bob", 5);
    assertEquals(30, waits(one, "2001:db8:1:2:3::4", "bob", "guess"));
    guesses(one, "2001:db8:1:3::1", "bob", 1);
  }

  @Test
  void otherUsers_areNotStopped_bySomebodysFailures() throws Exception {
    guesses(one, HOME, "ann", 10);
    assertTrue(tries(one, HOME, "bob", "bob1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ann", " ann ", "ANN", "\uff41\uff4e\uff4e"})
  void otherSpellings_ofAName_areTheSameUser(String spelling) throws Exception {
    guesses(one, HOME, "ann", 9);
    guesses(one, HOME, spelling, 1);
    assertEquals(30, waits(one, HOME, "ann", "guess"));
  }

  @Test
  void manyNetworks_guessAUsersPassword_fiveTimesAsOften() throws Exception {
    for (int i = 0; i < 50; i++) {
      guesses(one, "198.51." + i + ".1", "ann", 1);
    }
    assertEquals(30, waits(one, "198.51.200.1", "ann", "guess"));
    assertTrue(tries(one, "198.51.200.1", "bob", "bob1"));
  }

  @Test
  void oneNetwork_guessesThePasswordsOfMany_tenTimesAsOften() throws Exception {
    for (int i = 0; i < 100; i++) {
      guesses(one, HOME, "user" + i, 1);
    }
    assertEquals(30, waits(one, HOME, "another", "guess"));
    assertTrue(tries(one, OTHER_NETWORK, "another", "another1"));
  }

  /** Who has an account of his own could else go on for ever. */
  @Test
  void ownLogins_doNotRenew_whatANetworkMayTry() throws Exception {
    for (int i = 0; i < 100; i++) {
      guesses(one, HOME, "user" + i, 1);
      clock.advance(Duration.ofMillis(1));
      if (i < 99) {
        assertTrue(tries(one, HOME, "mallory", "mallory1"));
      }
    }
    assertEquals(30, waits(one, HOME, "user7", "guess"));
  }

  @Test
  void addressThatMayBeAProxys_isNotCountedForItself() throws Exception {
    LoginGuard behind = guard(Optional.empty(), AddressRange.LOCAL);
    for (String proxy : List.of("10.1.2.3", "127.0.0.1", "fe80::1%eth0", "100.64.0.1", "")) {
      for (int i = 0; i < 101; i++) {
        guesses(behind, proxy, "user" + proxy + i, 1);
      }
      assertTrue(tries(behind, proxy, "ann", "ann1"));
    }
    guesses(behind, "10.1.2.3", "ann", 10);
    assertEquals(30, waits(behind, "10.1.2.3", "ann", "guess"));
  }

  // Browsers that are known

  private FakeExchange knownBrowser(String name) throws LoginThrottled {
    FakeExchange login = from(HOME);
    assertTrue(tries(one, login, name, name + "1"));
    return login;
  }

  @Test
  void browserThatTheUserHasLoggedInWith_isNotStopped_byAnybodysFailures() throws Exception {
    FakeExchange login = knownBrowser("ann");
    guesses(one, HOME, "ann", 10);
    for (int i = 0; i < 40; i++) {
      guesses(two, "198.51." + i + ".1", "ann", 1);
    }
    waits(two, HOME, "ann", "ann1");
    assertTrue(tries(two, login.next(from(HOME)), "ann", "ann1"));
    assertTrue(tries(two, login.next(from("203.0.113.1")), "ann", "ann1"));
  }

  @Test
  void knownBrowser_isCountedAlone() throws Exception {
    FakeExchange login = knownBrowser("ann");
    for (int i = 0; i < 10; i++) {
      assertFalse(tries(one, login.next(from(HOME)), "ann", "guess"));
    }
    assertThrows(LoginThrottled.class, () -> tries(one, login.next(from(HOME)), "ann", "ann1"));
    assertTrue(tries(one, HOME, "ann", "ann1"));
    clock.advance(Duration.ofSeconds(30));
    assertTrue(tries(one, login.next(from(HOME)), "ann", "ann1"));
  }

  @Test
  void knownBrowser_isKnownForItsUsersOnly() throws Exception {
    FakeExchange login = knownBrowser("mallory");
    guesses(one, HOME, "ann", 10);
    assertThrows(LoginThrottled.class, () -> tries(one, login.next(from(HOME)), "ann", "ann1"));
  }

  @Test
  void knownBrowser_isKnownForTheLastFour_untilHalfAYearIsOver() throws Exception {
    FakeExchange login = from(HOME);
    for (String name : List.of("eve", "ann", "bob", "cid", "dan")) {
      login = login.next(from(HOME));
      assertTrue(tries(one, login, name, name + "1"));
    }
    SetCookie cookie = login.set.get("jwt-device");
    assertTrue(cookie.line().endsWith("; Max-Age=15552000; Path=/shop; HttpOnly; SameSite=Lax"));
    assertTrue(cookie.value().length() <= 100, cookie.value());
    KnownDevices devices = devices();
    FakeExchange later = login.next(from(HOME));
    for (String name : List.of("ann", "bob", "cid", "dan")) {
      assertTrue(devices.of(later, name).isPresent(), name);
    }
    assertEquals(Optional.empty(), devices.of(later, "eve"));
    clock.advance(Duration.ofDays(179));
    assertTrue(devices.of(later, "ann").isPresent());
    clock.advance(Duration.ofDays(1));
    assertEquals(Optional.empty(), devices.of(later, "ann"));
  }

  private KnownDevices devices() throws KeyException {
    SealingKeys keys = SealingKeys.of(List.of("32 random bytes 0123456789 abcdef".getBytes()));
    return new KnownDevices(Fixture.cookies(), keys.hash("device"), clock);
  }

  @Test
  void knownBrowser_getsItsCookieAgain_onlyAfterAMonth() throws Exception {
    FakeExchange login = knownBrowser("ann");
    clock.advance(Duration.ofDays(29));
    FakeExchange soon = login.next(from(HOME));
    assertTrue(tries(one, soon, "ann", "ann1"));
    assertEquals(Map.of(), soon.set);
    clock.advance(Duration.ofDays(1));
    FakeExchange later = login.next(from(HOME));
    assertTrue(tries(one, later, "ann", "ann1"));
    assertEquals(Set.of("jwt-device"), later.set.keySet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "x",
        "AAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAA.",
        "AAAAAAAAAAAAAAAA.0g18",
        "AAAAAAAAAAAAAAAA.0g18AAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAA.zzzzAAAAAAAAAAAAAAAA"
      })
  void forgedCookie_makesNoBrowserKnown_andDisturbsNothing(String value) throws Exception {
    assertEquals(Optional.empty(), devices().of(from(HOME).cookie("jwt-device", value), "ann"));
    FakeExchange login = from(HOME).cookie("jwt-device", value);
    assertTrue(tries(one, login, "ann", "ann1"));
    assertTrue(devices().of(login.next(from(HOME)), "ann").isPresent());
  }

  @Test
  void cookie_changedAnywhere_makesNoBrowserKnown() throws Exception {
    String value = knownBrowser("ann").set.get("jwt-device").value();
    for (int i = 0; i < value.length(); i++) {
      char other = value.charAt(i) == 'a' ? 'b' : 'a';
      String changed = value.substring(0, i) + other + value.substring(i + 1);
      assertEquals(
          Optional.empty(),
          devices().of(from(HOME).cookie("jwt-device", changed), "ann"),
          () -> "changed at " + value.indexOf(changed));
    }
  }

  // The store

  @Test
  void store_isNotToldNamesOrAddresses() throws Exception {
    guesses(one, HOME, "ann-lee", 1);
    assertEquals(3, store.written.size());
    store.written.forEach(
        (key, value) -> {
          assertTrue(key.matches("tries/[\\w-]{20}"), key);
          assertEquals(13, value.length);
        });
  }

  @Test
  void storeThatIsDown_letsNodesCountAlone_withWhatTheyHaveSeen() throws Exception {
    guesses(one, HOME, "ann", 6);
    store.down = true;
    guesses(one, HOME, "ann", 4);
    assertEquals(30, waits(one, HOME, "ann", "guess"));
    guesses(two, HOME, "ann", 10);
    assertEquals(30, waits(two, HOME, "ann", "guess"));
    assertTrue(tries(two, HOME, "bob", "bob1"));
    clock.advance(Duration.ofSeconds(30));
    store.down = false;
    guesses(one, HOME, "ann", 4);
    assertEquals(30, waits(one, HOME, "ann", "guess"));
  }

  /** Two megabytes hold some eight thousand counters. */
  @Test
  void guessesForMoreNames_thanMemoryHolds_stopNobody() throws Exception {
    LoginGuard small = guard(Optional.empty(), "memory:local?max-size=2m");
    for (int i = 0; i < 20_000; i++) {
      assertFalse(tries(small, "10." + i % 200 + "." + i % 251 + ".1", "user" + i, "guess"));
    }
    assertTrue(tries(small, HOME, "ann", "ann1"));
    guesses(small, HOME, "bob", 10);
    assertEquals(30, waits(small, HOME, "bob", "guess"));
  }

  // Many at once

  private int lookedAt(List<LoginGuard> nodes, int guesses, String password) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(guesses);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < guesses; i++) {
        LoginGuard node = nodes.get(i % nodes.size());
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  try {
                    return tries(node, HOME, "ann", password);
                  } catch (LoginThrottled e) {
                    return false;
                  }
                }));
      }
      start.countDown();
      for (Future<Boolean> one : all) {
        one.get();
      }
      return looked.get();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void fiftyGuessesAtOnce_onOneNode_areNoMoreThanAllowed() throws Exception {
    assertEquals(10, lookedAt(List.of(one), 50, "guess"));
  }

  @Test
  void fiftyGuessesAtOnce_onTwoNodes_areThreeMoreThanAllowedAtMost() throws Exception {
    int seen = lookedAt(List.of(one, two), 50, "guess");
    assertTrue(seen >= 10 && seen <= 13, () -> "looked at " + seen);
  }

  @Test
  void fiftyGuessesAtOnce_afterAWait_areOne() throws Exception {
    guesses(one, HOME, "ann", 10);
    clock.advance(Duration.ofSeconds(30));
    looked.set(0);
    assertEquals(1, lookedAt(List.of(one), 50, "guess"));
  }

  @Test
  void fiftyRightPasswordsAtOnce_areAllRight() throws Exception {
    assertEquals(50, lookedAt(List.of(one, two), 50, "ann1"));
  }

  @Test
  void noLimit_countsNothing() throws Exception {
    LoginGuard off =
        new LoginGuard(
            0,
            LONGEST,
            List.of(),
            new Tallies(Optional.of(store), memory("x"), clock, 1),
            devices(),
            SealingKeys.random().hash("tries"),
            events(),
            clock);
    guesses(off, HOME, "ann", 100);
    assertEquals(Map.of(), store.written);
    assertTrue(tries(off, HOME, "ann", "ann1"));
  }

  @Test
  void wait_thatANodeKnowsOf_needsNoStore_untilItIsOver() throws Exception {
    guesses(one, HOME, "ann", 10);
    assertEquals(30, waits(one, HOME, "ann", "guess"));
    store.reads.set(0);
    clock.advance(Duration.ofMillis(29_999));
    assertEquals(1, waits(one, HOME, "ann", "guess"));
    assertEquals(0, store.reads.get());
    clock.advance(Duration.ofMillis(1));
    assertTrue(tries(one, HOME, "ann", "ann1"));
    assertTrue(store.reads.get() > 0);
  }

  @Test
  void rightPassword_whereNothingWasCounted_changesNothingInTheStore() throws Exception {
    assertTrue(tries(one, HOME, "ann", "ann1"));
    assertEquals(0, store.deletes.get());
    guesses(one, HOME, "ann", 1);
    assertTrue(tries(one, HOME, "ann", "ann1"));
    assertEquals(1, store.deletes.get());
  }

  /** One try is left: who comes while it is under way waits for what becomes of it. */
  @Test
  void lastTry_isLookedAtAlone() throws Exception {
    guesses(one, HOME, "ann", 9);
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Thread last =
        new Thread(
            () -> {
              try {
                one.check(from(HOME), "ann", () -> wrongWhen(looking, go));
              } catch (LoginThrottled e) {
                throw new AssertionError(e);
              }
            });
    last.start();
    looking.await();
    FutureTask<Long> next = new FutureTask<>(() -> waits(one, HOME, "ann", "guess"));
    Thread later = new Thread(next);
    later.start();
    while (later.getState() != Thread.State.TIMED_WAITING && !next.isDone()) {
      Thread.onSpinWait();
    }
    assertFalse(next.isDone(), "it was let through beside the last one");
    go.countDown();
    assertEquals(30, next.get());
    last.join();
  }

  private static Optional<Account> wrongWhen(CountDownLatch looking, CountDownLatch go) {
    looking.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return Optional.empty();
  }

  @Test
  void end_releasesTheMemory_andLeavesTheStoreOfAll() throws Exception {
    SwitchedStore local = new SwitchedStore(memory("local"));
    LoginGuard guard =
        new LoginGuard(
            ATTEMPTS,
            LONGEST,
            List.of(),
            new Tallies(Optional.of(store), local, clock, 1),
            devices(),
            SealingKeys.random().hash("tries"),
            events(),
            clock);
    guard.close();
    assertTrue(local.closed);
    assertFalse(store.closed);
  }
}
