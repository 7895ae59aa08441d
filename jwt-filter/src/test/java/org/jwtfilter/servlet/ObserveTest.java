package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerLog;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** {@code session=observe}: the application cannot tell, and somebody may see what it does. */
@ParameterizedClass
@EnumSource
class ObserveTest {
  private static final String PAGE = "/jwt/observe";
  private static final Map<HttpSession, String> BY_SESSION =
      Collections.synchronizedMap(new WeakHashMap<>());

  private static Node observed;
  private static Node plain;

  private static final Map<String, String> MODULE =
      Map.of(
          "keys",
          Tokens.KEYS,
          "issuer",
          Tokens.ISSUER,
          "session",
          "observe",
          "observe-sample",
          "1",
          "observe-page",
          PAGE,
          "observe-role",
          "admin");

  /** The objects that stood for sessions. */
  private static final Set<HttpSession> SEEN =
      Collections.newSetFromMap(Collections.synchronizedMap(new IdentityHashMap<>()));

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    observed =
        server.start(
            app(
                "session", "observe",
                "observe-sample", "1",
                "observe-page", PAGE,
                "observe-role", "admin"));
    plain = server.start(app("session", "container"));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    observed.close();
    plain.close();
  }

  private static WebApp app(String... options) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("keys", Tokens.KEYS);
    all.put("issuer", Tokens.ISSUER);
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    return Cluster.scripted(
        WebApp.at("/app")
            .filter("jwt", JwtFilter.class, all, "/*")
            .listener(RecordingListener.class)
            .errorPage(500, Cluster.path("/error", ObserveTest::tell))
            .sessionTimeout(7));
  }

  private static void tell(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpSession session = request.getSession(false);
    response.getWriter().print(session == null ? "none" : session.getAttribute("a"));
  }

  private static Browser browser(Node node) {
    return new Browser(Client.of(node), List.of(node));
  }

  /** A value that writes down what it hears. */
  static final class Bound implements HttpSessionBindingListener {
    private final List<String> heard = new ArrayList<>();

    @Override
    public void valueBound(HttpSessionBindingEvent event) {
      heard.add("bound " + event.getName() + " " + own(event));
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
      heard.add("unbound " + event.getName() + " " + own(event));
    }

    private static boolean own(HttpSessionBindingEvent event) {
      return event.getSession().getServletContext() != null;
    }
  }

  private static Object thrownBy(Callable<Object> call) {
    try {
      return call.call();
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  /** What an application does, each with an answer that does not depend on chance. */
  private static List<Browser.Question> life() {
    return List.of(
        q -> q.getSession(false),
        q -> q.getSession() == q.getSession(false) && q.getSession().isNew(),
        q -> q.getSession().isNew() + " " + q.getSession().getMaxInactiveInterval(),
        q -> {
          BY_SESSION.put(q.getSession(), "mine");
          return BY_SESSION.get(q.getSession());
        },
        q -> BY_SESSION.get(q.getSession()),
        q -> q.getSession().getId().equals(q.getRequestedSessionId()),
        q -> q.isRequestedSessionIdValid() + " " + q.isRequestedSessionIdFromCookie(),
        q -> q.getSession().getServletContext() == q.getServletContext(),
        q -> {
          HttpSession session = q.getSession();
          Object unserializable = new Object();
          session.setAttribute("a", "1");
          session.setAttribute("o", unserializable);
          session.setAttribute("n", null);
          List<String> names = Collections.list(session.getAttributeNames());
          Collections.sort(names);
          return names + " " + (session.getAttribute("o") == unserializable);
        },
        q -> q.getSession().getAttribute("a") + " " + q.getSession().getAttribute("none"),
        q -> thrownBy(() -> q.getSession().getAttribute(null)),
        q ->
            thrownBy(
                () -> {
                  q.getSession().setAttribute(null, "x");
                  return "set";
                }),
        q -> {
          Bound bound = new Bound();
          q.getSession().setAttribute("b", bound);
          q.getSession().setAttribute("b", bound);
          q.getSession().setAttribute("b", "other");
          q.getSession().removeAttribute("b");
          return bound.heard;
        },
        q -> {
          String before = q.getSession().getId();
          HttpSession session = q.getSession();
          String id = q.changeSessionId();
          return !before.equals(id)
              && id.equals(session.getId())
              && session == q.getSession()
              && q.getSession().getAttribute("a").equals("1");
        },
        q -> BY_SESSION.get(q.getSession()),
        q -> {
          HttpSession session = q.getSession();
          session.setMaxInactiveInterval(99);
          session.removeAttribute("o");
          return session.getMaxInactiveInterval() + " " + session.getAttribute("o");
        },
        q -> {
          HttpSession old = q.getSession();
          old.invalidate();
          return List.of(
              thrownBy(() -> old.getAttribute("a")),
              thrownBy(old::getAttributeNames),
              thrownBy(old::isNew),
              thrownBy(old::getCreationTime),
              thrownBy(
                  () -> {
                    old.setAttribute("a", "2");
                    return "set";
                  }),
              thrownBy(
                  () -> {
                    old.invalidate();
                    return "invalidated";
                  }),
              String.valueOf(q.getSession(false)),
              q.getSession() != old,
              q.getSession().isNew());
        },
        ObserveTest::heard);
  }

  /** What the listener of the application has heard of this life. */
  private static String heard(HttpServletRequest request) {
    String all = RecordingListener.all(request.getServletContext()).toString();
    return all.substring(all.lastIndexOf("added a=1")).replaceAll("@[0-9a-f]+", "");
  }

  @Test
  void application_cannotTell() {
    Browser here = browser(observed);
    Browser there = browser(plain);
    int step = 0;
    for (Browser.Question one : life()) {
      assertEquals(there.asks(one), here.asks(one), "step " + step++);
    }
    assertEquals(there.jar().names(), here.jar().names());
  }

  private static void both(Handler script) {
    both(200, script);
  }

  /** Both answer alike, in a session with an attribute. */
  private static void both(int status, Handler script) {
    List<String> texts = new ArrayList<>();
    for (Node node : List.of(plain, observed)) {
      Browser browser = browser(node);
      browser.puts("a", "b");
      Answer answer = browser.does(script, status);
      texts.add(answer.text() + " " + Browser.cookies(answer) + " " + browser.attribute("a"));
    }
    assertEquals(texts.get(0), texts.get(1));
  }

  @Test
  void session_afterTheCommit_behavesAsBefore() {
    both(
        (q, r) -> {
          r.getWriter().print("x");
          r.flushBuffer();
          q.getSession().setAttribute("a", "late");
          r.getWriter().print(q.getSession().getAttribute("a"));
        });
  }

  @Test
  void errorPage_hasTheSession() {
    both(
        500,
        (q, r) -> {
          q.getSession().setAttribute("a", "before");
          throw new IllegalArgumentException("wanted");
        });
  }

  @Test
  void asynchronousRequest_hasTheSession() {
    both(
        (q, r) -> {
          AsyncContext async = q.startAsync();
          async.start(
              () -> {
                q.getSession().setAttribute("a", "async");
                try {
                  r.getWriter().print(q.getSession().getAttribute("a"));
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
                async.complete();
              });
        });
  }

  @Test
  void pageWithoutSession_getsNone_andNoCookie() {
    Browser browser = browser(observed);
    assertEquals(List.of(), browser.does((q, r) -> r.getWriter().print("x")).setCookies());
  }

  @Test
  void invalidatingTheSession_endsTheLogin_asInAContainer() {
    for (Node node : List.of(observed, plain)) {
      Browser browser = browser(node);
      browser.puts("a", "visitor's");
      browser.logsIn("ann");
      assertEquals("ann visitor's", browser.user() + " " + browser.attribute("a"));
      browser.does((q, r) -> q.getSession().setAttribute("b", "more"));
      assertEquals("ann", browser.user());
      browser.does((q, r) -> q.getSession().invalidate());
      assertEquals("null", browser.user());
      assertFalse(browser.jar().names().contains("jwt"), () -> browser.jar().names().toString());
    }
  }

  @Test
  void answerOfAFormerLogin_whoseSessionHasEnded_leavesTheNextLoginAlone() {
    for (Node node : List.of(observed, plain)) {
      Browser browser = browser(node);
      browser.logsIn("ann");
      browser.puts("a", "ann's");
      Browser copy = browser.twin();
      Answer late =
          browser.underWay(
              (q, r) -> {
                HttpSession session = q.getSession();
                browser.does(
                    (q2, r2) -> {
                      session.invalidate(); // as a list of sessions does
                      q2.logout();
                    });
                browser.logsIn("bob");
              });
      browser.receives(late);
      assertEquals("bob", browser.user());
      assertEquals("bob", browser.user());
      assertEquals("null", copy.user(), "the former login has ended");
    }
  }

  @Test
  void invalidatingTheSession_beforeALogin_endsNothing() {
    for (Node node : List.of(observed, plain)) {
      Browser browser = browser(node);
      browser.puts("a", "visitor's");
      browser.does(
          (q, r) -> {
            q.getSession().invalidate();
            q.getSession().setAttribute("a", "ann's");
            q.login("ann", "ann");
          });
      assertEquals("ann ann's", browser.user() + " " + browser.attribute("a"));
    }
  }

  /** Tomcat does so with each request that our module lets in, before any filter. */
  @Test
  void loginOfTheModule_thatChangesTheId_leavesOneRow_andOneObject() {
    WebApp shop =
        WebApp.at("/shop")
            .jaspi()
            .securityRole("customer")
            .securityConstraint("/member/*", "customer")
            .filter("jwt", JwtFilter.class, MODULE, "/*")
            .servlet("/open/*", ObserveTest::use)
            .servlet("/member/*", ObserveTest::use)
            .servlet("/login", (q, r) -> r.getWriter().print("please log in"))
            .formLogin("/login", "/login");
    try (Node node = server.start(shop)) {
      assertTrue(AuthModule.of(node.context()).inPlace());
      SEEN.clear();
      Client browser = Client.of(node);
      Answer before = browser.get("/open/x");
      String visitorsId = browser.jar().value("JSESSIONID").orElseThrow();
      assertEquals(303, login(browser).status());
      Answer after = browser.get("/member/x");
      assertEquals("ann cart 2", after.text());
      assertNotEquals(visitorsId, browser.jar().value("JSESSIONID").orElseThrow());
      assertEquals("null cart 1", before.text());
      String report = report(node);
      assertEquals(2, report.split("\\{\"name\":", -1).length - 1, report);
      assertTrue(report.contains("{\"name\":\"by-{session id}\""), report);
      assertTrue(part(report, "cart").contains("\"changed-in-place\":1"), report);
      assertTrue(part(report, "cart").contains("\"set\":1,"), report);
      assertFalse(report.contains(visitorsId), report);
      assertEquals(1, SEEN.size(), "one object");
    }
  }

  private static Answer login(Client browser) {
    return browser.post("/j_security_check", "j_username", "ann", "j_password", "ann");
  }

  /** Counts in a list in the session, whose first id is part of the name of another attribute. */
  private static void use(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpSession session = request.getSession();
    if (session.getAttribute("cart") == null) {
      session.setAttribute("cart", new ArrayList<>());
      session.setAttribute("by-" + session.getId(), "1");
    }
    session.getAttribute("by-" + session.getId()); // under the new id there is nothing
    @SuppressWarnings("unchecked") // only this sets it
    List<Object> cart = (List<Object>) session.getAttribute("cart");
    cart.add("one more");
    SEEN.add(session);
    response.getWriter().print(request.getRemoteUser() + " cart " + cart.size());
  }

  @Test
  void session_thatAStaticHolds_canBeAskedLater() {
    List<HttpSession> kept = new ArrayList<>();
    browser(observed)
        .does(
            (q, r) -> {
              q.getSession().setAttribute("a", "b");
              kept.add(q.getSession());
            });
    assertEquals("b", kept.get(0).getAttribute("a"));
    kept.get(0).setAttribute("a", "c");
    assertEquals("c", kept.get(0).getAttribute("a"));
  }

  // The page

  private static Answer page(String accept, String... roles) {
    return page(observed, accept, roles);
  }

  private static Answer page(Node node, String accept, String... roles) {
    return Client.of(node)
        .send(Request.get(PAGE).header("Accept", accept).bearer(Tokens.of("bob", roles)));
  }

  private static String json() {
    return report(observed);
  }

  private static String report(Node node) {
    Answer answer = page(node, "application/json", "admin");
    assertEquals(200, answer.status(), answer::toString);
    return answer.text();
  }

  private static String attribute(String name) {
    return part(json(), name);
  }

  private static String part(String json, String name) {
    int start = json.indexOf("{\"name\":\"" + name + "\"");
    assertTrue(start >= 0, json);
    int end = json.indexOf("{\"name\":", start + 1);
    return json.substring(start, end < 0 ? json.length() : end);
  }

  private static void assertTrap(String trap, String name) {
    String found = attribute(name);
    String traps = found.substring(found.indexOf("\"traps\":["), found.indexOf("],\"reasons\""));
    assertTrue(traps.contains('"' + trap + '"'), found);
  }

  @Test
  void page_isForCallersWithTheRole() {
    assertEquals(401, Client.of(observed).get(PAGE).status());
    assertEquals(403, page("text/html", "customer").status());
    assertEquals(200, page("text/html", "admin").status());
    assertEquals(
        405,
        Client.of(observed).send(Request.post(PAGE).bearer(Tokens.of("bob", "admin"))).status());
  }

  @Test
  void page_isHtmlOrJson_keptByNobody_withoutCookies() {
    browser(observed).puts("shown", "b");
    Answer html = page("text/html,application/json;q=0.9", "admin");
    Answer json = page("application/json", "admin");
    assertTrue(html.text().startsWith("<!DOCTYPE html>"), html::toString);
    assertTrue(html.text().contains("shown"), html::toString);
    assertTrue(json.text().startsWith("{\"verdict\":"), json::toString);
    for (Answer each : List.of(html, json)) {
      assertEquals(List.of("no-store"), each.headers("Cache-Control"));
      assertEquals(
          List.of("default-src 'none'; frame-ancestors 'none'"),
          each.headers("Content-Security-Policy"));
      assertEquals(List.of(), each.setCookies());
    }
  }

  @Test
  void page_thatIsNotConfigured_isTheApplications() {
    assertEquals(404, Client.of(plain).get(PAGE).status());
  }

  @Test
  void attribute_thatIsChangedAfterTheCommit_isNamed() {
    Browser browser = browser(observed);
    browser.puts("list", new ArrayList<>(List.of("a")));
    browser.does(
        (q, r) -> {
          List<Object> list = list(q);
          r.getWriter().print("x");
          r.flushBuffer();
          list.add("late");
          q.getSession().setAttribute("late", "1");
        });
    assertTrap("set-after-commit", "late");
    assertTrap("changed-after-commit", "list");
    assertTrap("changed-in-place", "list");
  }

  @SuppressWarnings("unchecked") // only the test sets it
  private static List<Object> list(HttpServletRequest request) {
    return (List<Object>) request.getSession().getAttribute("list");
  }

  @Test
  void attribute_thatTwoRequestsChangeAtATime_isNamed() throws Exception {
    Browser browser = browser(observed);
    browser.puts("count", 0);
    CountDownLatch both = new CountDownLatch(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int each = 1; each <= 2; each++) {
        int number = each;
        answers.add(
            threads.submit(
                () ->
                    browser
                        .twin()
                        .does(
                            (q, r) -> {
                              q.getSession().setAttribute("count", number);
                              both.countDown();
                              both.await(10, TimeUnit.SECONDS);
                            })));
      }
      for (Future<Answer> answer : answers) {
        answer.get();
      }
    } finally {
      threads.shutdown();
    }
    assertTrap("parallel-change", "count");
    assertTrap("parallel-use", "count");
  }

  @Test
  void listeners_andTheClassesOfValues_areNamed() {
    browser(observed).puts("bound", new Bound());
    assertTrue(attribute("bound").contains("\"listeners\":[\"HttpSessionBindingListener\"]"));
    assertTrap("not-serializable", "bound");
    assertTrue(json().contains("\"" + RecordingListener.class.getName() + "\""), json());
  }

  @Test
  void summary_isLoggedWhenTheApplicationStops() {
    Node node = server.start(app("session", "observe"));
    try (ServerLog log = ServerLog.of("org.jwtfilter.observe")) {
      browser(node).puts("user", "ann");
      node.close();
      assertTrue(
          log.text().contains("user (java.lang.String, 5 bytes) goes in a token"), log::text);
      assertFalse(log.text().contains("ann"), log::text);
    }
  }
}
