package org.jwtfilter.servlet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit itself, so that a red contract test speaks of the filter and not of the kit. */
class TestKitTest {
  @ParameterizedTest
  @EnumSource
  void nodes_ofOneApplication_keepSessionsOfTheirOwn(ServerUnderTest server) {
    WebApp app =
        WebApp.at("/shop")
            .servlet("/put", (q, r) -> q.getSession().setAttribute("a", "b"))
            .servlet("/get", (q, r) -> r.getWriter().print(q.getSession().getAttribute("a")));
    try (Node one = server.start(app);
        Node two = server.start(app)) {
      Client client = Client.of(one, two);
      client.get("/put");
      assertEquals("null", client.get("/get").text());
      client.jar().clear();
      client.at(one).get("/put");
      assertEquals("b", client.at(one).get("/get").text());
      assertEquals(List.of("JSESSIONID"), client.jar().names());
    }
  }

  @ParameterizedTest
  @EnumSource
  void webXml_isParsedByTheContainer(ServerUnderTest server) {
    WebApp app =
        WebApp.at("")
            .contextParam("p", "<&>")
            .sessionTimeout(7)
            .listener(Listener.class)
            .filter("f", NamedFilter.class, Map.of("n", "v"), "/*", DispatcherType.REQUEST)
            .errorPage(404, "/lost")
            .errorPage(IllegalArgumentException.class, "/thrown")
            .servlet("/lost", (q, r) -> r.getWriter().print("lost " + q.getDispatcherType()))
            .servlet("/thrown", (q, r) -> r.getWriter().print("thrown"))
            .servlet(
                "/throw",
                (q, r) -> {
                  throw new IllegalArgumentException();
                })
            .servlet(
                "/",
                (q, r) -> {
                  if (!q.getRequestURI().equals("/")) {
                    r.sendError(404);
                    return;
                  }
                  r.getWriter().print(q.getSession().getMaxInactiveInterval());
                  r.getWriter().print(q.getServletContext().getAttribute("listened"));
                  r.getWriter().print(q.getServletContext().getInitParameter("p"));
                });
    try (Node node = server.start(app)) {
      Client client = Client.of(node);
      Answer answer = client.get("/");
      assertEquals("420" + "true" + "<&>", answer.text());
      assertEquals(List.of("v"), answer.headers("N"));
      assertEquals("lost ERROR", client.get("/nowhere").text());
      assertEquals("thrown", client.get("/throw").text());
      assertEquals(1, node.context().getAttribute("sessions"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void realm_knowsAnnAndBob(ServerUnderTest server) {
    WebApp app =
        WebApp.at("/app")
            .formLogin("/login.jsp", "/error.jsp")
            .securityRole("admin")
            .securityRole("customer")
            .securityConstraint("/admin/*", "admin")
            .file("login.jsp", "<%@ page session=\"false\" %>please <%= 1 + 1 %>")
            .servlet("/admin/x", (q, r) -> r.getWriter().print(q.getRemoteUser()))
            .servlet(
                "/login",
                (q, r) -> {
                  q.login(q.getParameter("name"), q.getParameter("name"));
                  r.getWriter().print(q.getRemoteUser() + q.isUserInRole("admin"));
                });
    try (Node node = server.start(app)) {
      assertEquals("anntrue".replace("true", "false"), loggedIn(node, "ann"));
      assertEquals("bobtrue", loggedIn(node, "bob"));
      Client form = Client.of(node);
      assertEquals("please 2", form.follow(form.get("/admin/x")).text().trim());
      Answer done = form.post("/j_security_check", "j_username", "bob", "j_password", "bob");
      assertEquals("bob", form.follow(done).text());
    }
  }

  private static String loggedIn(Node node, String user) {
    return Client.of(node).get("/login?name=" + user).text();
  }

  @ParameterizedTest
  @EnumSource
  void failingFilter_failsTheDeploymentWithItsCause(ServerUnderTest server) {
    WebApp app = WebApp.at("/x").filter("bad", FailingFilter.class, Map.of(), "/*");
    DeploymentFailed failed = assertThrows(DeploymentFailed.class, () -> server.start(app));
    assertEquals("no key", failed.because(IllegalStateException.class).orElseThrow().getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void ownClasses_areLoadedByEachNode(ServerUnderTest server) {
    WebApp app =
        WebApp.at("/own")
            .ownClasses(Own.class)
            .servlet(
                "/x",
                (q, r) -> {
                  Class<?> own =
                      Thread.currentThread().getContextClassLoader().loadClass(Own.class.getName());
                  r.getWriter().print(own == Own.class);
                });
    try (Node node = server.start(app)) {
      assertEquals("false", Client.of(node).get("/x").text());
    }
  }

  @ParameterizedTest
  @EnumSource
  void jar_keepsWhatBrowsersKeep(ServerUnderTest server) {
    WebApp app =
        WebApp.at("/c")
            .servlet(
                "/set",
                (q, r) -> {
                  r.addHeader("Set-Cookie", "a=1; Path=/c");
                  r.addHeader("Set-Cookie", "b=2; Path=/c/deep");
                  r.addHeader("Set-Cookie", "__Host-c=3; Path=/c; Secure");
                  r.addHeader("Set-Cookie", "__Host-d=4; Path=/; Secure");
                })
            .servlet("/forget", (q, r) -> forget(r))
            .servlet("/deep/x", (q, r) -> r.getWriter().print(q.getHeader("Cookie")))
            .servlet("/x", (q, r) -> r.getWriter().print(q.getHeader("Cookie")));
    try (Node node = server.start(app)) {
      Client client = Client.of(node);
      assertEquals(4, client.get("/set").setCookies().size());
      assertEquals("b=2; a=1; __Host-d=4", client.get("/deep/x").text());
      assertEquals("a=1; __Host-d=4", client.get("/x").text());
      assertEquals(1, client.jar().refused().size());
      Client twin = client.twin();
      assertEquals(1, client.get("/forget").setCookies("a").size());
      assertEquals("__Host-d=4", client.get("/x").text());
      assertEquals("a=1; __Host-d=4", twin.get("/x").text());
    }
  }

  private static void forget(HttpServletResponse response) {
    Cookie gone = new Cookie("a", "");
    gone.setMaxAge(0);
    gone.setPath("/c");
    response.addCookie(gone);
  }

  @ParameterizedTest
  @EnumSource
  void client_readsChunkedAnswersAndFollowsRedirects(ServerUnderTest server) {
    WebApp app =
        WebApp.at("/c")
            .servlet("/go", (q, r) -> r.sendRedirect("long?x=1"))
            .filter("/*", (q, r, chain) -> chain.doFilter(q, r))
            .servlet(
                "/long",
                (q, r) -> {
                  r.setContentType("text/plain;charset=UTF-8");
                  for (int i = 0; i < 5000; i++) {
                    r.getWriter().print("\u20ac");
                    if (i % 1000 == 0) {
                      r.flushBuffer();
                    }
                  }
                });
    try (Node node = server.start(app)) {
      Client client = Client.of(node);
      Answer answer = client.follow(client.get("/go"));
      assertEquals("\u20ac".repeat(5000), answer.text());
      assertTrue(answer.body().length > 5000);
      assertEquals("x=1", answer.from().getQuery());
      assertNotEquals(
          0,
          RawHttp.exchange(
                  node.base(),
                  "GET \u0001 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1),
                  java.time.Duration.ofSeconds(5))
              .status());
    } catch (java.io.IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void stoppedNode_refusesConnections(ServerUnderTest server) {
    Node node = server.start(WebApp.at("/c").servlet("/x", (q, r) -> {}));
    Client client = Client.of(node);
    assertEquals(200, client.get("/x").status());
    node.close();
    assertThrows(java.io.UncheckedIOException.class, () -> client.get("/x"));
  }

  @ParameterizedTest
  @EnumSource
  void log_isCaught(ServerUnderTest server) {
    WebApp app =
        WebApp.at("/c")
            .servlet("/x", (q, r) -> System.getLogger("kit.x").log(System.Logger.Level.INFO, "hi"));
    try (Node node = server.start(app);
        ServerLog log = ServerLog.of("kit")) {
      Client.of(node).get("/x");
      assertEquals(List.of("hi"), log.messages());
      assertFalse(log.records().isEmpty());
    }
  }

  /** Counts in the context. */
  public static final class Listener implements ServletContextListener, HttpSessionListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
      event.getServletContext().setAttribute("listened", true);
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
      event.getSession().getServletContext().setAttribute("sessions", 1);
    }
  }

  /** Says its init-param. */
  public static final class NamedFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(
        jakarta.servlet.http.HttpServletRequest request,
        HttpServletResponse response,
        jakarta.servlet.FilterChain chain)
        throws java.io.IOException, jakarta.servlet.ServletException {
      response.addHeader("N", getInitParameter("n"));
      chain.doFilter(request, response);
    }
  }

  /** Fails at start. */
  public static final class FailingFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    public void init(FilterConfig config) {
      throw new IllegalStateException("no key");
    }
  }

  /** A class of the application. */
  public static final class Own implements Serializable {
    private static final long serialVersionUID = 1L;
  }
}
