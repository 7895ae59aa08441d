package org.jwtfilter.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.jwtfilter.SettableClock;
import org.jwtfilter.key.KeyException;
import org.jwtfilter.key.SealingKeys;
import org.jwtfilter.store.StoreException;

/** Sessions in a store, and in cookies and a store, as two nodes see them. */
class HybridSessionsTest {
  private static final Optional<String> VISITOR = Optional.empty();
  private static final Optional<String> ANN = Optional.of("grant of ann");
  private static final int BUDGET = 6_000;
  private static final int INACTIVE = 1_800;
  private static final Duration ABSOLUTE = Duration.ofHours(8);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
  private final TestedStore store = new TestedStore(clock);
  private final SessionRecords records1 = new SessionRecords(store, ABSOLUTE, clock);
  private final SessionRecords records2 = new SessionRecords(store, ABSOLUTE, clock);
  private final HybridSessions store1 = node(SessionForm.STORE, records1);
  private final HybridSessions store2 = node(SessionForm.STORE, records2);
  private final HybridSessions auto1 = node(SessionForm.AUTO, records1);
  private final HybridSessions auto2 = node(SessionForm.AUTO, records2);
  private final HybridSessions token = node(SessionForm.TOKEN, records1);
  private final Random random = new Random(7);
  private Browser browser = new Browser();

  private static HybridSessions node(SessionForm form, SessionRecords records) {
    byte[] secret = new byte[32];
    new Random(1).nextBytes(secret);
    try {
      SealingKeys keys = SealingKeys.of(List.of(secret));
      return new HybridSessions(
          form,
          keys.cipher("session"),
          keys.cipher("touch"),
          keys.cipher("late"),
          new SessionCookies("vs", "us", 40, BUDGET),
          records);
    } catch (KeyException e) {
      throw new AssertionError(e);
    }
  }

  /** Keeps cookies as a browser does. */
  private static final class Browser {
    final Map<String, List<String>> cookies = new TreeMap<>();

    List<String> get(String name) {
      return cookies.getOrDefault(name, List.of());
    }

    void receive(List<CookieValue> lines) {
      for (CookieValue line : lines) {
        line.value()
            .ifPresentOrElse(
                value -> cookies.put(line.name(), List.of(value)),
                () -> cookies.remove(line.name()));
      }
    }

    Browser twin() {
      Browser twin = new Browser();
      twin.cookies.putAll(cookies);
      return twin;
    }
  }

  /** One request: what it was given, what it makes of it, and the cookies of its answer. */
  private final class Request {
    final HybridSessions node;
    final List<CookieValue> answer = new ArrayList<>();
    Presented now;
    SessionSnapshot session;

    Request(HybridSessions node, Browser from, Optional<String> owner) {
      this.node = node;
      Browser sent = from.twin();
      this.now = node.read(sent::get, owner);
      this.session =
          now instanceof Presented.Live live
              ? live.snapshot()
              : new SessionSnapshot(
                  SessionId.random(), time(), time(), INACTIVE, 0, owner, Map.of());
    }

    Presented.Live live() {
      return assertInstanceOf(Presented.Live.class, now);
    }

    @Nullable String get(String name) {
      Encoded value = session.attributes().get(name);
      return value == null ? null : new String(value.bytes(), ISO_8859_1);
    }

    Request put(String name, @Nullable String value) {
      Map<String, Encoded> all = new LinkedHashMap<>(session.attributes());
      if (value == null) {
        all.remove(name);
      } else {
        all.put(name, Encoded.of(value.getBytes(ISO_8859_1)));
      }
      session = with(session, session.id(), session.owner(), session.maxInactiveSeconds(), all);
      return this;
    }

    Request interval(int seconds) {
      session = with(session, session.id(), session.owner(), seconds, session.attributes());
      return this;
    }

    Request changeId(Optional<String> owner) {
      session =
          with(
              session,
              SessionId.random(),
              owner,
              session.maxInactiveSeconds(),
              session.attributes());
      return this;
    }

    Request write() {
      try {
        Written written = node.write(session, now, 0);
        now = written.now();
        answer.addAll(written.cookies());
        return this;
      } catch (SessionTooLarge e) {
        throw new AssertionError(e);
      }
    }

    Request reserve(boolean goesOn) {
      Written reserved = node.reserve(live(), goesOn);
      now = reserved.now();
      answer.addAll(reserved.cookies());
      return this;
    }

    /**
     * @param saved attributes that it has written before
     */
    boolean writeLate(String... saved) {
      try {
        Optional<Presented> late = node.writeLate(session, live(), Set.of(saved));
        late.ifPresent(next -> now = next);
        return late.isPresent();
      } catch (SessionTooLarge e) {
        throw new AssertionError(e);
      }
    }

