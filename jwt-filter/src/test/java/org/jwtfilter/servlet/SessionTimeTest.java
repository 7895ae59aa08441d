package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.SettableClock;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.ServerUnderTest;

/**
 * How long a session lives. The timeout is 420 s; the last access is told to within a tenth of it,
 * 42 s, so a session that was told of is certainly idle for too long after 462 s.
 */
class SessionTimeTest {
  private static final SettableClock CLOCK = ClockedFilter.CLOCK;
  private static final Cluster CLUSTER =
      Cluster.of(Cluster.clocked("session-ignore-paths", "/do/news").sessionTimeout(7));

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  private static Browser browserWithSession(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server, CLOCK);
    browser.puts("a", "b");
    return browser;
  }

  private static void pass(long seconds) {
    CLOCK.advance(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @EnumSource
  void unused_untilTheLastSecond_goesOn(ServerUnderTest server) {
    Browser browser = browserWithSession(server);
    CLOCK.advance(Duration.ofMillis(461_999));
    assertEquals("b", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void unused_forTooLong_hasEnded(ServerUnderTest server) {
    Browser browser = browserWithSession(server);
    String id = browser.asks(q -> q.getSession().getId());
    pass(462);
    assertEquals(
        id + " false",
        browser.asks(q -> q.getRequestedSessionId() + " " + q.isRequestedSessionIdValid()));
    assertEquals(List.of(), browser.jar().names());
    assertNotEquals(id, browser.asks(q -> q.getSession().getId()));
  }

  @ParameterizedTest
  @EnumSource
  void expired_getSession_beginsAnotherOne(ServerUnderTest server) {
    Browser browser = browserWithSession(server);
    pass(462);
    assertEquals(
        "true null",
        browser.asks(q -> q.getSession().isNew() + " " + q.getSession().getAttribute("a")));
    assertEquals("false", browser.asks(q -> q.getSession().isNew()));
  }

  @ParameterizedTest
  @EnumSource
  void used_slides_withoutRewritingItsData(ServerUnderTest server) {
    Browser browser = browserWithSession(server);
    for (int i = 0; i < 5; i++) {
      pass(400);
      Answer answer = browser.does((q, r) -> q.getSession().getAttribute("a"));
      assertEquals(List.of("jwt-visitor.t"), Browser.cookies(answer));
    }
    assertEquals("b", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void used_withoutBeingAskedFor_slides(ServerUnderTest server) {
    Browser browser = browserWithSession(server);
    pass(400);
    browser.asks(q -> "no word of the session");
    pass(400);
    assertEquals("b", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void usedAgainSoon_setsNoCookie(ServerUnderTest server) {
    Browser browser = browserWithSession(server);
    pass(41);
    assertEquals(List.of(), Browser.cookies(browser.does((q, r) -> q.getSession())));
    pass(1);
    assertEquals(List.of("jwt-visitor.t"), Browser.cookies(browser.does((q, r) -> q.getSession())));
  }

  @ParameterizedTest
  @EnumSource
  void ignoredPath_doesNotSlide_butMayChange(ServerUnderTest server) {
    Browser browser = browserWithSession(server);
    pass(400);
    String news =
        Cluster.path("/news", (q, r) -> r.getWriter().print(q.getSession().getAttribute("a")));
    Answer answer = browser.client().get(news);
    assertEquals("b", answer.text());
    assertEquals(List.of(), Browser.cookies(answer));
    pass(62);
    assertEquals("none", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void times_areThoseOfBeginningAndOfTheAccessBefore(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server, CLOCK);
    long begin = CLOCK.millis();
    assertEquals(begin + " " + begin, browser.asks(SessionTimeTest::times));
    pass(100);
    assertEquals(begin + " " + begin, browser.asks(SessionTimeTest::times));
    pass(100);
    assertEquals(begin + " " + (begin + 100_000), browser.asks(SessionTimeTest::times));
  }

  private static String times(jakarta.servlet.http.HttpServletRequest request) {
    return request.getSession().getCreationTime()
        + " "
        + request.getSession().getLastAccessedTime();
  }

  @ParameterizedTest
  @EnumSource
  void intervalOfItsOwn_counts(ServerUnderTest server) {
    Browser browser = browserWithSession(server);
    browser.does((q, r) -> q.getSession().setMaxInactiveInterval(3600));
    pass(3600);
    assertEquals("b", browser.attribute("a"));
    browser.does((q, r) -> q.getSession().setMaxInactiveInterval(10));
    pass(11);
    assertEquals("none", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void intervalOfZeroOrLess_neverEnds_untilTheAbsoluteTimeout(ServerUnderTest server) {
    Browser browser = browserWithSession(server);
    browser.does((q, r) -> q.getSession().setMaxInactiveInterval(-1));
    pass(24 * 3600 - 1);
    assertEquals("b", browser.attribute("a"));
    assertEquals("-1", browser.asks(q -> q.getSession().getMaxInactiveInterval()));
    pass(1);
    assertEquals("none", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void busyAllDay_endsAtTheAbsoluteTimeout(ServerUnderTest server) {
    Browser browser = browserWithSession(server);
    for (int i = 0; i < 24 * 9; i++) {
      pass(400);
      if (i % 8 == 0) {
        browser.puts("a", "b" + i);
      } else {
        browser.does((q, r) -> {});
      }
    }
    assertEquals("none", browser.attribute("a"));
  }
}
