package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerLog;
import org.jwtfilter.servlet.testkit.ServerUnderTest;

/** Cookies that are not as we wrote them, and nodes that are not all alike. */
class SessionHostileTest {
  private static final Cluster CLUSTER = Cluster.of(Cluster.app());

  /** The second node has been restarted with a new key first. */
  private static final Cluster ROTATING =
      Cluster.of(
          Cluster.app("keys", Cluster.KEY + ", " + Cluster.NEXT_KEY),
          Cluster.app("keys", Cluster.NEXT_KEY + ", " + Cluster.KEY));

  /** The second node does not know the class. */
  private static final Cluster UNEQUAL =
      Cluster.of(Cluster.app(), Cluster.app("session-classes", "/WEB-INF/classes, com.example.*"));

  /** The second node has another key. */
  private static final Cluster STRANGERS =
      Cluster.of(Cluster.app(), Cluster.app("keys", Cluster.NEXT_KEY));

  @AfterAll
  static void stop() {
    CLUSTER.close();
    ROTATING.close();
    UNEQUAL.close();
    STRANGERS.close();
  }

  /** A class that not every node may read. */
  static final class Ware implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String name;

    Ware(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static void assertNoSession(Browser browser) {
    assertEquals("none", browser.attribute("a"));
    assertEquals(
        "null false",
        browser.asks(q -> q.getRequestedSessionId() + " " + q.isRequestedSessionIdValid()));
    assertEquals("true", browser.asks(q -> q.getSession().isNew()));
    assertEquals("false", browser.asks(q -> q.getSession().isNew()));
  }

  private static String cookie(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "b");
    return browser.jar().value("jwt-visitor").orElseThrow();
  }

  private static Browser with(ServerUnderTest server, String value) {
    Browser browser = CLUSTER.browser(server);
    browser.jar().accept("jwt-visitor=" + value + "; Path=/app", "/app/do");
    return browser;
  }

  @ParameterizedTest
  @EnumSource
  void garbage_isNoSession(ServerUnderTest server) {
    for (String value :
        List.of(
            "",
            "x",
            ".",
            "..",
            "...",
            "1..",
            "1.aaaaaa.",
            "1.aaaaaa.b",
            "99.aaaaaa.b",
            "16.aaaaaa.b",
            "-1.aaaaaa.b",
            "2147483648.aaaaaa.b",
            "\"1.a.b\"",
            "eyJhbGciOiJub25lIn0..",
            "a".repeat(4000))) {
      assertNoSession(with(server, value));
    }
  }