    /** Takes an attribute as the application would that has asked for it. */
    Claimed.Outcome takes(String name) {
      Claimed claimed = node.claim(name, session.attributes().get(name), live());
      if (claimed.outcome() == Claimed.Outcome.WON) {
        now = claimed.now();
        put(name, null);
      }
      return claimed.outcome();
    }

    boolean ended() {
      return now instanceof Presented.None;
    }

    void arrives() {
      browser.receive(answer);
    }
  }

  private static SessionSnapshot with(
      SessionSnapshot session,
      String id,
      Optional<String> owner,
      int interval,
      Map<String, Encoded> attributes) {
    return new SessionSnapshot(
        id,
        session.createdAt(),
        session.lastAccessedAt(),
        interval,
        session.version() + 1,
        owner,
        attributes);
  }

  private Instant time() {
    return clock.instant();
  }

  private void pass(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  private Request request(HybridSessions node) {
    return new Request(node, browser, VISITOR);
  }

  /** A session with these attributes, whose cookies have arrived. */
  private void begun(HybridSessions node, String... namesAndValues) {
    Request request = request(node);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      request.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    request.write().reserve(false).arrives();
  }

  private String noise(int length) {
    StringBuilder text = new StringBuilder();
    random.ints(length, 33, 127).forEach(one -> text.append((char) one));
    return text.toString();
  }

  private static String all(Request request) {
    Map<String, @Nullable String> all = new TreeMap<>();
    request.session.attributes().keySet().forEach(name -> all.put(name, request.get(name)));
    return all.toString();
  }

  private String seenBy(HybridSessions node) {
    return all(request(node));
  }

  // What one request alone may take

  private static final Claimed.Outcome WON = Claimed.Outcome.WON;
  private static final Claimed.Outcome LOST = Claimed.Outcome.LOST;

  @Test
  void taken_inTheStore_isOneTrip_andGoneForAllAtOnce() {
    begun(store1, "token", "4711", "a", "1");
    Request one = request(store1);
    Request two = request(store2);
    assertEquals(1, store.tripsOf(() -> assertEquals(WON, one.takes("token"))));
    assertEquals(LOST, two.takes("token"));
    assertEquals("{a=1}", seenBy(store2));
  }

  @Test
  void taken_inTheStore_leavesAloneWhatOthersSetThereMeanwhile() {
    begun(store1, "token", "4711", "a", "1");
    Request one = request(store1);
    Request two = request(store2).put("a", "2");
    two.write();
    assertEquals(WON, one.takes("token"));
    request(store2).put("token", "next").write();
    one.put("b", "1").write();
    assertEquals("{a=2, b=1, token=next}", seenBy(store1));
  }

  @Test
  void taken_inTheStore_isLostToWhoFindsAnotherValue_orNoSession() {
    begun(store1, "token", "4711");
    Request one = request(store1);
    Request two = request(store1);
    request(store2).put("token", "next").write();
    assertEquals(LOST, one.takes("token"));
    store2.end(request(store2).live());
    assertEquals(LOST, two.takes("token"));
    assertEquals("{}", seenBy(store1));
  }

  @Test
  void taken_whileOthersWriteAtTheSameTime_isTriedAgain() {
    begun(store1, "token", "4711");
    Request one = request(store1);
    store.before = () -> request(store2).put("a", "1").write();
    assertEquals(WON, one.takes("token"));
    assertEquals("{a=1}", seenBy(store1));
    begun(store1, "other", "1");
    Request three = request(store1);
    store.before = () -> request(store2).takes("other");
    assertEquals(LOST, three.takes("other"));
  }

  @Test
  void taken_inCookies_isOneTrip_andLostOnTheOtherNode() {
    begun(auto1, "token", "4711", "a", "1");
    Request one = request(auto1);
    Request two = request(auto2);
    assertEquals(1, store.tripsOf(() -> assertEquals(WON, one.takes("token"))));
    assertEquals(LOST, two.takes("token"));
    one.write().arrives();
    assertEquals("{a=1}", seenBy(auto2));
  }

  @Test
  void taken_inCookies_showsNothingInTheStore() {
    begun(auto1, "token", "attack at dawn");
    Request request = request(auto1);
    request.takes("token");
    store.values.forEach(
        (key, value) -> {
          String text = key + new String(value, ISO_8859_1);
          assertFalse(text.contains("attack") || text.contains("token"), text);
          assertFalse(text.contains(request.session.id()), text);
        });
    assertEquals(1, store.values.size());
  }

  @Test
  void taken_inCookies_isLostToWhoComesWithWhatAnotherRequestHasMadeOfThem() {
    begun(auto1, "token", "4711");
    Request slow = request(auto1);
    request(auto2).put("a", "1").write().arrives();
    request(auto2).put("a", "2").write().arrives();
    Request two = request(auto2);
    assertEquals(WON, slow.takes("token"));
    assertEquals(LOST, two.takes("token"));
  }

  @Test
  void taken_inCookies_mayComeBack_inTheSameRequestOrLater_andBeTakenAgain() {
    begun(auto1, "token", "4711");
    Request first = request(auto1);
    assertEquals(WON, first.takes("token"));
    first.put("token", "4711").write().arrives();
    Request second = request(auto2);
    assertEquals(WON, second.takes("token"));
    second.write().arrives();
    request(auto1).put("token", "4711").write().arrives();
    Request third = request(auto1);
    assertEquals(WON, third.takes("token"));
  }

  @Test
  void taken_inCookies_isLostToWhoFindsItInTheStore_andTheReverse() {
    begun(auto1, "token", "4711");
    Request inCookies = request(auto1);
    request(auto2).put("large", noise(20_000)).write().arrives();
    Request inStore = request(auto2);
    assertTrue(inStore.live().inStore());
    assertEquals(WON, inCookies.takes("token"));
    assertEquals(LOST, inStore.takes("token"));
    begun(auto1, "other", "1");
    Request late = request(auto1);
    assertTrue(late.live().inStore());
    request(auto2).put("large", null).write().reserve(false).arrives();
    Request again = request(auto2);
    assertFalse(again.live().inStore());
    assertEquals(WON, late.takes("other"));
    assertEquals(LOST, again.takes("other"));
    assertEquals("{token=4711}", seenBy(auto1));
  }

  @Test
  void taken_whereASessionHasLeftTheStore_isLostToWhoStillLooksThere() {
    begun(auto1, "token", "4711", "large", noise(20_000));
    Request late = request(auto1);
    request(auto2).put("large", null).write().reserve(false).arrives();
    Request first = request(auto2);
    assertEquals(WON, first.takes("token"));
    first.write().reserve(false).arrives();
    request(auto2).put("token", "next").write().reserve(false).arrives();
    assertEquals(LOST, late.takes("token"));
    assertEquals("{token=next}", seenBy(auto1));
  }

  @Test
  void taken_isLostToWhoHasTakenALateChangeIn_butForARemoval() {
    begun(auto1, "token", "4711", "gone", "1");
    Request late = request(auto1).reserve(true);
    late.arrives();
    Request one = request(auto1);
    assertTrue(late.put("a", "1").writeLate());
    Request two = request(auto2);
    assertEquals("{a=1, gone=1, token=4711}", all(two));
    assertEquals(WON, one.takes("token"));
    assertEquals(LOST, two.takes("token"));
  }

  @Test
  void taken_longAgo_isToldFromTakenJustNow() {
    begun(auto1, "token", "4711");
    assertEquals(WON, request(auto1).takes("token"));
    pass(20);
    assertEquals(LOST, request(auto2).takes("token"));
    clock.advance(Duration.ofMillis(1));
    assertEquals(Claimed.Outcome.LOST_LONG_AGO, request(auto2).takes("token"));
  }

  @Test
  void taken_whileTheStoreIsDown_isNobodys() {
    begun(auto1, "token", "4711");
    Request request = request(auto1);
    store.down = true;
    assertThrows(StoreException.class, () -> request.takes("token"));
    store.down = false;
    assertEquals(WON, request.takes("token"));
  }

  @Test
  void taken_withSessionsInTokens_isOnceWhereThereIsAStore() {
    begun(token, "token", "4711");
    assertEquals(WON, request(token).takes("token"));
    assertEquals(LOST, request(token).takes("token"));
  }

  // In the store

  @Test
  void written_isFoundOnTheOtherNode_inOneTrip() {
    begun(store1, "a", "1");
    assertEquals(1, store.tripsOf(() -> assertEquals("{a=1}", seenBy(store2))));
    assertEquals(Set.of("vs"), browser.cookies.keySet());
  }

  @Test
  void changed_isOneTripMore_andSetsNoCookie() {
    begun(store1, "a", "1");
    Request request = request(store2).put("a", "2");
    assertEquals(1, store.tripsOf(request::write));
    assertEquals(List.of(), request.answer);
    assertEquals("{a=2}", seenBy(store1));
  }

  @Test
  void store_showsNothingOfASession() {
    String secret = "attack at dawn, by the old mill";
    begun(store1, "plan", secret);
    String id = request(store1).session.id();
    store.values.forEach(
        (key, value) -> {
          String text = new String(value, ISO_8859_1);
          assertFalse(text.contains("attack") || text.contains("plan"), "its attributes");
          assertFalse(text.contains(id) || key.contains(id), "its id");
        });
    assertEquals(1, store.values.size());
  }

  @Test
  void record_underTheKeyOfAnother_isNoSession() {
    begun(store1, "a", "1");
    Map.Entry<String, byte[]> first = store.values.entrySet().iterator().next();
    browser = new Browser();
    begun(store1, "b", "2");
    store.values.keySet().stream()
        .filter(key -> !key.equals(first.getKey()))
        .forEach(key -> store.write(key, first.getValue(), time().plusSeconds(100)));
    assertInstanceOf(Presented.Unreadable.class, request(store1).now);
  }

  @Test
  void record_ofAnyBytes_isNoSession_andNoFault() {
    begun(store1, "a", "1");
    String key = store.values.keySet().iterator().next();
    byte[] real = store.values.get(key).clone();
    for (int length = 0; length < real.length; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      store.write(key, bytes, time().plusSeconds(100));
      assertFalse(request(store1).now instanceof Presented.Live, "random, " + length);
      byte[] cut = java.util.Arrays.copyOf(real, length);
      store.write(key, cut, time().plusSeconds(100));
      assertFalse(request(store1).now instanceof Presented.Live, "cut, " + length);
      byte[] changed = real.clone();
      changed[length] ^= 1;
      store.write(key, changed, time().plusSeconds(100));
      assertFalse(request(store1).now instanceof Presented.Live, "changed, " + length);
    }
  }

  @Test
  void pointer_ofAVisitor_isNotTheSessionOfALogin_andTheReverse() {
    begun(store1, "a", "1");
    Browser planted = new Browser();
    planted.cookies.put("us", browser.get("vs"));
    assertFalse(new Request(store1, planted, ANN).now instanceof Presented.Live);
    Request login = new Request(store1, browser, ANN).changeId(ANN).put("b", "2").write();
    login.arrives();
    assertEquals(Set.of("us"), browser.cookies.keySet());
    planted.cookies.put("vs", browser.get("us"));
    planted.cookies.remove("us");
    assertFalse(new Request(store1, planted, VISITOR).now instanceof Presented.Live);
    assertEquals("{a=1, b=2}", all(new Request(store2, browser, ANN)));
  }

  @Test
  void differentAttributes_changedAtOnceOnTwoNodes_areAllKept() {
    begun(store1, "a", "1", "b", "1", "gone", "1");
    Request one = request(store1).put("a", "2").put("gone", null);
    Request two = request(store2).put("b", "2").put("new", "2").interval(60);
    one.write();
    two.write();
    assertEquals("{a=2, b=2, new=2}", seenBy(store1));
    assertEquals(60, request(store1).session.maxInactiveSeconds());
  }

  @Test
  void attribute_thatWasOnlyRead_doesNotWinOverAnothersChange() {
    begun(store1, "a", "1", "b", "1");
    Request slow = request(store1);
    assertEquals("1", slow.get("a"));
    request(store2).put("a", "2").write();
    slow.put("b", "3").write();
    assertEquals("{a=2, b=3}", seenBy(store2));
    slow.put("b", "4").write(); // again, after it was merged: it still has not seen a=2
    assertEquals("{a=2, b=4}", seenBy(store2));
  }

  @Test
  void sameAttribute_changedAtOnce_theLastOneWins() {
    begun(store1, "a", "1");
    Request one = request(store1).put("a", "2");
    Request two = request(store2).put("a", "3");
    one.write();
    two.write();
    assertEquals("{a=3}", seenBy(store1));
  }

  @Test
  void conflict_costsTwoTripsMore() {
    begun(store1, "a", "1");
    Request one = request(store1).put("a", "2");
    request(store2).put("b", "3").write();
    assertEquals(3, store.tripsOf(one::write));
  }

  @Test
  void contention_withoutEnd_isAnswered_andTheSessionIsWhatOthersMadeOfIt() {
    begun(store1, "a", "1");
    Request one = request(store1).put("a", "2");
    Runnable[] again = new Runnable[1];
    again[0] =
        () -> {
          request(store2).put("b", noise(5)).write();
          store.before = again[0];
        };
    store.before = again[0];
    StoreException refused = assertThrows(StoreException.class, one::write);
    assertTrue(refused.getMessage().contains("so many requests at once"), refused::getMessage);
    store.before = null;
    assertEquals("1", request(store1).get("a"));
  }

  @Test
  void ended_isEndedForAll_andALateWriterDoesNotBringItBack() {
    begun(store1, "a", "1");
    Request late = request(store2).put("a", "late");
    Request ending = request(store1);
    assertTrue(ending.node.end(ending.live()));
    assertTrue(late.write().ended());
    assertEquals(List.of(), late.answer);
    assertFalse(request(store1).now instanceof Presented.Live);
    assertFalse(request(store2).now instanceof Presented.Live);
    pass(3_600);
    assertInstanceOf(Presented.Unreadable.class, request(store2).now);
  }

  @Test
  void ended_isEndedByOneAlone() {
    begun(store1, "a", "1");
    Request one = request(store1);
    Request two = request(store2);
    request(store2).put("b", "2").write(); // neither has seen that
    assertTrue(one.node.end(one.live()));
    assertFalse(two.node.end(two.live()));
  }

  @Test
  void justEnded_doesNotDeleteTheCookie_whichMayBeANewerOne_endedLongAgoDoes() {
    begun(store1, "a", "1");
    Request ending = request(store1);
    ending.node.end(ending.live());
    assertInstanceOf(Presented.None.class, request(store2).now);
    pass(601);
    assertInstanceOf(Presented.Unreadable.class, request(store2).now);
  }

  @Test
  void changedId_theFormerOneIsNoSession_andNothingIsLost() {
    begun(store1, "a", "1");
    Browser former = browser.twin();
    Request parallel = request(store2).put("b", "2");
    Request login = new Request(store1, browser, ANN).changeId(ANN).put("c", "3");
    parallel.write();
    login.write().arrives();
    assertEquals("{a=1, b=2, c=3}", all(new Request(store2, browser, ANN)));
    assertFalse(new Request(store2, former, VISITOR).now instanceof Presented.Live);
    assertTrue(parallel.put("b", "late").write().ended());
  }

  @Test
  void changedId_costsTwoTrips() {
    begun(store1, "a", "1");
    Request login = new Request(store1, browser, ANN).changeId(ANN);
    assertEquals(2, store.tripsOf(login::write));
  }

  @Test
  void changedId_ofASessionThatHasJustEnded_bringsNothingBack() {
    begun(store1, "a", "1");
    Request login = new Request(store1, browser, ANN).changeId(ANN);
    Request ending = request(store2);
    ending.node.end(ending.live());
    assertTrue(login.write().ended());
    store.values.values().forEach(value -> assertEquals(1, value.length, "only marks are left"));
  }

  @Test
  void changedTwiceInOneRequest_theSecondWritingKeepsTheCookieOfTheFirst() {
    Request request = request(store1).put("a", "1").write();
    List<CookieValue> first = List.copyOf(request.answer);
    request.answer.clear();
    request.put("a", "2").write();
    assertEquals(first, request.answer);
    request.arrives();
    assertEquals("{a=2}", seenBy(store2));
  }

  @Test
  void lateChange_isWritten_butNeitherIdNorOwnerThatTheClientDoesNotKnow() {
    begun(store1, "a", "1");
    Request request = request(store1);
    assertTrue(request.changeId(ANN).put("a", "late").writeLate());
    assertEquals("{a=late}", seenBy(store2));
  }

  @Test
  void tooLargeForTheStore_isSaid_andTheSessionStays() {
    begun(store1, "a", "1");
    Request request = request(store1).put("big", "x".repeat(1 << 20));
    SessionTooLarge refused =
        assertThrows(SessionTooLarge.class, () -> store1.write(request.session, request.now, 0));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("\"big\" 1048576 bytes"),
        refused::getMessage);
    assertEquals("{a=1}", seenBy(store1));
    Request fits = request(store1).put("big", "x".repeat(1_000_000)).write();
    assertFalse(fits.ended());
  }

