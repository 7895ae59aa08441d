package org.jwtfilter.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.ServerLog;

/** Whatever makes a response leave, the session leaves with it. */
class SessionCommitTest {
  private static final Cluster CLUSTER = Cluster.of(Cluster.app().file("page.jsp", "<p>page</p>"));

  @AfterAll
  static void stop() {
    CLUSTER.close();
  }

  /** Changes the session's list in place, which nobody sees but who compares. */
  private static void change(HttpServletRequest request, String entry) {
    @SuppressWarnings("unchecked")
    List<String> list = (List<String>) request.getSession().getAttribute("list");
    list.add(entry);
  }

  private static Map<String, Handler> waysOut() {
    Map<String, Handler> ways = new LinkedHashMap<>();
    ways.put("nothing written", (q, r) -> {});
    ways.put("flushBuffer", (q, r) -> r.flushBuffer());
    ways.put("stream flushed", (q, r) -> r.getOutputStream().flush());
    ways.put("stream closed", (q, r) -> r.getOutputStream().close());
    ways.put("stream printed to and closed", (q, r) -> closed(r.getOutputStream()));
    ways.put("writer flushed", (q, r) -> r.getWriter().flush());
    ways.put("writer closed", (q, r) -> r.getWriter().close());
    ways.put("writer asked for errors", (q, r) -> r.getWriter().checkError());
    ways.put("writer over-full at once", (q, r) -> r.getWriter().print("x".repeat(100_000)));
    ways.put("writer over-full bit by bit", (q, r) -> bits(r, "0123456789", 10_000));
    ways.put("writer over-full char by char", (q, r) -> chars(r, 'x', 100_000));
    ways.put("writer over-full in two bytes", (q, r) -> chars(utf8(r), 'ü', 60_000));
    ways.put("writer over-full in three bytes at once", (q, r) -> euros(utf8(r)));
    ways.put("writer over-full in three bytes", (q, r) -> chars(utf8(r), '€', 12_000));
    ways.put("writer over-full in four bytes", (q, r) -> bits(utf8(r), "😀", 20_000));
    ways.put("writer over-full in UTF-16", (q, r) -> chars(encoded(r, "UTF-16"), 'x', 60_000));
    ways.put("writer over-full in Latin 1", (q, r) -> chars(encoded(r, "ISO-8859-1"), 'ü', 90_000));
    ways.put("stream over-full at once", (q, r) -> r.getOutputStream().write(new byte[100_000]));
    ways.put("stream over-full bit by bit", (q, r) -> bytes(r, 1_000, 100));
    ways.put("stream over-full byte by byte", (q, r) -> bytes(r, 1, 100_000));
    ways.put(
        "stream exactly full", (q, r) -> r.getOutputStream().write(new byte[r.getBufferSize()]));
    ways.put("larger buffer", (q, r) -> buffer(r, 64_000, 100_000));
    ways.put("smaller buffer", (q, r) -> buffer(r, 100, 9_000));
    ways.put("setContentLength", (q, r) -> announced(r, () -> r.setContentLength(5)));
    ways.put("setContentLengthLong", (q, r) -> announced(r, () -> r.setContentLengthLong(5)));
    ways.put("setHeader", (q, r) -> announced(r, () -> r.setHeader("Content-Length", "5")));
    ways.put("addHeader", (q, r) -> announced(r, () -> r.addHeader("content-length", "5")));
    ways.put("setIntHeader", (q, r) -> announced(r, () -> r.setIntHeader("Content-Length", 5)));
    ways.put("addIntHeader", (q, r) -> announced(r, () -> r.addIntHeader("Content-Length", 5)));
    ways.put("empty body announced", (q, r) -> r.setContentLength(0));
    ways.put("sendError", (q, r) -> r.sendError(404));
    ways.put("sendError with a message", (q, r) -> r.sendError(503, "later"));
    ways.put("sendRedirect", (q, r) -> r.sendRedirect("elsewhere"));
    ways.put("sendRedirect to another host", (q, r) -> r.sendRedirect("http://a.example/"));
    ways.put("304", (q, r) -> r.setStatus(304));
    ways.put("204", (q, r) -> r.setStatus(204));
    ways.put("reset", (q, r) -> resetAfter(r, 10));
    ways.put("reset after much was written", (q, r) -> resetAfter(r, 8_190));
    ways.put("resetBuffer", (q, r) -> r.resetBuffer());
    ways.put("resetBuffer after much was written", (q, r) -> resetBufferAfter(r, 8_190));
    ways.put("include", (q, r) -> include(q, r, (q2, r2) -> {}));
    ways.put("include that flushes", (q, r) -> include(q, r, (q2, r2) -> r2.flushBuffer()));
    ways.put(
        "include that fills the buffer",
        (q, r) -> include(q, r, (q2, r2) -> r2.getWriter().print("x".repeat(100_000))));
    ways.put("include of a JSP", (q, r) -> q.getRequestDispatcher("/page.jsp").include(q, r));
    ways.put("forward", (q, r) -> forward(q, r, (q2, r2) -> r2.getWriter().print("x")));
    ways.put("forward to a JSP", (q, r) -> q.getRequestDispatcher("/page.jsp").forward(q, r));
    ways.put("forward that redirects", (q, r) -> forward(q, r, (q2, r2) -> r2.sendRedirect("x")));
    ways.put("forward that fails", (q, r) -> forward(q, r, (q2, r2) -> r2.sendError(500)));
    ways.put(
        "forward of the context",
        (q, r) -> q.getServletContext().getRequestDispatcher("/page.jsp").forward(q, r));
    ways.put("exception", (q, r) -> thrown());
    ways.put(
        "exception after some output",
        (q, r) -> {
          r.getWriter().print("half a page");
          thrown();
        });
    return ways;
  }

