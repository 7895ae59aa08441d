package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.ServerLog;
import org.jwtfilter.store.testkit.SharedStoreProvider;

/** Sessions that are in a store, always or when they must: over two nodes. */
class SessionStoreTest {
  private static final Cluster CLUSTER = Cluster.of(Cluster.app());

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  private static void down(Setup server, boolean down) {
    SharedStoreProvider.down(CLUSTER.store(server), down);
  }

  private static void put(HttpServletRequest request, String name, Object value) {
    request.getSession().setAttribute(name, value);
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_STORE", "JETTY_STORE"})
  void thousandParallelChangesOnTwoNodes_noneIsLost(Setup server) throws Exception {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "b");
    List<Answer> answers = together(browser, 1_000, i -> (q, r) -> put(q, "n" + i, "value " + i));
    answers.forEach(answer -> assertEquals(200, answer.status(), answer::toString));
    assertEquals(
        "[]",
        browser.asks(
            q -> {
              List<Integer> lost = new ArrayList<>();
              for (int i = 0; i < 1_000; i++) {
                if (!("value " + i).equals(q.getSession().getAttribute("n" + i))) {
                  lost.add(i);
                }
              }
              return lost;
            }));
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_STORE", "JETTY_STORE"})
  void logoutAmidAThousandChanges_isFinal(Setup server) throws Exception {
    Browser browser = CLUSTER.browser(server);
    browser.logsIn("ann");
    browser.puts("a", "b");
    Browser copy = browser.twin();
    List<Answer> answers =
        together(
            copy,
            1_000,
            i ->
                i == 500
                    ? (q, r) -> q.getSession().invalidate()
                    : (q, r) -> {
                      if (q.getSession(false) != null) {
                        put(q, "n" + i, "value " + i);
                      }
                    });
    answers.forEach(answer -> assertEquals(200, answer.status(), answer::toString));
    assertEquals("none", browser.attribute("a"));
    assertEquals("none", browser.atOne().attribute("a"));
    assertEquals("none", copy.attribute("a"));
    answers.forEach(browser::receives);
    assertEquals("none", browser.attribute("a"));
  }

  private interface Scripts {
    Handler script(int i);
  }

  private static List<Answer> together(Browser browser, int times, Scripts scripts)
      throws Exception {
    List<Callable<Answer>> requests = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Handler script = scripts.script(i);
      Browser at = i % 2 == 0 ? browser.atOne() : browser.atTwo();
      requests.add(() -> at.twin().tries(script));
    }
    return Browser.together(16, requests);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_.*")
  void anySize_upToAMegabyte_isKept(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("small", "s");
    for (int size : List.of(10, 5_000, 900_000, 3_000, 10, 100_000)) {
      String value = SessionCommitTest.noise(size);
      browser.puts("sized", value);
      assertEquals(value, browser.attribute("sized"));
      assertEquals("s", browser.attribute("small"));
    }
    assertEquals(List.of(), browser.jar().refused());
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_AUTO", "JETTY_AUTO"})
  void auto_fillsCookiesFirst_thenTheStore_thenCookiesAgain(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "b");
    int small = cookieBytes(browser);
    browser.puts("large", SessionCommitTest.noise(4_000));
    assertTrue(cookieBytes(browser) > 4_000, "in cookies");
    browser.puts("large", SessionCommitTest.noise(20_000));
    assertTrue(cookieBytes(browser) < 500, "in the store");
    browser.puts("large", null);
    int again = browser.jar().value("jwt-visitor").orElseThrow().length();
    assertEquals(small, again, 8, "but for times and version, as it was");
    assertEquals("b", browser.attribute("a"));
    assertEquals("null", browser.attribute("large"));
  }

  private static int cookieBytes(Browser browser) {
    return browser.jar().names().stream()
        .mapToInt(name -> browser.jar().value(name).orElse("").length())
        .sum();
  }

  private static Map<String, Handler> leavings() {
    Map<String, Handler> leavings = new LinkedHashMap<>();
    leavings.put("flush", (q, r) -> r.flushBuffer());
    leavings.put("full buffer", (q, r) -> r.getWriter().print("x".repeat(100_000)));
    leavings.put("redirect", (q, r) -> r.sendRedirect("elsewhere"));
    leavings.put("error", (q, r) -> r.sendError(404));
    leavings.put("length", (q, r) -> length(r));
    leavings.put("closed", (q, r) -> r.getWriter().close());
    return leavings;
  }

  private static void length(jakarta.servlet.http.HttpServletResponse response) throws Exception {
    response.setContentLength(2);
    response.getOutputStream().print("ok");
    response.flushBuffer();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_.*")
  void changedAfterTheResponseLeft_isThereInTheNextRequest(Setup server) {
    for (Map.Entry<String, Handler> leaving : leavings().entrySet()) {
      Browser browser = CLUSTER.browser(server);
      browser.puts("a", "b");
      try (ServerLog log = ServerLog.of("org.jwtfilter")) {
        browser
            .atOne()
            .tries(
                (q, r) -> {
                  put(q, "a", "in time");
                  leaving.getValue().handle(q, r);
                  put(q, "late", "yes");
                });
        String seen = until("yes", () -> browser.atTwo().attribute("late"));
        assertEquals("yes", seen, leaving.getKey());
        assertEquals("in time", browser.atOne().attribute("a"), leaving.getKey());
        assertEquals("yes", browser.atOne().attribute("late"), leaving.getKey());
        assertEquals(List.of(), log.messages());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_AUTO", "JETTY_AUTO"})
  void changedAfterAForward_isReportedOnce_andFromThenOnItIsThereInTheNextRequest(Setup server) {
    try (Cluster own = Cluster.of(Cluster.app())) {
      Browser browser = own.browser(server).atOne();
      browser.puts("a", "b");
      Handler forwards =
          (q, r) -> {
            String page = Cluster.path((q2, r2) -> r2.getWriter().print("page"));
            q.getSession();
            q.getRequestDispatcher(page).forward(q, r);
            put(q, "late", q.getParameter("s"));
          };
      try (ServerLog log = ServerLog.of("org.jwtfilter")) {
        browser.does(forwards);
        assertEquals("1", until("1", () -> Integer.toString(log.messages().size())), log::text);
      }
      try (ServerLog log = ServerLog.of("org.jwtfilter")) {
        browser.does(forwards);
        assertEquals("there", until("there", () -> there(browser, "late")));
        assertEquals(List.of(), log.messages());
      }
    }
  }

  private static String there(Browser browser, String name) {
    return browser.attribute(name).equals("null") ? "missing" : "there";
  }

  private interface Question {
    String ask();
  }

  /** The client may have its answer before the server has ended the request. */
  private static String until(String expected, Question question) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    String seen = question.ask();
    while (!seen.equals(expected) && System.nanoTime() < end) {
      seen = question.ask();
    }
    return seen;
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_AUTO", "JETTY_AUTO"})
  void smallPage_paysNothing(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "b");
    down(server, true);
    try {
      Answer answer = browser.does((q, r) -> r.getWriter().print(q.getSession().getId()));
      assertEquals(List.of(), answer.setCookies());
      browser.puts("a", "c");
      assertEquals("c", browser.attribute("a"));
      assertEquals(List.of("jwt-visitor"), browser.jar().names());
    } finally {
      down(server, false);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_STORE")
  void storeDown_whenTheSessionIsAskedFor_is503_otherPagesAndLaterOnesGoOn(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "b");
    down(server, true);
    try {
      Answer refused = browser.does((q, r) -> q.getSession(), 503);
      assertTrue(refused.header("Retry-After").isPresent(), refused::toString);
      assertEquals("page", browser.asks(q -> "page"));
    } finally {
      down(server, false);
    }
    assertEquals("b", again(browser));
  }

  /** The store's guard asks again only after a while. */
  private static String again(Browser browser) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    Answer answer = browser.tries(Browser.saying(q -> q.getSession().getAttribute("a")));
    while (answer.status() == 503 && System.nanoTime() < end) {
      answer = browser.tries(Browser.saying(q -> q.getSession().getAttribute("a")));
    }
    return Browser.ok(answer).text();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_.*")
  void storeDown_whenTheSessionIsSaved_is503InPlaceOfThePage_andNothingIsHalfSaved(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "before");
    try {
      Answer refused =
          browser.does(
              (q, r) -> {
                put(q, "a", "after");
                put(q, "large", SessionCommitTest.noise(20_000)); // more than cookies hold
                r.getWriter().print("the page");
                down(server, true);
              },
              503);
      assertTrue(refused.text().contains("could not be saved"), refused::toString);
      assertFalse(refused.text().contains("the page"), refused::toString);
      assertTrue(refused.header("Retry-After").isPresent(), refused::toString);
      assertEquals(List.of(), refused.setCookies());
    } finally {
      down(server, false);
    }
    assertEquals("before", again(browser));
    browser.puts("a", "after");
    assertEquals("after", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_STORE", "JETTY_STORE"})
  void storeDown_whenTheApplicationEndsTheSession_is503_andItsListenersWereNotTold(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "before");
    try {
      browser.does(
          (q, r) -> {
            var session = q.getSession();
            down(server, true);
            session.invalidate();
          },
          503);
    } finally {
      down(server, false);
    }
    assertEquals("before", again(browser));
  }
}