  @Test
  void storeDown_isSaid_andAfterwardsEverythingGoesOn() {
    begun(store1, "a", "1");
    Request request = request(store1).put("a", "2");
    store.down = true;
    assertThrows(StoreException.class, request::write);
    assertThrows(StoreException.class, () -> request(store2));
    store.down = false;
    assertEquals("{a=1}", seenBy(store2));
    request.write();
    assertEquals("{a=2}", seenBy(store2));
  }

  @Test
  void thousandChangesOnTwoNodes_noneIsLost() throws Exception {
    begun(store1, "a", "1");
    inParallel(1_000, i -> request(i % 2 == 0 ? store1 : store2).put("n" + i, "" + i).write());
    Request after = request(store1);
    for (int i = 0; i < 1_000; i++) {
      assertEquals("" + i, after.get("n" + i));
    }
  }

  @Test
  void logoutAmidAThousandChanges_isFinal() throws Exception {
    begun(store1, "a", "1");
    List<Presented.Live> first = List.of(request(store1).live());
    inParallel(
        1_000,
        i -> {
          if (i == 500) {
            store1.end(first.get(0));
          } else {
            Request request = request(i % 2 == 0 ? store1 : store2);
            if (request.now instanceof Presented.Live) { // else the application has no session
              request.put("n" + i, "" + i).write();
            }
          }
        });
    assertFalse(request(store1).now instanceof Presented.Live);
    assertFalse(request(store2).now instanceof Presented.Live);
    store.values.values().forEach(value -> assertEquals(1, value.length));
  }