  private static void closed(ServletOutputStream stream) throws Exception {
    stream.println("x");
    stream.close();
  }

  private static HttpServletResponse utf8(HttpServletResponse response) {
    return encoded(response, "UTF-8");
  }

  private static HttpServletResponse encoded(HttpServletResponse response, String charset) {
    response.setContentType("text/plain;charset=" + charset);
    return response;
  }

  private static void euros(HttpServletResponse response) throws Exception {
    response.getWriter().print("€".repeat(12_000));
  }

  private static void bits(HttpServletResponse response, String bit, int times) throws Exception {
    PrintWriter writer = response.getWriter();
    for (int i = 0; i < times; i++) {
      writer.print(bit);
    }
  }

  private static void chars(HttpServletResponse response, char one, int times) throws Exception {
    PrintWriter writer = response.getWriter();
    for (int i = 0; i < times; i++) {
      writer.write(one);
    }
  }

  private static void bytes(HttpServletResponse response, int length, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      if (length == 1) {
        response.getOutputStream().write('x');
      } else {
        response.getOutputStream().write(new byte[length]);
      }
    }
  }

  private static void buffer(HttpServletResponse response, int size, int content) throws Exception {
    response.setBufferSize(size);
    response.getOutputStream().write(new byte[content]);
  }

  private static void announced(HttpServletResponse response, Runnable announcement)
      throws Exception {
    announcement.run();
    response.getOutputStream().write("12345".getBytes(UTF_8));
  }

  private static void resetAfter(HttpServletResponse response, int bytes) throws Exception {
    response.getOutputStream().write(new byte[bytes]);
    response.reset();
    response.getWriter().print("another page");
  }

  private static void resetBufferAfter(HttpServletResponse response, int bytes) throws Exception {
    response.getOutputStream().write(new byte[bytes]);
    response.resetBuffer();
    response.getOutputStream().print("another page");
  }

  private static void include(
      HttpServletRequest request, HttpServletResponse response, Handler part) throws Exception {
    request.getRequestDispatcher(Cluster.path(part)).include(request, response);
  }

  private static void forward(HttpServletRequest request, HttpServletResponse response, Handler to)
      throws Exception {
    request.getRequestDispatcher(Cluster.path(to)).forward(request, response);
  }

  private static void thrown() {
    throw new IllegalArgumentException("as applications do");
  }

  static Stream<Arguments> serversAndWays() {
    return Arrays.stream(Setup.values())
        .flatMap(
            server ->
                waysOut().entrySet().stream()
                    .map(way -> Arguments.of(server, Named.of(way.getKey(), way.getValue()))));
  }

  private static Browser withList(Setup server) {
    Browser browser = CLUSTER.browser(server);
    browser.puts("list", new java.util.ArrayList<String>());
    return browser;
  }

  private static void assertSaved(String expected, Browser browser, Answer answer) {
    List<String> names = Browser.cookies(answer);
    assertEquals(List.copyOf(new LinkedHashSet<>(names)), names, "each cookie once");
    assertEquals(expected, browser.attribute("list"), answer::toString);
  }

  @ParameterizedTest
  @MethodSource("serversAndWays")
  void changeBeforeIt_isSaved(Setup server, Handler way) {
    Browser browser = withList(server);
    Answer answer =
        browser.tries(
            (q, r) -> {
              change(q, "x");
              way.handle(q, r);
            });
    assertSaved("[x]", browser, answer);
  }

  @ParameterizedTest
  @MethodSource("serversAndWays")
  void sessionBegunBeforeIt_isSaved(Setup server, Handler way) {
    Browser browser = CLUSTER.browser(server);
    Answer answer =
        browser.tries(
            (q, r) -> {
              q.getSession().setAttribute("list", List.of("new"));
              way.handle(q, r);
            });
    assertSaved("[new]", browser, answer);
  }

  @ParameterizedTest
  @EnumSource
  void head_carriesTheSession(Setup server) {
    Browser browser = withList(server);
    Answer answer =
        browser.sends(
            "HEAD",
            (q, r) -> {
              change(q, "x");
              r.getWriter().print("body");
            });
    assertSaved("[x]", browser, answer);
  }

  @ParameterizedTest
  @EnumSource
  void changeInsideAnInclude_isSaved(Setup server) {
    Browser browser = withList(server);
    Answer answer = browser.does((q, r) -> include(q, r, (q2, r2) -> change(q2, "x")));
    assertSaved("[x]", browser, answer);
    Answer named =
        browser.does(
            (q, r) -> {
              if (q.getAttribute("inside") == null) {
                q.setAttribute("inside", true);
                q.getServletContext().getNamedDispatcher("scripts").include(q, r);
              } else {
                change(q, "y");
                r.flushBuffer();
              }
            });
    assertSaved("[x, y]", browser, named);
  }

  @ParameterizedTest
  @EnumSource
  void changeAfterAnInclude_isSaved(Setup server) {
    Browser browser = withList(server);
    Answer answer =
        browser.does(
            (q, r) -> {
              include(q, r, (q2, r2) -> r2.getWriter().print("part"));
              change(q, "x");
            });
    assertSaved("[x]", browser, answer);
  }

  @ParameterizedTest
  @EnumSource
  void changeInsideAForward_isSaved(Setup server) {
    Browser browser = withList(server);
    Answer answer = browser.does((q, r) -> forward(q, r, (q2, r2) -> change(q2, "x")));
    assertSaved("[x]", browser, answer);
    Answer named =
        browser.does(
            (q, r) -> {
              if (q.getAttribute("inside") == null) {
                q.setAttribute("inside", true);
                q.getServletContext().getNamedDispatcher("scripts").forward(q, r);
              } else {
                change(q, "y");
              }
            });
    assertSaved("[x, y]", browser, named);
  }

  @ParameterizedTest
  @EnumSource
  void changeWhileThePageGrows_isSaved_asLongAsTheBufferHolds(Setup server) {
    Browser browser = withList(server);
    Answer answer =
        browser.does(
            (q, r) -> {
              PrintWriter writer = r.getWriter();
              for (int i = 0; !r.isCommitted() && i < 100_000; i++) {
                if (i % 512 == 0) {
                  q.getSession().setAttribute("list", List.of("until " + i));
                  q.setAttribute("last", "[until " + i + "]");
                }
                writer.write('x');
              }
              writer.print(" " + q.getAttribute("last"));
            });
    String text = answer.text();
    assertSaved(text.substring(text.indexOf(' ') + 1), browser, answer);
  }

  @ParameterizedTest
  @EnumSource
  void changeUnseen_beforeABufferOfWideCharactersIsFull_isSaved(Setup server) {
    Browser browser = withList(server);
    Answer answer =
        browser.does(
            (q, r) -> {
              utf8(r).setBufferSize(30_000);
              @SuppressWarnings("unchecked")
              List<String> list = (List<String>) q.getSession().getAttribute("list");
              chars(r, '€', 8_500);
              list.add("x"); // by a reference from before: nobody is asked
              chars(r, '€', 6_000);
            });
    assertSaved("[x]", browser, answer);
  }

  @ParameterizedTest
  @EnumSource
  void twoChangesBeforeTwoFlushes_theFirstIsSaved_theSecondGoesToTheStore_orIsReportedByName(
      Setup server) {
    Browser browser = withList(server);
    try (ServerLog log = ServerLog.of("org.jwtfilter")) {
      Answer answer =
          browser.does(
              (q, r) -> {
                change(q, "x");
                r.flushBuffer();
                change(q, "y");
                q.getSession().setAttribute("late-" + server, "z");
                r.flushBuffer();
              });
      assertSaved(server.token() ? "[x]" : "[x, y]", browser, answer);
      List<String> said = log.messages();
      assertEquals(server.token() ? 1 : 0, said.size(), said::toString);
      if (!server.token()) {
        assertEquals("z", browser.attribute("late-" + server));
        return;
      }
      assertTrue(said.get(0).contains("[late-" + server + ", list]"), said::toString);
      assertTrue(said.get(0).contains("/do"), said::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readingAfterCommit_isNotReported(Setup server) {
    Browser browser = withList(server);
    try (ServerLog log = ServerLog.of("org.jwtfilter")) {
      browser.does(
          (q, r) -> {
            r.flushBuffer();
            q.getSession().getAttribute("list");
          });
      assertEquals(List.of(), log.messages());
    }
  }

  @ParameterizedTest
  @EnumSource
  void invalidatedAfterAnEarlierSave_isGone(Setup server) {
    Browser browser = withList(server);
    Answer answer =
        browser.does(
            (q, r) -> {
              change(q, "x");
              r.setContentLength(5); // saves
              q.getSession().invalidate();
              r.getWriter().print("12345");
            });
    assertSaved("none", browser, answer);
  }

  @ParameterizedTest
  @EnumSource
  void shrunkAfterAnEarlierSave_leavesNoStaleCookie(Setup server) {
    Browser browser = CLUSTER.browser(server);
    Answer answer =
        browser.does(
            (q, r) -> {
              q.getSession().setAttribute("list", noise(3_600));
              r.setContentLength(5); // saves in two cookies
              q.getSession().setAttribute("list", List.of("small"));
              r.getWriter().print("12345");
            });
    assertSaved("[small]", browser, answer);
    assertEquals(
        server.auto() ? List.of("jwt-visitor", "jwt-visitor.r") : List.of("jwt-visitor"),
        browser.jar().names().stream().sorted().toList());
  }

  /** Random text, which no compression makes smaller. */
  static String noise(int length) {
    StringBuilder text = new StringBuilder();
    new java.util.Random(length).ints(length, 33, 127).forEach(one -> text.append((char) one));
    return text.toString();
  }
}