  @ParameterizedTest
  @EnumSource
  void changedInAnyPlace_isNoSession(ServerUnderTest server) {
    String value = cookie(server);
    int start = value.indexOf('.', 2) + 1; // before it only count and generation, of one piece
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      int at = start + random.nextInt(value.length() - start);
      char other = value.charAt(at) == 'A' ? 'B' : 'A';
      String changed = value.substring(0, at) + other + value.substring(at + 1);
      assertEquals("none", with(server, changed).attribute("a"), "at " + at);
    }
  }

  @ParameterizedTest
  @EnumSource
  void truncatedOrContinued_isNoSession(ServerUnderTest server) {
    String value = cookie(server);
    for (int length : List.of(1, 2, 8, 9, 10, value.length() / 2, value.length() - 1)) {
      assertEquals("none", with(server, value.substring(0, length)).attribute("a"));
    }
    assertEquals("none", with(server, value + "A").attribute("a"));
    assertEquals("none", with(server, value + value).attribute("a"));
    assertEquals("b", with(server, value).attribute("a"), "as it was written");
  }

  @ParameterizedTest
  @EnumSource
  void piecesMissingOrSwapped_areNoSession(ServerUnderTest server) {
    Browser whole = CLUSTER.browser(server);
    whole.puts("a", SessionCommitTest.noise(3_800));
    List<String> names = whole.jar().names();
    assertEquals(2, names.size());
    Browser missing = whole.twin();
    missing.jar().remove(names.get(1));
    assertNoSession(missing);
    Browser swapped = whole.twin();
    String first = whole.jar().value(names.get(0)).orElseThrow();
    String second = whole.jar().value(names.get(1)).orElseThrow();
    swapped.jar().accept(names.get(0) + "=" + second + "; Path=/app", "/app/do");
    swapped.jar().accept(names.get(1) + "=" + first + "; Path=/app", "/app/do");
    assertEquals("none", swapped.attribute("a"));
    Browser mixed = whole.twin();
    whole.puts("a", SessionCommitTest.noise(3_790));
    mixed
        .jar()
        .accept(
            names.get(1) + "=" + whole.jar().value(names.get(1)).orElseThrow() + "; Path=/app",
            "/app/do");
    assertEquals("none", mixed.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void idsThatAClientChose_areNeverAdopted(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server);
    browser.jar().put("JSESSIONID", "chosen");
    browser.jar().put("jwt-visitor", "chosen");
    assertEquals(
        "chosen false",
        browser.asks(q -> q.getRequestedSessionId() + " " + q.isRequestedSessionIdValid()));
    assertNotEquals("chosen", browser.asks(q -> q.getSession().getId()));
    Browser other = CLUSTER.browser(server);
    String path =
        Cluster.path(
            Browser.saying(
                q ->
                    q.getSession().getId().equals("chosen")
                        + " "
                        + q.isRequestedSessionIdValid()
                        + " "
                        + q.getRequestedSessionId()));
    Answer answer = other.client().send(Request.get(path.replace("?", ";jsessionid=chosen?")));
    assertEquals("false false chosen", answer.text());
  }

  @ParameterizedTest
  @EnumSource
  void twoSessionsAtOnce_areNone(ServerUnderTest server) {
    Browser browser = with(server, cookie(server));
    browser.jar().put("jwt-visitor", cookie(server));
    assertEquals("none", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void oldState_ofTheSameBrowser_isThatState(ServerUnderTest server) {
    Browser browser = with(server, cookie(server));
    Browser older = browser.twin();
    browser.puts("a", "c");
    assertEquals("b", older.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void touchCookieOfAnotherSession_orGarbage_changesNothing(ServerUnderTest server) {
    Browser browser = with(server, cookie(server));
    for (String touch : List.of("", "x", "1.2", cookie(server))) {
      browser.jar().accept("jwt-visitor.t=" + touch + "; Path=/app", "/app/do");
      assertEquals("b", browser.attribute("a"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyCookiesOfOurNames_areAnsweredQuickly(ServerUnderTest server) {
    String value = cookie(server);
    StringBuilder cookies = new StringBuilder("jwt-visitor=" + value);
    for (int i = 0; i < 80; i++) {
      cookies.append("; jwt-visitor=1.aaaaaa.").append(i).append("; jwt-visitor.1=aaaaaa.x");
    }
    Answer answer =
        CLUSTER
            .browser(server)
            .sends("GET", Browser.saying(q -> q.getSession(false)), "Cookie", cookies.toString());
    assertEquals(200, answer.status());
  }

  @ParameterizedTest
  @EnumSource
  void attributeWhoseClassIsRefusedHere_isMissing_andNamedInTheLogOnce(ServerUnderTest server) {
    Browser browser = UNEQUAL.browser(server);
    browser.atOne().puts("ware", new Ware("tea"));
    browser.atOne().puts("plain", "p");
    try (ServerLog log = ServerLog.of("org.jwtfilter")) {
      assertEquals("null", browser.atTwo().attribute("ware"));
      assertEquals("null", browser.atTwo().attribute("ware"));
      assertEquals("p", browser.atTwo().attribute("plain"));
      assertEquals(1, log.messages().size(), log::text);
      assertTrue(log.messages().get(0).contains(Ware.class.getName()), log::text);
      assertTrue(log.messages().get(0).contains("\"ware\""), log::text);
    }
    assertEquals("tea", browser.atOne().attribute("ware"), "reading has not thrown it away");
    browser.atTwo().puts("plain", "changed there");
    assertEquals("tea", browser.atOne().attribute("ware"), "nor has writing");
  }

  @ParameterizedTest
  @EnumSource
  void attributeThatNobodyMayKeep_isLeftOut_andNamedInTheLogOnce(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server);
    Object unstorable = new Object();
    try (ServerLog log = ServerLog.of("org.jwtfilter")) {
      for (int i = 0; i < 2; i++) {
        browser
            .atOne()
            .does(
                (q, r) -> {
                  q.getSession().setAttribute("keeps", "k");
                  q.getSession().setAttribute("thing-" + server, unstorable);
                });
      }
      assertEquals(1, log.messages().size(), log::text);
      assertTrue(log.messages().get(0).contains("thing-" + server), log::text);
      assertTrue(log.messages().get(0).contains("java.lang.Object"), log::text);
    }
    assertEquals("k", browser.attribute("keeps"));
    assertEquals("null", browser.attribute("thing-" + server));
  }

  @ParameterizedTest
  @EnumSource
  void listsWithAnUnstorableValue_doNotBreakTheRequest(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "b");
    browser.puts("list", new ArrayList<Object>(List.of("x", new Object())));
    assertEquals("b", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void keysInRotation_logNobodyOut(ServerUnderTest server) {
    Browser browser = ROTATING.browser(server);
    browser.atOne().puts("a", "visitor's");
    browser.atTwo().logsIn("ann");
    String id = browser.atOne().asks(q -> q.getSession().getId());
    for (int i = 0; i < 4; i++) {
      int round = i;
      assertEquals(i == 0 ? "visitor's" : "round " + (i - 1), browser.attribute("a"));
      browser.does((q, r) -> q.getSession().setAttribute("a", "round " + round));
      assertEquals("ann", browser.user());
      assertEquals("ann", browser.user());
      assertEquals(id, browser.asks(q -> q.getSession().getId()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sessionOfAnotherKey_isNone_andIsReplaced(ServerUnderTest server) {
    Browser browser = STRANGERS.browser(server);
    browser.atOne().puts("a", "b");
    browser.atOne().logsIn("ann");
    assertEquals("none", browser.atTwo().attribute("a"));
    assertEquals("null", browser.atTwo().user());
    browser.atTwo().puts("a", "c");
    assertEquals("c", browser.atTwo().attribute("a"));
  }
}
