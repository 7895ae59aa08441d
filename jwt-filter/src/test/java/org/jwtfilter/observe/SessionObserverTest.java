package org.jwtfilter.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.jwtfilter.SettableClock;
import org.jwtfilter.servlet.testkit.ServerLog;

/** What is said of an application after it was observed. */
class SessionObserverTest {
  private static final String ID = "0123456789ABCDEF0123456789ABCDEF";

  private final SettableClock clock = new SettableClock(Instant.parse("2030-01-01T00:00:00Z"));
  private final SessionObserver observer = observer(1);
  private final Map<String, Object> session = new LinkedHashMap<>();
  private final Visits visits = new Visits();
  private final SessionView view = view(ID, session);

  /** What applications have: a list of who is there. */
  static final class Online {
    static final Map<String, String> USERS = new ConcurrentHashMap<>();
    static final Online INSTANCE = new Online();
    private final Set<Object> sessions = ConcurrentHashMap.newKeySet();
  }

  static final class Basket implements Serializable {
    private static final long serialVersionUID = 1;
    private final List<Object> items = new ArrayList<>();
    private final transient List<String> sums = new ArrayList<>();
  }

  /** With a service, as applications inject it. */
  static final class Priced implements Serializable {
    private static final long serialVersionUID = 1;
    private final transient Object prices = new Object();
  }

  @AfterEach
  void forget() {
    Online.USERS.clear();
    Online.INSTANCE.sessions.clear();
  }

  private SessionObserver observer(int oneIn) {
    return new SessionObserver(
        getClass().getClassLoader(), oneIn, clock, value -> Set.of(), List.of("com.shop.Heard"));
  }

