package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerLog;

/** The application's listeners hear of sessions as they do in a container, and of each once. */
class SessionListenersTest {
  private static final Cluster CLUSTER =
      Cluster.of(
          Cluster.app("session-listeners", Third.class.getName())
              .listener(First.class)
              .listener(Failing.class)
              .listener(Second.class)
              .ownClasses(AnnotatedListener.class, RecordingListener.class));

  private static final Cluster CLOCKED =
      Cluster.of(
          Cluster.clocked()
              .sessionTimeout(7)
              .listener(First.class)
              .rootAttributes("metadata-complete=\"true\"")
              .ownClasses(AnnotatedListener.class, RecordingListener.class));

  @AfterAll
  static void stop() {
    CLUSTER.close();
    CLOCKED.close();
  }

  /** Declared in web.xml. */
  public static final class First extends RecordingListener {}

  /** Declared in web.xml, after the other. */
  public static final class Second extends RecordingListener {}

  /** Named by our parameter. */
  public static final class Third extends RecordingListener {}

  /** Fails at each call. */
  public static final class Failing implements HttpSessionListener {
    @Override
    public void sessionCreated(HttpSessionEvent event) {
      throw new IllegalStateException("as listeners do");
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
      event.getSession().invalidate();
      throw new IllegalStateException("as listeners do");
    }
  }

