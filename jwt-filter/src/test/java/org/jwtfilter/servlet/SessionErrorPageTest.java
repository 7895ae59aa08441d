package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.ServerLog;
import org.jwtfilter.servlet.testkit.ServerUnderTest;

/** The application's error pages see, and may change, the session of the request that failed. */
class SessionErrorPageTest {
  private static final Cluster CLUSTER =
      Cluster.of(
          Cluster.app()
              .errorPage(404, "/error")
              .errorPage(410, "/error.jsp")
              .errorPage(503, "/late-error")
              .errorPage(500, "/error") // Tomcat hides what an asynchronous dispatch has thrown
              .errorPage(IllegalArgumentException.class, "/error")
              .servlet("/error", SessionErrorPageTest::errorPage)
              .servlet("/late-error", SessionErrorPageTest::lateErrorPage)
              .file(
                  "error.jsp",
                  "<%@ page isErrorPage=\"true\" %>${sessionScope.a} ${sessionScope.changed}"
                      + " ${pageContext.request.userPrincipal.name} ${param.p}"));

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  private static void errorPage(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    response
        .getWriter()
        .print(
            request.getDispatcherType()
                + " "
                + request.getSession().getAttribute("a")
                + " "
                + request.getSession().getAttribute("changed")
                + " "
                + request.getRemoteUser()
                + " "
                + request.getSession().isNew());
    request.getSession().setAttribute("page", "was here");
  }

  private static void lateErrorPage(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    response.flushBuffer();
    request.getSession().setAttribute("late-" + request.getServletContext().getServerInfo(), "1");
  }

  private static Browser ann(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "b");
    browser.logsIn("ann");
    return browser;
  }

  private static void assertSeenAndSaved(
      ServerUnderTest server, int status, String seen, Handler failing) {
    Browser browser = ann(server);
    Answer answer = browser.tries(failing);
    assertEquals(status, answer.status(), answer::toString);
    assertEquals(seen, answer.text().trim());
    List<String> names = Browser.cookies(answer);
    assertEquals(List.copyOf(new LinkedHashSet<>(names)), names, "each cookie once");
    assertEquals("yes", browser.attribute("changed"), answer::toString);
  }

  private static void change(HttpServletRequest request) {
    request.getSession().setAttribute("changed", "yes");
  }

  private static void changesAndFails(HttpServletRequest request, HttpServletResponse response) {
    change(request);
    throw new IllegalArgumentException("as applications do");
  }

  @ParameterizedTest
  @EnumSource
  void sendError_pageSeesSessionAndUser(ServerUnderTest server) {
    assertSeenAndSaved(
        server,
        404,
        "ERROR b yes ann false",
        (q, r) -> {
          change(q);
          r.sendError(404);
        });
  }

  @ParameterizedTest
  @EnumSource
  void exception_pageSeesSessionAndUser(ServerUnderTest server) {
    assertSeenAndSaved(server, 500, "ERROR b yes ann false", SessionErrorPageTest::changesAndFails);
  }

  @ParameterizedTest
  @EnumSource
  void exceptionInAnAsyncDispatch_pageSeesSessionAndUser(ServerUnderTest server) {
    String next = Cluster.path(SessionErrorPageTest::changesAndFails);
    assertSeenAndSaved(
        server, 500, "ERROR b yes ann false", (q, r) -> q.startAsync().dispatch(next));
  }

  @ParameterizedTest
  @EnumSource
  void exceptionInAnAsyncDispatch_pageSeesTheSessionThatItBegan(ServerUnderTest server) {
    String next = Cluster.path(SessionErrorPageTest::changesAndFails);
    Browser browser = CLUSTER.browser(server);
    Answer answer = browser.tries((q, r) -> q.startAsync().dispatch(next));
    assertEquals("ERROR null yes null true", answer.text().trim());
    assertEquals("yes", browser.attribute("changed"));
  }

  @ParameterizedTest
  @EnumSource
  void exceptionAfterSomeOutput_pageSeesSessionAndUser(ServerUnderTest server) {
    assertSeenAndSaved(
        server,
        500,
        "ERROR b yes ann false",
        (q, r) -> {
          r.getWriter().print("half a page");
          change(q);
          throw new IllegalArgumentException("as applications do");
        });
  }

  @ParameterizedTest
  @EnumSource
  void sendErrorInAForward_pageSeesSessionAndUser(ServerUnderTest server) {
    String failing =
        Cluster.path(
            (q, r) -> {
              change(q);
              r.sendError(404);
            });
    assertSeenAndSaved(
        server,
        404,
        "ERROR b yes ann false",
        (q, r) -> q.getRequestDispatcher(failing).forward(q, r));
  }

  @ParameterizedTest
  @EnumSource
  void sendErrorAfterASave_pageSeesSessionAndUser(ServerUnderTest server) {
    assertSeenAndSaved(
        server,
        404,
        "ERROR b yes ann false",
        (q, r) -> {
          change(q);
          r.setContentLength(100);
          r.sendError(404);
        });
  }

  @ParameterizedTest
  @EnumSource
  void jspErrorPage_seesSessionAndUser(ServerUnderTest server) {
    assertSeenAndSaved(
        server,
        410,
        "b yes ann",
        (q, r) -> {
          change(q);
          r.sendError(410);
        });
  }

  @ParameterizedTest
  @EnumSource
  void errorPage_mayChangeTheSession(ServerUnderTest server) {
    Browser browser = ann(server);
    browser.tries((q, r) -> r.sendError(404));
    assertEquals("was here", browser.attribute("page"));
    Browser other = ann(server);
    other.tries(
        (q, r) -> {
          throw new IllegalArgumentException("as applications do");
        });
    assertEquals("was here", other.attribute("page"));
  }

  @ParameterizedTest
  @EnumSource
  void errorPage_ofAnUnknownPath_seesSessionAndUser(ServerUnderTest server) {
    Browser browser = ann(server);
    Answer answer = browser.client().get("/nowhere");
    assertEquals("ERROR b null ann false", answer.text());
    assertEquals("was here", browser.attribute("page"));
  }

  @ParameterizedTest
  @EnumSource
  void errorPage_ofASessionBegunBefore_hasThatSession(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server);
    Answer answer =
        browser.tries(
            (q, r) -> {
              q.getSession().setAttribute("a", "mine");
              r.sendError(404);
            });
    assertEquals("ERROR mine null null true", answer.text());
    assertEquals("mine", browser.attribute("a"));
    assertEquals(List.of("jwt-visitor"), browser.jar().names());
  }

  @ParameterizedTest
  @EnumSource
  void changeAfterTheErrorPagesCommit_isReportedByName(ServerUnderTest server) {
    Browser browser = ann(server);
    try (ServerLog log = ServerLog.of("org.jwtfilter")) {
      browser.tries((q, r) -> r.sendError(503));
      assertEquals(1, log.messages().size(), log::text);
      assertTrue(log.messages().get(0).contains("late-"), log::text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void changeAfterSendError_isSavedByThePage(ServerUnderTest server) {
    Browser browser = ann(server);
    browser.tries(
        (q, r) -> {
          r.sendError(404);
          change(q);
        });
    assertEquals("yes", browser.attribute("changed"));
  }

  @ParameterizedTest
  @EnumSource
  void invalidatedBeforeTheError_pageBeginsAnotherSession(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("a", "b");
    Answer answer =
        browser.tries(
            (q, r) -> {
              q.getSession().invalidate();
              r.sendError(404);
            });
    assertEquals("ERROR null null null true", answer.text());
    assertEquals("was here", browser.attribute("page"));
    assertEquals("null", browser.attribute("a"));
  }
}
