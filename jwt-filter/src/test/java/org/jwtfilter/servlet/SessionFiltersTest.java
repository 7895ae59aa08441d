package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequestAttributeEvent;
import jakarta.servlet.ServletRequestAttributeListener;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** Our filter among those of others, and files that no servlet of the application serves. */
class SessionFiltersTest {
  private static final List<String> ATTRIBUTES = Collections.synchronizedList(new ArrayList<>());

  private static final Cluster CLUSTER =
      Cluster.of(
          Cluster.scripted(
                  WebApp.at("/app")
                      .filter("jwt", JwtFilter.class, Cluster.options(), "/*")
                      .xml(
                          "<filter-mapping><filter-name>jwt</filter-name>"
                              + "<url-pattern>/do/*</url-pattern>"
                              + "<dispatcher>REQUEST</dispatcher><dispatcher>FORWARD</dispatcher>"
                              + "<dispatcher>INCLUDE</dispatcher></filter-mapping>")
                      .filter("/begun/*", SessionFiltersTest::beginsSession)
                      .filter("/do/buffered/*", SessionFiltersTest::buffers)
                      .filter("/do/wrapped/*", SessionFiltersTest::wraps)
                      .filter("/do/after/*", SessionFiltersTest::changesAfterwards))
              .listener(Attributes.class)
              .file("begun/style.css", "body {}")
              .file("begun/large.css", "a".repeat(200_000)));

  /** Our filter comes second here, behind one that wraps. */
  private static final Cluster BEHIND =
      Cluster.of(
          Cluster.scripted(
              WebApp.at("/app")
                  .filter("/*", SessionFiltersTest::wraps)
                  .filter("/do/buffered/*", SessionFiltersTest::buffers)
                  .filter(
                      "clocked",
                      ClockedFilter.class,
                      Cluster.options(),
                      "/*",
                      DispatcherType.REQUEST,
                      DispatcherType.FORWARD,
                      DispatcherType.ERROR)));

  @AfterAll
  static void stop() {
    CLUSTER.close();
    BEHIND.close();
  }