  /** A value that hears of itself. */
  static final class Value
      implements HttpSessionBindingListener, HttpSessionActivationListener, Serializable {
    private static final long serialVersionUID = 1L;
    private final String name;

    Value(String name) {
      this.name = name;
    }

    @Override
    public void valueBound(HttpSessionBindingEvent event) {
      heard(event.getSession(), "bound");
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
      heard(event.getSession(), "unbound");
    }

    @Override
    public void sessionDidActivate(HttpSessionEvent event) {
      heard(event.getSession(), "activated");
    }

    @Override
    public void sessionWillPassivate(HttpSessionEvent event) {
      heard(event.getSession(), "passivating");
    }

    private void heard(HttpSession session, String what) {
      RecordingListener.heard(session.getServletContext(), name + " " + what);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** What was heard on both nodes since this was asked last. */
  private static List<String> heard(Cluster cluster, Setup server) {
    List<String> all = new ArrayList<>();
    for (Node node : cluster.nodes(server)) {
      all.addAll(RecordingListener.all(node.context()));
      node.context().removeAttribute(RecordingListener.HEARD);
    }
    return all;
  }

  private static List<String> heard(Setup server) {
    return heard(CLUSTER, server);
  }

  private static List<String> heardByFirst(Setup server) {
    return heard(server).stream()
        .filter(one -> one.startsWith("First "))
        .map(one -> one.substring(6))
        .toList();
  }

  private static List<String> heardByValues(Setup server, String... what) {
    return heard(server).stream()
        .filter(one -> one.startsWith("v"))
        .filter(one -> List.of(what).contains(one.split(" ")[1]))
        .toList();
  }

  private static Browser browser(Setup server) {
    Browser browser = CLUSTER.browser(server);
    heard(server);
    return browser;
  }

  @ParameterizedTest
  @EnumSource
  void beginning_isHeardOnce_inTheOrderOfDeclaration_annotatedOnesAfterThose(Setup server) {
    Browser browser = browser(server);
    browser.does((q, r) -> q.getSession());
    assertEquals(
        List.of(
            "First created true",
            "Second created true",
            "AnnotatedListener created true",
            "Third created true"),
        heard(server));
    browser.does((q, r) -> q.getSession());
    assertEquals(List.of(), heard(server));
  }

  @ParameterizedTest
  @EnumSource
  void end_isHeardOnce_inReverse_whileTheSessionCanStillBeAsked(Setup server) {
    Browser browser = browser(server);
    browser.puts("a", "b");
    heard(server);
    browser.does((q, r) -> q.getSession().invalidate());
    assertEquals(
        List.of(
            "Third destroyed with b",
            "AnnotatedListener destroyed with b",
            "Second destroyed with b",
            "First destroyed with b",
            "First removed a=b",
            "Second removed a=b",
            "AnnotatedListener removed a=b",
            "Third removed a=b"),
        heard(server));
    browser.does((q, r) -> q.getSession(false));
    assertEquals(List.of(), heard(server));
  }

  @ParameterizedTest
  @EnumSource
  void attributes_areHeardOf_withTheirValues(Setup server) {
    Browser browser = browser(server).atOne();
    browser.puts("x", "1");
    browser.puts("x", "2");
    browser.puts("x", "2");
    browser.does((q, r) -> q.getSession().removeAttribute("x"));
    browser.does((q, r) -> q.getSession().removeAttribute("x"));
    assertEquals(
        List.of(
            "created true", "added x=1", "replaced x=1 by 2", "replaced x=2 by 2", "removed x=2"),
        heardByFirst(server));
  }

  @ParameterizedTest
  @EnumSource
  void changeOfId_isHeard(Setup server) {
    Browser browser = browser(server);
    browser.puts("a", "b");
    heard(server);
    browser.does((q, r) -> q.changeSessionId());
    assertEquals(List.of("id changed true"), heardByFirst(server));
    browser.logsIn("ann");
    assertEquals(List.of("id changed true"), heardByFirst(server));
    browser.attribute("a");
    assertEquals(List.of(), heardByFirst(server));
  }

  @ParameterizedTest
  @EnumSource
  void comingBack_isHeardByNobody_butTheValuesThatWereActivated(Setup server) {
    Browser browser = browser(server);
    browser.puts("a", "b");
    browser.puts("v", new Value("v"));
    heard(server);
    browser.does((q, r) -> q.getSession().getId());
    assertEquals(List.of(), heard(server));
    browser.attribute("v");
    assertEquals(List.of("v activated", "v passivating"), heard(server));
  }

  @ParameterizedTest
  @EnumSource
  void values_hearWhenTheyAreBoundAndUnbound(Setup server) {
    Browser browser = browser(server);
    browser.puts("v", new Value("v1"));
    assertEquals(List.of("v1 bound"), heardByValues(server, "bound", "unbound"));
    browser.puts("v", new Value("v2"));
    assertEquals(List.of("v2 bound", "v1 unbound"), heardByValues(server, "bound", "unbound"));
    browser.does((q, r) -> q.getSession().setAttribute("v", q.getSession().getAttribute("v")));
    assertEquals(List.of(), heardByValues(server, "bound", "unbound"));
    browser.does((q, r) -> q.getSession().removeAttribute("v"));
    assertEquals(List.of("v2 unbound"), heardByValues(server, "bound", "unbound"));
    browser.puts("v", new Value("v3"));
    heard(server);
    browser.does((q, r) -> q.getSession().invalidate());
    assertEquals(List.of("v3 unbound"), heardByValues(server, "bound", "unbound"));
  }

  @ParameterizedTest
  @EnumSource
  void listenerThatFails_stopsNeitherOthersNorTheRequest_andIsLogged(Setup server) {
    Browser browser = browser(server);
    try (ServerLog log = ServerLog.of("org.jwtfilter")) {
      browser.puts("a", "b");
      browser.does((q, r) -> q.getSession().invalidate());
      assertEquals(2, log.records().size());
      assertTrue(log.messages().get(0).contains(Failing.class.getName()), log::text);
    }
    assertTrue(heard(server).contains("First destroyed with b"));
    assertEquals("none", browser.attribute("a"));
  }

  @ParameterizedTest
  @EnumSource
  void expiry_isHeardOnce_whenTheCookieComesBack(Setup server) {
    Browser browser = CLOCKED.browser(server, ClockedFilter.CLOCK);
    browser.puts("a", "b");
    heard(CLOCKED, server);
    ClockedFilter.CLOCK.advance(Duration.ofSeconds(462));
    browser.does((q, r) -> {});
    assertEquals(List.of("First destroyed with b", "First removed a=b"), heard(CLOCKED, server));
    browser.does((q, r) -> q.getSession(false));
    assertEquals(List.of(), heard(CLOCKED, server));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_STORE")
  void expiry_inTheStore_isHeardOnce_withTheValues_thoughNobodyComesBack(Setup server) {
    ClockedFilter.CLOCK.advance(Duration.ofHours(1));
    sweep(server); // what other tests have left
    Browser browser = CLOCKED.browser(server, ClockedFilter.CLOCK);
    browser.puts("a", "b");
    browser.puts("v", new Value("v"));
    heard(CLOCKED, server);
    ClockedFilter.CLOCK.advance(Duration.ofSeconds(461));
    sweep(server);
    assertEquals(List.of(), heard(CLOCKED, server));
    ClockedFilter.CLOCK.advance(Duration.ofSeconds(31)); // nodes look at different times
    sweep(server);
    assertEquals(
        List.of(
            "First destroyed with b",
            "First removed a=b",
            "v activated",
            "v unbound",
            "First removed v=v"),
        heard(CLOCKED, server));
    sweep(server);
    assertEquals("none", browser.attribute("a"));
    assertEquals(List.of(), heard(CLOCKED, server));
  }

  /** What the thread of each node does now and then. */
  private static void sweep(Setup server) {
    Browser anybody = CLOCKED.browser(server, ClockedFilter.CLOCK);
    for (Browser at : List.of(anybody.atOne(), anybody.atTwo())) {
      at.does((q, r) -> JwtRequest.in(q).state().plan().sessions().orElseThrow().sweep());
    }
  }

  @ParameterizedTest
  @EnumSource
  void annotations_ofAnApplicationWhoseDescriptorIsComplete_doNotCount(Setup server) {
    Browser browser = CLOCKED.browser(server, ClockedFilter.CLOCK);
    heard(CLOCKED, server);
    browser.does((q, r) -> q.getSession());
    assertEquals(List.of("First created true"), heard(CLOCKED, server));
  }
}
