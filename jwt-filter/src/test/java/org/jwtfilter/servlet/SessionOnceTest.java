package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.ServerLog;
import org.jwtfilter.store.testkit.SharedStoreProvider;

/** What may happen once, over two nodes: the token of a form, taken out of the session. */
class SessionOnceTest {
  private static final Cluster CLUSTER = Cluster.of(Cluster.app());
  private static final Cluster OFF = Cluster.of(Cluster.app("session-once", "off"));
  private static final Cluster CLOCKED = Cluster.of(Cluster.clocked());

  @AfterAll
  static void stop() {
    CLUSTER.close();
    OFF.close();
    CLOCKED.close();
  }

  private static Object token(HttpServletRequest request) {
    return request.getSession().getAttribute("token");
  }

  /** As frameworks do: what was sent is compared, and good once. */
  private static Handler takes(Runnable meanwhile, Runnable action) {
    return (q, r) -> {
      boolean good = "4711".equals(token(q));
      meanwhile.run();
      if (good) {
        q.getSession().removeAttribute("token");
        action.run();
        q.getSession().setAttribute("done", "yes");
      }
      r.getWriter().print(good ? "done" : "sent before");
    };
  }

  private static Handler takes(AtomicInteger actions) {
    return takes(() -> {}, actions::incrementAndGet);
  }

  private static Browser browser(Cluster cluster, Setup setup, Object... others) {
    Browser browser = cluster.browser(setup);
    browser.does(
        (q, r) -> {
          q.getSession().setAttribute("token", "4711");
          for (int i = 0; i < others.length; i++) {
            q.getSession().setAttribute("other" + i, others[i]);
          }
        });
    return browser;
  }

  /** A request that is under way when another one takes the token. */
  private static Answer late(Browser browser, String method, Handler late, Handler first) {
    Handler both =
        (q, r) -> {
          token(q);
          assertEquals("done", Browser.ok(browser.twin().sends("POST", first)).text());
          late.handle(q, r);
        };
    return browser.twin().sends(method, both);
  }