  private static SessionView view(String id, Map<String, Object> session) {
    return new SessionView() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public List<String> names() {
        return List.copyOf(session.keySet());
      }

      @Override
      public Object get(String name) {
        return session.get(name);
      }

      @Override
      public Object asKey() {
        return session;
      }
    };
  }

  private Visit begin() {
    return observer.begin(visits, () -> false);
  }

  private void set(Visit visit, String name, Object value) {
    visit.set(name, ID, session.put(name, value), value);
  }

  private Object read(Visit visit, String name) {
    Object value = session.get(name);
    visit.read(name, ID, value);
    return value;
  }

  private void end(Visit visit) {
    observer.end(visit, view);
  }

  /** The part of the report about one attribute. */
  private String of(String name) {
    String json = observer.json();
    int start = json.indexOf("{\"name\":\"" + name + "\"");
    assertTrue(start >= 0, json);
    int end = json.indexOf("{\"name\":", start + 1);
    return json.substring(start, end < 0 ? json.length() : end);
  }

  private static void assertHas(String text, String part) {
    assertTrue(text.contains(part), () -> part + " is not in " + text);
  }

  @Test
  void application_ofPlainValues_goesInATokenAsItIs() {
    Visit visit = begin();
    set(visit, "user", "ann");
    end(visit);
    assertHas(observer.json(), "{\"verdict\":\"token\",\"settings\":[\"session=token\"],");
    assertHas(of("user"), "\"verdict\":\"token\",\"traps\":[],");
    assertHas(observer.json(), "\"listeners\":[\"com.shop.Heard\"]");
  }

  @Test
  void valueThatWasChangedAndNotSetAgain_isChangedInPlace() {
    Visit first = begin();
    set(first, "cart", new Basket());
    ((Basket) session.get("cart")).items.add("one");
    end(first);
    assertHas(of("cart"), "\"changed-in-place\":0"); // set in this very request
    Visit second = begin();
    ((Basket) read(second, "cart")).items.add("two");
    end(second);
    assertHas(of("cart"), "\"traps\":[\"transient\",\"changed-in-place\"]");
    assertHas(of("cart"), "\"changed-in-place\":1");
  }

  @Test
  void transientService_mustBeChanged_andACacheIsADoubt() {
    Visit visit = begin();
    set(visit, "priced", new Priced());
    set(visit, "cart", new Basket());
    end(visit);
    assertHas(of("priced"), "\"verdict\":\"change\",\"traps\":[\"transient-service\"]");
    assertHas(
        of("priced"),
        "\"reasons\":[\"Priced.prices is transient and holds a java.lang.Object; no session keeps"
            + " that, in tokens or in a store, and the field is null in the next request: give");
    assertHas(of("cart"), "\"verdict\":\"token\",\"traps\":[\"transient\"],\"reasons\":[]");
    assertHas(of("cart"), "\"doubts\":[\"Basket.sums is transient and holds a java.util.ArrayList");
    assertHas(observer.json(), "perhaps a cache, for what is said of each: cart\"");
    assertHas(observer.json(), "{\"verdict\":\"change\"");
  }

  @Test
  void valueThatWasOnlyRead_isNot() {
    Visit visit = begin();
    set(visit, "cart", new Basket());
    end(visit);
    Visit second = begin();
    read(second, "cart");
    end(second);
    assertHas(of("cart"), "\"read\":1,\"set\":1,");
    assertHas(of("cart"), "\"changed-in-place\":0");
  }

  @Test
  void settingAndChangingAfterTheCommit_areTold_andNeedAStore() {
    session.put("cart", new Basket());
    boolean[] committed = {false};
    Visit visit = observer.begin(visits, () -> committed[0]);
    set(visit, "early", "1");
    read(visit, "cart");
    observer.committing(visit);
    committed[0] = true;
    set(visit, "late", "1");
    set(visit, "early", "1");
    ((Basket) session.get("cart")).items.add("late");
    end(visit);
    assertHas(of("late"), "\"verdict\":\"store\",\"traps\":[\"set-after-commit\"]");
    assertHas(of("cart"), "changed-after-commit\"");
    assertHas(of("early"), "\"verdict\":\"token\"");
    assertHas(observer.json(), "\"settings\":[\"session=auto\",\"store=redis://HOST:6379\"");
    assertHas(observer.json(), "\"these need a store, for what is said of each: cart, late\"");
  }

  @Test
  void twoRequestsAtATime_thatBothChangeTheSession_needAStore() {
    session.put("a", "0");
    Visit one = begin();
    Visit two = begin();
    set(one, "a", "1");
    set(two, "b", "1");
    read(two, "a");
    end(one);
    end(two);
    assertHas(of("a"), "\"traps\":[\"parallel-use\",\"parallel-change\"]");
    assertHas(of("b"), "\"verdict\":\"store\",\"traps\":[\"parallel-change\"]");
    assertHas(of("b"), "two requests of one session changed the session at the same time");
  }

  @Test
  void twoRequestsAtATime_ofWhichOneReads_goInAToken() {
    session.put("a", "0");
    Visit one = begin();
    Visit two = begin();
    read(one, "a");
    set(two, "a", "1");
    end(one);
    end(two);
    assertHas(of("a"), "\"verdict\":\"token\",\"traps\":[\"parallel-use\"]");
  }

  /** A request that has changed the session, and whose response has left. */
  private Visit answered() {
    session.put("cart", new Basket());
    boolean[] committed = {false};
    Visit answered = observer.begin(visits, () -> committed[0]);
    changes(answered, "1");
    observer.committing(answered);
    committed[0] = true;
    return answered;
  }

  private void changes(Visit visit, String value) {
    ((Basket) read(visit, "cart")).items.add(value);
    set(visit, "a", value);
  }

  private void assertOneAfterTheOther() {
    assertHas(of("cart"), "\"traps\":[\"transient\",\"changed-in-place\"]");
    assertHas(of("a"), "\"traps\":[]");
  }

  @Test
  void requestThatBegins_whenTheOneBeforeHasAnswered_isNotAtTheSameTime() {
    Visit answered = answered();
    Visit next = begin();
    changes(next, "2");
    end(answered);
    end(next);
    assertOneAfterTheOther();
  }

  @Test
  void requestThatEnds_beforeTheOneThatHasAnswered_isNotAtTheSameTime() {
    Visit answered = answered();
    Visit next = begin();
    changes(next, "2");
    end(next);
    end(answered);
    assertOneAfterTheOther();
  }

  @Test
  void requestThatEnded_beforeTheResponseLeft_isNoExcuseForWhatComesAfter() {
    session.put("cart", new Basket());
    boolean[] committed = {false};
    Visit late = observer.begin(visits, () -> committed[0]);
    read(late, "cart");
    Visit early = begin();
    read(early, "cart");
    end(early);
    observer.committing(late);
    committed[0] = true;
    ((Basket) session.get("cart")).items.add("late");
    end(late);
    assertHas(of("cart"), "changed-after-commit\"");
  }

  @Test
  void requestsOneAfterTheOther_areNotAtATime() {
    Visit one = begin();
    set(one, "a", "1");
    end(one);
    Visit two = begin();
    set(two, "a", "2");
    end(two);
    assertHas(of("a"), "\"traps\":[]");
  }

  @Test
  void sameValueSetAgain_isNoChange() {
    session.put("a", "1");
    Visit one = begin();
    Visit two = begin();
    set(one, "a", "1");
    set(two, "a", new String("1"));
    end(one);
    end(two);
    assertHas(of("a"), "\"traps\":[\"parallel-use\"]");
  }

  @Test
  void removingWhatIsNotThere_isNoChange() {
    Visit visit = observer.begin(visits, () -> true);
    visit.removed("nothing", ID, null);
    visit.removed("something", ID, "1");
    end(visit);
    assertHas(of("nothing"), "\"traps\":[]");
    assertHas(of("something"), "\"traps\":[\"set-after-commit\"]");
  }

  @Test
  void sessionIdInAStaticMap_isNamedByItsField() {
    observer.asks(Online.class);
    Visit visit = begin();
    set(visit, "a", "1");
    end(visit);
    assertHas(observer.json(), "\"sessionsAsKeys\":[]");
    Online.USERS.put(ID, "ann");
    Visit second = begin();
    end(second);
    assertHas(observer.json(), "\"sessionsAsKeys\":[\"" + Online.class.getName() + ".USERS\"]");
    assertHas(observer.json(), "{\"verdict\":\"change\"");
  }

  @Test
  void sessionIdInAStaticMapOfAListener_isNamed_thoughNobodySawItAsk() {
    SessionObserver observing =
        new SessionObserver(
            getClass().getClassLoader(),
            1,
            clock,
            value -> Set.of(),
            List.of(Online.class.getName(), "com.shop.Missing"));
    Online.USERS.put(ID, "ann");
    observing.end(observing.begin(visits, () -> false), view);
    assertHas(observing.json(), Online.class.getName() + ".USERS");
  }

  /** As a servlet does that tells a class of the application who is there. */
  static final class Door {
    static void enter() {
      Register.USERS.put(ID, "ann");
    }

    static void never() {
      Untouched.USERS.clear();
    }
  }

  static final class Register {
    static final Map<String, String> USERS = new ConcurrentHashMap<>();
  }

  static final class Untouched {
    static final Map<String, String> USERS = made();

    private static Map<String, String> made() {
      touched = true;
      return new ConcurrentHashMap<>(Map.of(ID, "ann"));
    }
  }

  private static volatile boolean touched;

  @Test
  @EnabledForJreRange(max = JRE.JAVA_21) // no later Java tells what is initialised
  void sessionIdInAStaticMapOfAnotherClass_thatWasHandedIt_isNamed_andNothingIsInitialised() {
    observer.asks(Door.class);
    end(begin());
    assertHas(observer.json(), "\"sessionsAsKeys\":[]");
    Door.enter();
    end(begin());
    assertHas(observer.json(), "\"sessionsAsKeys\":[\"" + Register.class.getName() + ".USERS\"]");
    assertFalse(touched, "a class was initialised by being looked at");
  }

  @Test
  void classesThatAClassSpeaksOf_areReadFromItsFile() {
    assertTrue(SpokenOf.by(Door.class).contains(Register.class.getName()));
    assertTrue(SpokenOf.by(SessionObserverTest.class).contains(SessionObserver.class.getName()));
    assertEquals(Set.of(), SpokenOf.by(String.class));
  }

  @Test
  void sessionInAFieldOfASingleton_isNamedToo() {
    observer.asks(Online.class);
    Online.INSTANCE.sessions.add(session);
    end(begin());
    assertHas(observer.json(), Online.class.getName() + ".INSTANCE.sessions");
  }

  @Test
  void largeValue_needsAStore_andTheLargestSessionIsToldInCookieBytes() {
    byte[] noise = new byte[6000];
    new java.util.Random(1).nextBytes(noise);
    Visit visit = begin();
    set(visit, "blob", noise);
    end(visit);
    assertHas(of("blob"), "\"verdict\":\"store\"");
    assertHas(of("blob"), "it alone needs 9");
    assertHas(observer.json(), "0 of 1 times that one was looked at");
  }

  @Test
  void names_areShownWithoutIdsAndNumbers() {
    Visit visit = begin();
    set(visit, "page-of-" + ID, "1");
    set(visit, "order-123456", "1");
    set(visit, "order-987654", "1");
    set(visit, "abcdefabcdef", "1");
    set(visit, "line\r\nWARNING", "1");
    end(visit);
    of("page-of-{session id}");
    assertHas(of("order-{n}"), "\"set\":2");
    of("abcdefabcdef");
    of("line??WARNING");
    assertFalse(observer.json().contains(ID), observer::json);
  }

  @Test
  void name_withAnIdThatALoginHasChanged_isShownWithoutIt() {
    visits.isCalled("node01abcdefghijklm");
    visits.isCalled(ID);
    Visit visit = begin();
    set(visit, "page-of-node01abcdefghijklm", "1");
    set(visit, "page-of-" + ID, "1");
    end(visit);
    assertHas(of("page-of-{session id}"), "\"set\":2");
    assertFalse(observer.json().contains("node01"), observer::json);
  }

  @Test
  void valuesAndIds_areInNoForm_ofTheReport() {
    Visit visit = begin();
    Basket basket = new Basket();
    basket.items.add(new Object());
    basket.items.add("credit card");
    set(visit, "cart", basket);
    end(visit);
    for (String form : List.of(observer.json(), observer.html())) {
      assertFalse(form.contains("credit card") || form.contains(ID), form);
      assertHas(form, "Basket.items[0]");
    }
  }

  @Test
  void hostileName_isEscapedInThePage() {
    Visit visit = begin();
    set(visit, "<script>alert('x')</script>\"&", "1");
    end(visit);
    assertFalse(observer.html().contains("<script"), observer::html);
    assertHas(observer.html(), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;");
    assertFalse(observer.json().contains("<"), observer::json);
  }

  @Test
  void namesWithoutEnd_areCountedTogether_fromThreeHundredOn() {
    Visit visit = begin();
    for (char one = 'a'; one <= 'z'; one++) {
      for (char other = 'a'; other <= 'z'; other++) {
        set(visit, "x" + one + other, "1");
      }
    }
    end(visit);
    assertHas(of("(others)"), "\"set\":" + (26 * 26 - 300));
    assertEquals(301, observer.json().split("\\{\"name\":", -1).length - 1);
  }

  @Test
  void ofManyRequests_fewAreLookedAtClosely_butWhatIsNewInAnyCase() {
    SessionObserver sampling = observer(1_000_000);
    for (int i = 0; i < 50; i++) {
      Visit visit = sampling.begin(visits, () -> false);
      visit.set("a", ID, session.put("a", "1"), "1");
      sampling.end(visit, view);
    }
    assertHas(sampling.json(), "\"requests\":50,\"examined\":1,");
  }

  @Test
  void inOneSecond_noMoreThanTwentyAreLookedAt() {
    Sampler sampler = new Sampler(2, clock);
    int taken = 0;
    for (int i = 0; i < 1000; i++) {
      taken += sampler.takes() ? 1 : 0;
    }
    assertEquals(20, taken);
    clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 1000; i++) {
      taken += sampler.takes() ? 1 : 0;
    }
    assertEquals(40, taken);
  }

  @Test
  void whatFailsHere_isLoggedOnce_andGoesNoFurther() {
    SessionView broken =
        view(
            ID,
            new HashMap<>() {
              @Override
              public Object get(Object name) {
                throw new UnsupportedOperationException("broken");
              }
            });
    try (ServerLog log = ServerLog.of(SessionObserver.class.getName())) {
      session.put("a", new Basket());
      for (int i = 0; i < 2; i++) {
        Visit visit = begin();
        read(visit, "a");
        observer.end(visit, broken);
      }
      assertEquals(1, log.messages().size(), log::text);
    }
  }

  @Test
  void summary_isLoggedAtTheEnd_andEveryTenMinutesWhereSomethingIsNew() {
    try (ServerLog log = ServerLog.of(SessionObserver.class.getName())) {
      Visit visit = begin();
      set(visit, "user", "ann");
      clock.advance(Duration.ofSeconds(599));
      end(visit);
      assertEquals(List.of(), log.messages());
      clock.advance(Duration.ofSeconds(1));
      end(begin());
      assertEquals(1, log.messages().size(), log::text);
      assertHas(log.text(), "it can be migrated with: session=token");
      assertHas(log.text(), "user (java.lang.String, 5 bytes) goes in a token");
      clock.advance(Duration.ofMinutes(60));
      end(begin());
      assertEquals(1, log.messages().size(), "nothing new");
      observer.close();
      assertEquals(2, log.messages().size(), log::text);
    }
  }
}