  private interface Step {
    void run(int i);
  }

  private static void inParallel(int times, Step step) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        int number = i;
        all.add(threads.submit(() -> step.run(number)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  // Times

  @Test
  void used_slides_byTheRecord_andSetsNoCookie() {
    begun(store1, "a", "1");
    pass(59);
    assertFalse(request(store2).live().needsTouch());
    pass(1);
    Request reading = request(store2);
    assertTrue(reading.live().needsTouch());
    assertEquals(List.of(), store2.touch(reading.live()).cookies());
    assertFalse(request(store1).live().needsTouch());
    pass(INACTIVE + 59);
    assertInstanceOf(Presented.Live.class, request(store1).now);
    pass(1);
    assertInstanceOf(Presented.Expired.class, request(store1).now);
  }

  @Test
  void touch_thatIsLateForAChange_changesNothing() {
    begun(store1, "a", "1");
    pass(100);
    Request reading = request(store1);
    request(store2).put("a", "2").write();
    store1.touch(reading.live());
    assertEquals("{a=2}", seenBy(store1));
  }

  @Test
  void glance_asksTheStoreOnceInAWhile() {
    begun(store1, "a", "1");
    Browser sent = browser;
    assertEquals(0, store.tripsOf(() -> assertTrue(store1.glance(sent::get, VISITOR).isPresent())));
    assertTrue(store2.glance(sent::get, VISITOR).isEmpty(), "this node knows nothing of it");
    pass(60);
    assertTrue(store1.glance(sent::get, VISITOR).isEmpty());
    store1.touch(request(store1).live());
    assertTrue(store1.glance(sent::get, VISITOR).isPresent());
  }

  @Test
  void expired_isToldToOneRequestAlone() {
    begun(store1, "a", "1");
    pass(INACTIVE + 60);
    assertInstanceOf(Presented.Expired.class, request(store1).now);
    assertFalse(request(store2).now instanceof Presented.Expired);
  }

  @Test
  void absoluteEnd_comes_howeverBusy() {
    begun(store1, "a", "1");
    for (int i = 0; i < 15; i++) {
      pass(INACTIVE);
      store1.touch(request(store1).live());
    }
    pass(INACTIVE - 1);
    assertInstanceOf(Presented.Live.class, request(store2).now);
    pass(1);
    assertInstanceOf(Presented.Expired.class, request(store2).now);
  }

  @Test
  void reapers_ofTwoNodes_tellOnceOfASessionThatNobodyCameBackTo() {
    List<String> told = new ArrayList<>();
    SessionReaper one = new SessionReaper(records1, s -> told.add(s.attributes().toString()));
    SessionReaper two = new SessionReaper(records2, s -> told.add(s.attributes().toString()));
    begun(store1, "a", "1");
    request(store2);
    pass(INACTIVE + 59);
    one.sweep();
    two.sweep();
    assertEquals(List.of(), told);
    pass(31); // when they look has jitter
    two.sweep();
    one.sweep();
    assertEquals(List.of("{a=1 bytes}"), told);
    assertFalse(request(store1).now instanceof Presented.Expired);
    one.sweep();
    two.sweep();
    assertEquals(1, told.size());
  }

  @Test
  void reaper_leavesASessionThatIsUsedOnAnotherNode_andLooksAgain() {
    List<SessionSnapshot> told = new ArrayList<>();
    SessionReaper one = new SessionReaper(records1, told::add);
    begun(store1, "a", "1");
    pass(1_000);
    store2.touch(request(store2).live());
    pass(INACTIVE - 900);
    one.sweep();
    assertEquals(List.of(), told);
    assertEquals(1, records1.watch().size());
    pass(1_100);
    one.sweep();
    assertEquals(1, told.size());
    assertEquals(0, records1.watch().size());
  }

  @Test
  void reaper_whileTheStoreIsDown_losesNothing() {
    List<SessionSnapshot> told = new ArrayList<>();
    SessionReaper one = new SessionReaper(records1, told::add);
    begun(store1, "a", "1");
    pass(INACTIVE + 100);
    store.down = true;
    assertThrows(StoreException.class, one::sweep);
    store.down = false;
    one.sweep();
    assertEquals(1, told.size());
  }

  // In cookies while they hold it

  @Test
  void small_isInCookies_andTheStoreHearsNothing() {
    assertEquals(0, store.tripsOf(() -> begun(auto1, "a", "1")));
    assertEquals(0, store.tripsOf(() -> assertEquals("{a=1}", seenBy(auto2))));
  }

  @Test
  void grown_isInTheStore_shrunk_isInCookiesAgain_butNotAtOnce() {
    begun(auto1, "a", "1", "big", noise(7_000));
    assertTrue(request(auto1).live().inStore());
    assertEquals(Set.of("vs"), browser.cookies.keySet());
    request(auto2).put("big", noise(3_000)).write().reserve(false).arrives();
    assertTrue(request(auto1).live().inStore(), "it would fit, but not well");
    request(auto2).put("big", noise(500)).write().reserve(false).arrives();
    Request back = request(auto1);
    assertFalse(back.live().inStore());
    assertEquals("1", back.get("a"));
    assertEquals(500, String.valueOf(back.get("big")).length());
    assertEquals(Set.of("vs", "vs.r"), browser.cookies.keySet());
  }

  @Test
  void parallelRequests_whileASessionLeavesTheStore_loseNothing() {
    begun(auto1, "a", "1", "big", noise(7_000));
    Request before = request(auto2).put("before", "1");
    Browser former = browser.twin();
    request(auto1).put("big", null).write().reserve(false).arrives();
    Request after = new Request(auto2, former, VISITOR);
    assertEquals("1", after.get("a"), "who still has the former cookie has a session");
    after.put("after", "1").write();
    before.write();
    assertEquals("{a=1, after=1, before=1}", seenBy(auto1));
    request(auto1).put("c", "1").write().reserve(false).arrives();
    assertEquals("{a=1, after=1, before=1, c=1}", seenBy(auto2));
    request(auto1).put("after", "2").write().reserve(false).arrives();
    assertEquals("2", request(auto2).get("after"), "what was taken once is not taken again");
    before.put("before", "2").write();
    assertEquals("2", request(auto1).get("before"));
    pass(61);
    request(auto1).put("c", "2").write().reserve(false).arrives();
    pass(61);
    request(auto1).reserve(false).arrives();
    assertEquals(Set.of("vs"), browser.cookies.keySet());
    assertTrue(before.put("before", "3").write().ended());
    assertEquals("{a=1, after=2, before=2, c=2}", seenBy(auto2));
  }

  @Test
  void endedAfterItLeftTheStore_isGoneForThoseWithTheFormerCookieToo() {
    begun(auto1, "a", "1", "big", noise(7_000));
    Browser former = browser.twin();
    request(auto1).put("big", null).write().reserve(false).arrives();
    Request ending = request(auto2);
    assertTrue(auto2.end(ending.live()));
    assertFalse(new Request(auto1, former, VISITOR).now instanceof Presented.Live);
  }

  @Test
  void lateChange_isThereInTheNextRequest_onAnotherNode() {
    begun(auto1, "a", "1");
    Request late = request(auto1).reserve(true);
    late.arrives();
    late.put("a", "late").put("b", "late");
    assertTrue(late.writeLate());
    Request next = request(auto2);
    assertEquals("{a=late, b=late}", all(next));
    assertTrue(next.live().needsWrite());
    next.write().reserve(false).arrives();
    assertFalse(request(auto1).live().needsWrite());
    request(auto1).put("a", "newer").write().reserve(false).arrives();
    assertEquals("{a=newer, b=late}", seenBy(auto2));
  }

  @Test
  void lateChange_isKept_evenIfAnotherRequestWasFaster() {
    begun(auto1, "a", "1");
    Request late = request(auto1).reserve(true);
    late.arrives();
    request(auto2).put("other", "1").write().reserve(false).arrives();
    assertTrue(late.put("a", "late").writeLate());
    assertEquals("{a=late, other=1}", seenBy(auto1));
  }

  @Test
  void lateChange_ofWhatWasSavedBefore_yieldsToAnotherRequest_thatHasGoneOnFromThere() {
    begun(store1, "a", "1");
    Request first = request(store1).put("a", "2").put("b", "2").write();
    first.arrives();
    request(store2).put("a", "3").write().arrives();
    assertTrue(first.put("a", "2, and what it took").put("b", "late").writeLate("a", "b"));
    assertEquals("{a=3, b=late}", seenBy(store1));
  }

  @Test
  void lateChange_ofWhatWasNotSavedBefore_isKept_asTheLatest() {
    begun(store1, "a", "1");
    Request first = request(store1).put("b", "2").write();
    first.arrives();
    request(store2).put("a", "3").write().arrives();
    assertTrue(first.put("a", "late").writeLate("b"));
    assertEquals("{a=late, b=2}", seenBy(store1));
  }

  @Test
  void lateChange_twice_isFoundWhole() {
    begun(auto1, "a", "1");
    Request late = request(auto1).reserve(true);
    late.arrives();
    assertTrue(late.put("a", "2").writeLate());
    assertTrue(late.put("b", "3").writeLate());
    assertEquals("{a=2, b=3}", seenBy(auto2));
  }

  @Test
  void lateChange_tooLargeForCookies_isFound_andGoesToTheStore() {
    begun(auto1, "a", "1");
    Request late = request(auto1).reserve(true);
    late.arrives();
    assertTrue(late.put("big", noise(9_000)).writeLate());
    request(auto2).write().reserve(false).arrives();
    Request next = request(auto1);
    assertTrue(next.live().inStore());
    assertEquals(9_000, String.valueOf(next.get("big")).length());
  }

  @Test
  void reservation_withoutALateChange_isGivenUp_afterFiveSeconds_andNotBefore() {
    begun(auto1, "a", "1");
    Request late = request(auto1).reserve(true);
    late.arrives();
    clock.advance(Duration.ofMillis(4_999));
    request(auto2).reserve(false).arrives();
    assertEquals(Set.of("vs", "vs.r"), browser.cookies.keySet());
    clock.advance(Duration.ofMillis(1));
    request(auto2).reserve(false).arrives();
    assertEquals(Set.of("vs"), browser.cookies.keySet());
    assertFalse(late.put("a", "late").writeLate(), "nobody would look: it must be said");
  }

  @Test
  void lateChange_tenMinutesAfterTheReservationMayBeClosed_isNotTaken_sinceNobodyMayLook() {
    begun(auto1, "a", "1");
    Request late = request(auto1).reserve(true);
    late.arrives();
    pass(5);
    request(auto2).reserve(false).arrives();
    pass(599);
    assertFalse(late.put("a", "late").writeLate());
    pass(1);
    assertFalse(late.writeLate(), "the mark is gone");
    assertEquals("{a=1}", seenBy(auto1));
  }

  @Test
  void reservation_costsOneTripForTheNextRequest_andNoneForThoseAfter() {
    begun(auto1, "a", "1");
    assertEquals(0, store.tripsOf(() -> request(auto1).reserve(true).arrives()));
    assertEquals(1, store.tripsOf(() -> request(auto2)));
    pass(5);
    request(auto2).reserve(false).arrives();
    assertEquals(0, store.tripsOf(() -> request(auto2)));
  }

  @Test
  void reservation_ofARequestThatEndsInTime_isTakenBack() {
    begun(auto1, "a", "1");
    Request request = request(auto1).reserve(true).reserve(false);
    request.arrives();
    assertEquals(Set.of("vs"), browser.cookies.keySet());
  }

  @Test
  void reservation_ofAnotherSession_isNotLookedAt() {
    begun(auto1, "a", "1");
    request(auto1).reserve(true).arrives();
    List<String> planted = browser.get("vs.r");
    browser = new Browser();
    begun(auto1, "b", "2");
    browser.cookies.put("vs.r", planted);
    assertEquals(0, store.tripsOf(() -> assertEquals("{b=2}", seenBy(auto2))));
    request(auto1).reserve(false).arrives();
    assertEquals(Set.of("vs"), browser.cookies.keySet());
  }

  @Test
  void storeDown_sessionsInCookiesGoOn_butNoneCanGrow() {
    begun(auto1, "a", "1");
    Request late = request(auto1).reserve(true);
    late.arrives();
    store.down = true;
    Request request = request(auto2).put("a", "2").write().reserve(false);
    request.arrives();
    assertEquals("{a=2}", seenBy(auto1));
    assertThrows(StoreException.class, () -> request(auto1).put("big", noise(9_000)).write());
    assertThrows(StoreException.class, () -> late.put("b", "late").writeLate());
    store.down = false;
    assertTrue(late.writeLate());
    assertEquals("{a=2, b=late}", seenBy(auto2));
  }

  // From one form to another

  @Test
  void operatorChangesToTheStore_sessionsInCookiesGoThereWhenTheyChange() {
    begun(token, "a", "1");
    assertEquals("{a=1}", seenBy(store1));
    request(store1).put("b", "2").write().arrives();
    assertTrue(request(store2).live().inStore());
    assertEquals("{a=1, b=2}", seenBy(store2));
  }

  @Test
  void operatorChangesToCookies_sessionsInTheStoreGoThereWhenTheyChange() {
    begun(store1, "a", "1");
    assertEquals("{a=1}", seenBy(token));
    Request parallel = request(store1).put("late", "1");
    request(token).put("b", "2").write().arrives();
    assertFalse(request(token).live().inStore());
    assertEquals("{a=1, b=2}", seenBy(token));
    assertTrue(parallel.write().ended());
  }

  @Test
  void grownAndShrunkByLogin_changesFormAndId() {
    begun(auto1, "big", noise(7_000));
    Request login = new Request(auto1, browser, ANN).changeId(ANN).put("big", null);
    login.write().reserve(false).arrives();
    assertEquals(Set.of("us"), browser.cookies.keySet());
    Request next = new Request(auto2, browser, ANN);
    assertFalse(next.live().inStore());
    assertNotEquals(VISITOR, next.session.owner());
    store.values.values().forEach(value -> assertEquals(1, value.length));
  }

  @Test
  void cookiesDeleted_areAllOfThem() {
    begun(auto1, "big", noise(7_000));
    request(auto1).put("big", null).write().reserve(false).arrives();
    assertEquals(new TreeSet<>(Set.of("vs", "vs.r")), browser.cookies.keySet());
    browser.receive(auto1.clear(request(auto1).now));
    assertEquals(Set.of(), browser.cookies.keySet());
  }
}