  private static List<Answer> sixAtOnce(Browser browser, AtomicInteger actions) throws Exception {
    CyclicBarrier all = new CyclicBarrier(6); // all have read before any takes
    Handler script = takes(() -> await(all), actions::incrementAndGet);
    List<Callable<Answer>> requests = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Browser at = i % 2 == 0 ? browser.atOne() : browser.atTwo();
      requests.add(() -> at.twin().sends("POST", script));
    }
    return Browser.together(6, requests);
  }

  private static void await(CyclicBarrier all) {
    try {
      all.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertOnePasses(Browser browser) throws Exception {
    AtomicInteger actions = new AtomicInteger();
    List<Answer> answers = sixAtOnce(browser, actions);
    List<Integer> statuses = answers.stream().map(Answer::status).sorted().toList();
    assertEquals(List.of(200, 409, 409, 409, 409, 409), statuses);
    assertEquals(1, actions.get());
    answers.forEach(browser::receives);
    assertEquals("null", browser.attribute("token"));
    assertEquals("yes", browser.attribute("done"));
    assertEquals("sent before", browser.sends("POST", takes(actions)).text());
    assertEquals(1, actions.get());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_.*")
  void tokenPostedSixTimesAtOnce_isTakenOnce_alsoWhileTheSessionIsInCookies(Setup setup)
      throws Exception {
    assertOnePasses(browser(CLUSTER, setup));
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_AUTO", "JETTY_AUTO"})
  void tokenPostedSixTimesAtOnce_isTakenOnce_ofASessionTooLargeForCookies(Setup setup)
      throws Exception {
    assertOnePasses(browser(CLUSTER, setup, SessionCommitTest.noise(20_000)));
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_AUTO", "JETTY_STORE"})
  void tokenPostedSixTimesAtOnce_whereThatIsOff_isTakenEachTime(Setup setup) throws Exception {
    AtomicInteger actions = new AtomicInteger();
    sixAtOnce(browser(OFF, setup), actions).forEach(Browser::ok);
    assertEquals(6, actions.get());
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT", "JETTY"})
  void tokenPostedSixTimesAtOnce_withoutAStore_isTakenEachTime(Setup setup) throws Exception {
    AtomicInteger actions = new AtomicInteger();
    sixAtOnce(browser(CLUSTER, setup), actions).forEach(Browser::ok);
    assertEquals(6, actions.get());
  }

  private static Map<String, Handler> waysToFail() {
    Map<String, Handler> ways = new LinkedHashMap<>();
    ways.put("lets it go", (q, r) -> q.getSession().removeAttribute("token"));
    ways.put("sets null", (q, r) -> q.getSession().setAttribute("token", null));
    ways.put(
        "wraps it",
        (q, r) -> {
          try {
            q.getSession().removeAttribute("token");
          } catch (IllegalStateException e) {
            throw new ServletException(e);
          }
        });
    ways.put("page", caught((q, r) -> r.getWriter().print("sorry")));
    ways.put("large page", caught((q, r) -> r.getWriter().print("sorry".repeat(30_000))));
    ways.put("error", caught((q, r) -> r.sendError(500)));
    ways.put("redirect", caught((q, r) -> r.sendRedirect("elsewhere")));
    ways.put("nothing said", caught((q, r) -> q.getSession().setAttribute("done", "no")));
    return ways;
  }

  private static Handler caught(Handler then) {
    return (q, r) -> {
      try {
        q.getSession().removeAttribute("token");
      } catch (IllegalStateException e) {
        then.handle(q, r);
      }
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_STORE", "JETTY_AUTO"})
  void whoIsLate_isTold409_whateverTheApplicationMakesOfIt(Setup setup) {
    waysToFail()
        .forEach(
            (name, way) -> {
              Browser browser = browser(CLUSTER, setup);
              Handler first = takes(() -> {}, () -> {});
              Answer late = late(browser, "POST", way, first);
              assertEquals(409, late.status(), () -> name + ": " + late);
              assertTrue(late.text().startsWith("This form was sent twice"), name);
              assertEquals("no-store", late.header("Cache-Control").orElse(""), name);
              assertEquals(List.of(), late.setCookies(), name);
            });
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_AUTO", "JETTY_STORE"})
  void whoIsLate_isLoggedOnce_asInformation(Setup setup) {
    try (Cluster own = Cluster.of(Cluster.app());
        ServerLog log = ServerLog.of("org.jwtfilter.servlet.SessionPlan")) {
      for (int i = 0; i < 2; i++) {
        Browser browser = browser(own, setup).atOne();
        late(browser, "POST", takes(() -> {}, () -> {}), takes(() -> {}, () -> {}));
      }
      assertEquals(1, log.messages().size(), log::text);
      assertTrue(log.messages().get(0).contains("attribute \"token\" was taken"), log::text);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_AUTO", "JETTY_STORE"})
  void safeMethods_blindRemovals_andOwnValues_areNobodyElses(Setup setup) {
    AtomicInteger actions = new AtomicInteger();
    Handler first = takes(actions);
    Handler removes = (q, r) -> q.getSession().removeAttribute("token");
    Browser.ok(late(browser(CLUSTER, setup), "GET", removes, first));
    Browser browser = browser(CLUSTER, setup);
    Handler blind =
        (q, r) -> {
          q.getSession().getAttribute("another");
          browser.twin().sends("POST", first);
          removes.handle(q, r);
        };
    Browser.ok(browser.twin().sends("POST", blind));
    Handler own =
        (q, r) -> {
          q.getSession().setAttribute("token", "own");
          removes.handle(q, r);
        };
    Browser.ok(late(browser(CLUSTER, setup), "POST", own, first));
    assertEquals(3, actions.get());
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_AUTO", "JETTY_STORE"})
  void objectThatIsTaken_suchAsASavedRequest_isNoToken(Setup setup) {
    AtomicInteger actions = new AtomicInteger();
    Handler takes =
        (q, r) -> {
          q.getSession().removeAttribute("other0");
          actions.incrementAndGet();
          r.getWriter().print("done");
        };
    Handler late =
        (q, r) -> {
          q.getSession().getAttribute("other0");
          takes.handle(q, r);
        };
    Browser browser = browser(CLUSTER, setup, new ArrayList<>(List.of("a", "b")));
    Browser.ok(late(browser, "POST", late, late));
    assertEquals(2, actions.get());
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_AUTO", "JETTY_AUTO", "TOMCAT_STORE", "JETTY_STORE"})
  void sameValueThatComesBack_isTakenEachTime(Setup setup) {
    Browser browser = browser(CLUSTER, setup);
    AtomicInteger actions = new AtomicInteger();
    Handler takesAndSets =
        (q, r) -> {
          takes(actions).handle(q, r);
          q.getSession().setAttribute("token", "4711");
        };
    for (int i = 0; i < 3; i++) {
      Browser.ok(browser.sends("POST", takesAndSets));
    }
    Browser.ok(browser.sends("POST", takes(actions)));
    browser.puts("token", "4711");
    Browser.ok(browser.sends("POST", takes(actions)));
    assertEquals(5, actions.get());
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_STORE", "JETTY_STORE"})
  void whoComesWhileTheFirstIsAtWork_findsNoTokenAnyMore_andTheNextTokenStays(Setup setup) {
    Browser browser = browser(CLUSTER, setup);
    AtomicInteger actions = new AtomicInteger();
    Handler first =
        takes(
            () -> {},
            () -> {
              assertEquals("sent before", browser.sends("POST", takes(actions)).text());
              browser.puts("token", "next");
            });
    assertEquals("done", Browser.ok(browser.twin().sends("POST", first)).text());
    assertEquals("next", browser.attribute("token"));
    assertEquals(0, actions.get());
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_AUTO", "JETTY_AUTO", "TOMCAT_STORE", "JETTY_STORE"})
  void storeDown_whenTheTokenIsTaken_is503_andNothingHappens(Setup setup) {
    Browser browser = browser(CLUSTER, setup);
    AtomicInteger actions = new AtomicInteger();
    try {
      Handler script =
          takes(
              () -> SharedStoreProvider.down(CLUSTER.store(setup), true), actions::incrementAndGet);
      Answer refused = browser.sends("POST", script);
      assertEquals(503, refused.status(), refused::toString);
      assertTrue(refused.header("Retry-After").isPresent(), refused::toString);
    } finally {
      SharedStoreProvider.down(CLUSTER.store(setup), false);
    }
    assertEquals(0, actions.get());
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_AUTO", "JETTY_AUTO"})
  void answerThatNeverArrived_isRefusedForAWhile_andThenTheClientForgetsTheToken(Setup setup) {
    Browser browser = browser(CLOCKED, setup);
    AtomicInteger actions = new AtomicInteger();
    Browser.ok(browser.twin().sends("POST", takes(actions)));
    ClockedFilter.CLOCK.advance(Duration.ofSeconds(20));
    assertEquals(409, browser.sends("POST", takes(actions)).status());
    assertEquals(409, browser.sends("POST", takes(actions)).status());
    ClockedFilter.CLOCK.advance(Duration.ofMillis(1));
    assertEquals(409, browser.sends("POST", takes(actions)).status());
    assertEquals("sent before", browser.sends("POST", takes(actions)).text());
    assertEquals(1, actions.get());
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_AUTO", "JETTY_STORE"})
  void sessionThatAnotherRequestHasEnded_hasNothingToTake(Setup setup) {
    Browser browser = browser(CLUSTER, setup, SessionCommitTest.noise(20_000));
    AtomicInteger actions = new AtomicInteger();
    Handler ends =
        (q, r) -> {
          q.getSession().invalidate();
          r.getWriter().print("done");
        };
    assertEquals(409, late(browser, "POST", takes(actions), ends).status());
    assertEquals(0, actions.get());
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_AUTO", "JETTY_STORE"})
  void formThatWaitedForTheLogin_isAPost_thoughTheClientSendsAGet(Setup setup) {
    String[] options = {"protect", "/do/mine", "endpoints", "/jwt", "login-page", "/login"};
    try (Cluster own = Cluster.of(Cluster.app(options))) {
      Client client = browser(own, setup).client();
      AtomicInteger actions = new AtomicInteger();
      Queue<Runnable> meanwhile = new ConcurrentLinkedQueue<>();
      Runnable next = () -> Objects.requireNonNullElse(meanwhile.poll(), () -> {}).run();
      client.post(Cluster.path("/mine", takes(next, actions::incrementAndGet)), "item", "7");
      Answer login = client.post("/j_security_check", "j_username", "ann", "j_password", "ann");
      String page = client.target(login);
      Client twin = client.twin();
      meanwhile.add(() -> assertEquals("done", Browser.ok(twin.get(page)).text()));
      assertEquals(409, client.get(page).status());
      assertEquals(1, actions.get());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_STORE", "JETTY_AUTO"})
  void threadsOfOneRequest_areOne(Setup setup) {
    Browser browser = browser(CLUSTER, setup);
    Handler script =
        (q, r) -> {
          HttpSession session = q.getSession();
          token(q);
          List<Thread> threads = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> session.removeAttribute("token")));
          }
          threads.forEach(Thread::start);
          for (Thread thread : threads) {
            thread.join();
          }
        };
    Browser.ok(browser.sends("POST", script));
    assertEquals("null", browser.attribute("token"));
  }
}
