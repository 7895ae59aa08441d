package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.ServerLog;
import org.jwtfilter.servlet.testkit.ServerUnderTest;

/** Sessions of any size: those that fit travel, in pieces; those that do not are said to. */
class SessionOverflowTest {
  private static final Cluster CLUSTER = Cluster.of(Cluster.app());
  private static final Cluster WARNING = Cluster.of(Cluster.app("on-overflow", "warn"));

  @AfterAll
  static void stop() {
    CLUSTER.close();
    WARNING.close();
  }

  private static Handler overflows(Handler then) {
    return (q, r) -> {
      q.getSession().setAttribute("largest", SessionCommitTest.noise(9_000));
      q.getSession().setAttribute("large", SessionCommitTest.noise(3_000));
      then.handle(q, r);
    };
  }

  private static Browser ann(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server);
    browser.logsIn("ann");
    browser.puts("a", "before");
    return browser;
  }

  private static Map<String, Handler> waysOut() {
    Map<String, Handler> ways = new LinkedHashMap<>();
    ways.put("end", (q, r) -> r.getWriter().print("welcome"));
    ways.put("stream", (q, r) -> r.getOutputStream().print("welcome"));
    ways.put("flush", (q, r) -> r.flushBuffer());
    ways.put(
        "flushes",
        (q, r) -> {
          r.getWriter().print("welcome");
          r.getWriter().flush();
          r.getWriter().print("welcome");
          r.getWriter().close();
        });
    ways.put("large page", (q, r) -> r.getWriter().print("welcome".repeat(20_000)));
    ways.put("large stream", (q, r) -> r.getOutputStream().write(new byte[100_000]));
    ways.put(
        "stream, then nothing is written by a writer",
        (q, r) -> {
          r.flushBuffer();
          r.getWriter().print("welcome");
        });
    ways.put("length", (q, r) -> r.setContentLength(7));
    ways.put("redirect", (q, r) -> r.sendRedirect("x"));
    ways.put("error", (q, r) -> r.sendError(500));
    ways.put("include", (q, r) -> q.getRequestDispatcher(welcome()).include(q, r));
    ways.put("forward", (q, r) -> q.getRequestDispatcher(welcome()).forward(q, r));
    ways.put(
        "async",
        (q, r) -> {
          AsyncContext async = q.startAsync();
          async.start(async::complete);
        });
    ways.put("async dispatch", (q, r) -> q.startAsync().dispatch(welcome()));
    return ways;
  }

  private static String welcome() {
    return Cluster.path((q, r) -> r.getWriter().print("welcome"));
  }

  @ParameterizedTest
  @EnumSource
  void overfull_isSaidInPlaceOfThePage_andNothingElseIsLost(ServerUnderTest server) {
    waysOut()
        .forEach(
            (name, way) -> {
              Browser browser = ann(server);
              Answer answer = browser.tries(overflows(way));
              assertEquals(413, answer.status(), () -> name + ": " + answer);
              assertTrue(answer.text().startsWith("The session has become too large"), name);
              assertEquals("no-store", answer.header("Cache-Control").orElse(""), name);
              assertEquals("ann", browser.user(), name);
              assertEquals("before", browser.attribute("a"), name);
              assertEquals("null", browser.attribute("large"), name);
            });
  }

  @ParameterizedTest
  @EnumSource
  void overfullAfterAnEarlierSave_leavesWhatWasThereBefore(ServerUnderTest server) {
    Browser browser = ann(server);
    browser.does(
        (q, r) -> {
          q.getSession().setAttribute("a", "halfway");
          r.setContentLength(10); // saves
          overflows((q2, r2) -> r2.flushBuffer()).handle(q, r);
        },
        413);
    assertEquals("before", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void overfull_isLoggedOncePerNode_withTheLargestAttributesAndTheirSizes(ServerUnderTest server) {
    Browser browser = ann(server).atOne();
    String largest = "largest-on-" + server;
    try (ServerLog log = ServerLog.of("org.jwtfilter")) {
      for (int i = 0; i < 2; i++) {
        browser.tries(
            overflows(
                (q, r) -> q.getSession().setAttribute(largest, SessionCommitTest.noise(9_999))));
      }
      assertEquals(1, log.messages().size(), log::text);
      String message = log.messages().get(0);
      String sizes = "\"" + largest + "\" \\d+ bytes, \"largest\" \\d+ bytes, \"large\" \\d+ .*";
      assertTrue(message.matches("(?s)/do: the session takes .*" + sizes), message);
    }
  }

  @ParameterizedTest
  @EnumSource
  void overfull_whatThePageStillWrites_goesNowhere_andDoesNotFail(ServerUnderTest server) {
    List<String> thrown = new ArrayList<>();
    for (boolean text : List.of(true, false)) {
      Answer answer =
          ann(server)
              .tries(
                  overflows(
                      (q, r) -> {
                        r.flushBuffer();
                        try {
                          if (text) {
                            r.getWriter().print("welcome");
                            r.getWriter().flush();
                          } else {
                            r.getOutputStream().print("welcome");
                            r.getOutputStream().close();
                          }
                          r.sendRedirect("x");
                          r.sendError(500);
                        } catch (IllegalStateException e) {
                          thrown.add(e.toString());
                        }
                      }));
      assertEquals(413, answer.status());
      assertTrue(answer.text().startsWith("The session has become too large"), answer::toString);
    }
    assertEquals(List.of(), thrown);
  }

  @ParameterizedTest
  @EnumSource
  void overfullVisitor_keepsWhatWasThere_andCanGoOn(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "before");
    assertEquals(413, browser.tries(overflows((q, r) -> {})).status());
    assertEquals("before", browser.attribute("a"));
    browser.puts("a", "after");
    assertEquals("after", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void overfullOfAMegabyte_isSaidToo(ServerUnderTest server) {
    Browser browser = ann(server);
    browser.does(
        (q, r) -> q.getSession().setAttribute("large", SessionCommitTest.noise(1_000_000)), 413);
    assertEquals("before", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void attributeOfMoreThanAMegabyte_isSaidToo_whereverTheSessionIs(Setup setup) {
    Browser browser = CLUSTER.browser(setup);
    browser.puts("a", "before");
    try (ServerLog log = ServerLog.of("org.jwtfilter")) {
      for (boolean deflates : List.of(true, false)) {
        String large = deflates ? "x".repeat(1 << 20) : SessionCommitTest.noise(1 << 20);
        browser.does(
            (q, r) -> {
              q.getSession().setAttribute("a", "after");
              q.getSession().setAttribute("large on " + setup, large);
            },
            413);
        assertEquals("before", browser.attribute("a"));
        browser.does((q, r) -> q.getSession().setAttribute("a", new StringBuilder(large)), 413);
        assertEquals("before", browser.attribute("a"));
      }
      assertTrue(log.messages().get(0).contains("\"large on " + setup + "\" takes"), log::text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void warned_attributeOfMoreThanAMegabyte_isLoggedOnly(ServerUnderTest server) {
    Browser browser = WARNING.browser(server);
    browser.puts("a", "before");
    String large = "x".repeat(1 << 20);
    Handler script =
        (q, r) -> {
          q.getSession().setAttribute("huge", large);
          r.getWriter().print("welcome");
        };
    try (ServerLog log = ServerLog.of("org.jwtfilter")) {
      assertEquals("welcome", browser.does(script).text());
      assertTrue(log.messages().get(0).contains("\"huge\" takes"), log::text);
    }
    assertEquals("before", browser.attribute("a"));
    assertEquals("null", browser.attribute("huge"));
  }

  @ParameterizedTest
  @EnumSource
  void warned_thePageGoesThrough_andTheSessionStaysAsItWas(ServerUnderTest server) {
    Browser browser = WARNING.browser(server);
    browser.puts("a", "before");
    try (ServerLog log = ServerLog.of("org.jwtfilter")) {
      Answer answer = browser.does(overflows((q, r) -> r.getWriter().print("welcome")));
      assertEquals("welcome", answer.text());
      assertTrue(log.messages().get(0).contains("\"largest\""), log::text);
    }
    assertEquals("before", browser.attribute("a"));
    assertEquals("null", browser.attribute("large"));
  }

  @ParameterizedTest
  @EnumSource
  void growingAndShrinking_leavesNoStaleCookie(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server);
    List<Integer> counts = new ArrayList<>();
    for (int size : List.of(10, 2_000, 3_700, 3_900, 2_000, 10, 3_900, 3_800, 10)) {
      String value = SessionCommitTest.noise(size);
      browser.puts("large", value);
      assertEquals(value, browser.attribute("large"));
      counts.add(
          (int) browser.jar().names().stream().filter(n -> n.startsWith("jwt-visitor")).count());
    }
    assertEquals(List.of(1, 1, 2, 2, 1, 1, 2, 2, 1), counts);
    assertEquals(List.of(), browser.jar().refused());
  }

  @ParameterizedTest
  @EnumSource
  void largestThatFits_isAnsweredByTheServer_alsoWhenItComesBack(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server);
    browser.logsIn("ann");
    int fits = 0;
    for (int size = 3_000; size < 6_000; size += 100) {
      String value = SessionCommitTest.noise(size);
      if (browser.tries((q, r) -> q.getSession().setAttribute("a", value)).status() == 200) {
        fits = size;
        assertEquals(value, browser.attribute("a"));
      }
    }
    assertTrue(fits >= 3_500, "largest that fits: " + fits);
    assertEquals(SessionCommitTest.noise(fits), browser.attribute("a"));
    assertEquals("ann", browser.user());
  }
}