  private static void beginsSession(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws Exception {
    request.getSession().setAttribute("begun", request.getServletPath());
    chain.doFilter(request, response);
  }

  private static void wraps(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws Exception {
    chain.doFilter(
        new HttpServletRequestWrapper(request), new HttpServletResponseWrapper(response));
  }

  private static void changesAfterwards(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws Exception {
    chain.doFilter(request, response);
    request.getSession().setAttribute("after", "the chain");
  }

  /** As filters do that compress. */
  private static void buffers(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws Exception {
    Buffer buffer = new Buffer(response);
    chain.doFilter(request, buffer);
    buffer.writer.flush();
    response.setContentLength(buffer.bytes.size());
    response.getOutputStream().write(buffer.bytes.toByteArray());
  }

  private static final class Buffer extends HttpServletResponseWrapper {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintWriter writer = new PrintWriter(bytes);

    Buffer(HttpServletResponse response) {
      super(response);
    }

    @Override
    public PrintWriter getWriter() {
      return writer;
    }

    @Override
    public ServletOutputStream getOutputStream() {
      return new ServletOutputStream() {
        @Override
        public void write(int one) {
          bytes.write(one);
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}
      };
    }

    @Override
    public void flushBuffer() throws IOException {}
  }

  /** Hears of request attributes. */
  public static final class Attributes implements ServletRequestAttributeListener {
    @Override
    public void attributeAdded(ServletRequestAttributeEvent event) {
      ATTRIBUTES.add(event.getName());
    }
  }

  private static Answer path(
      Browser browser, String more, org.jwtfilter.servlet.testkit.Handler script) {
    Answer answer = Browser.ok(browser.client().get(Cluster.path(more, script)));
    List<String> names = Browser.cookies(answer);
    assertEquals(List.copyOf(new LinkedHashSet<>(names)), names, "each cookie once");
    return answer;
  }

  @ParameterizedTest
  @EnumSource
  void sessionBegunInAFilter_goesOutWithAFile(ServerUnderTest server) {
    for (String file : List.of("/begun/style.css", "/begun/large.css")) {
      Browser browser = CLUSTER.browser(server);
      Answer answer = Browser.ok(browser.client().get(file));
      assertEquals(List.of("jwt-visitor"), Browser.cookies(answer), file);
      assertEquals(file, browser.attribute("begun"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sessionBegunInAFilter_goesOutWithHead_range_andNotModified(ServerUnderTest server) {
    String modified =
        CLUSTER
            .browser(server)
            .client()
            .get("/begun/style.css")
            .header("Last-Modified")
            .orElseThrow();
    List<Request> requests =
        List.of(
            Request.of("HEAD", "/begun/style.css"),
            Request.get("/begun/large.css").header("Range", "bytes=5-9"),
            Request.get("/begun/large.css").header("Range", "bytes=5-9,20-30"),
            Request.get("/begun/style.css").header("If-Modified-Since", modified),
            Request.get("/begun/nothing.css"));
    List<Integer> statuses = new ArrayList<>();
    for (Request request : requests) {
      Browser browser = CLUSTER.browser(server);
      Answer answer = browser.client().send(request);
      statuses.add(answer.status());
      assertEquals(List.of("jwt-visitor"), Browser.cookies(answer), answer::toString);
      assertEquals(request.path(), browser.attribute("begun"));
    }
    assertEquals(List.of(200, 206, 206, 304, 404), statuses);
  }

  @ParameterizedTest
  @EnumSource
  void changeBehindABufferingFilter_isSaved(ServerUnderTest server) {
    for (Cluster cluster : List.of(CLUSTER, BEHIND)) {
      Browser browser = cluster.browser(server);
      Answer answer =
          path(
              browser,
              "/buffered",
              (q, r) -> {
                r.getWriter().print("x".repeat(50_000));
                r.flushBuffer();
                q.getSession().setAttribute("a", "b");
              });
      assertEquals(50_000, answer.text().length());
      assertEquals("b", browser.attribute("a"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void changeBehindAWrappingFilter_isSaved(ServerUnderTest server) {
    for (Cluster cluster : List.of(CLUSTER, BEHIND)) {
      Browser browser = cluster.browser(server);
      path(
          browser,
          "/wrapped",
          (q, r) -> {
            q.getSession().setAttribute("a", "b");
            r.flushBuffer();
          });
      assertEquals("b", browser.attribute("a"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void includeAndForwardBehindAWrappingFilter_areSaved(ServerUnderTest server) {
    String part = Cluster.path((q, r) -> q.getSession().setAttribute("part", "c"));
    for (Cluster cluster : List.of(CLUSTER, BEHIND)) {
      Browser browser = cluster.browser(server);
      path(browser, "/wrapped", (q, r) -> q.getRequestDispatcher(part).include(q, r));
      assertEquals("c", browser.attribute("part"));
      Browser other = cluster.browser(server);
      path(other, "/wrapped", (q, r) -> q.getRequestDispatcher(part).forward(q, r));
      assertEquals("c", other.attribute("part"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void changeInAFilterAfterTheServlet_isSaved(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server);
    path(browser, "/after", (q, r) -> r.getWriter().print("small page"));
    assertEquals("the chain", browser.attribute("after"));
  }

  @ParameterizedTest
  @EnumSource
  void requestAttributesOfOurs_areHeardByNobody(ServerUnderTest server) {
    Browser browser = CLUSTER.browser(server);
    ATTRIBUTES.clear();
    browser.does(
        (q, r) -> {
          q.getSession().setAttribute("a", "b");
          q.getRequestDispatcher(Cluster.path((q2, r2) -> q2.getSession())).include(q, r);
          r.flushBuffer();
        });
    browser.does((q, r) -> q.getRequestDispatcher(Cluster.path((q2, r2) -> {})).forward(q, r));
    browser.does((q, r) -> r.sendRedirect("x"), 302);
    List<String> ours = ATTRIBUTES.stream().filter(name -> name.contains("jwtfilter")).toList();
    assertEquals(List.of(), ours);
  }

  @ParameterizedTest
  @EnumSource
  void requestAttributesOfTheContainersOwnListener_areHeard(ServerUnderTest server) {
    ATTRIBUTES.clear();
    CLUSTER.browser(server).does((q, r) -> q.setAttribute("theirs", 1));
    assertEquals(1, Collections.frequency(ATTRIBUTES, "theirs"));
  }

  @ParameterizedTest
  @EnumSource
  void redirectsOfLaterServers_saveBeforeTheyLeave(ServerUnderTest server) throws Exception {
    for (Class<?>[] more :
        List.of(
            new Class<?>[] {String.class, int.class},
            new Class<?>[] {String.class, boolean.class},
            new Class<?>[] {String.class, int.class, boolean.class})) {
      Object[] arguments =
          java.util.Arrays.stream(more)
              .map(
                  type ->
                      Map.<Class<?>, Object>of(
                              String.class, "x", int.class, 303, boolean.class, true)
                          .get(type))
              .toArray();
      Browser browser = CLUSTER.browser(server);
      browser.does(
          (q, r) -> {
            q.getSession().setAttribute("a", "b");
            try {
              r.getClass().getMethod("sendRedirect", more).invoke(r, arguments);
            } catch (java.lang.reflect.InvocationTargetException e) {
              r.getWriter().print(e.getCause()); // this server is of Servlet 6.0
              r.getWriter().print(r.getHeaders("Set-Cookie").size());
            }
          });
      assertEquals("b", browser.attribute("a"));
    }
  }
}
