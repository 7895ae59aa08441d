package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;

/**
 * One application, on a server without us and on the same server with us. What clients see of a
 * scenario must be the same; what differs by design is in {@link Difference}. The servers are
 * started when they are first asked for, and run until the last test of all.
 */
enum Contract {
  TOMCAT_TOKEN(ServerUnderTest.TOMCAT, "token"),
  TOMCAT_STORE(ServerUnderTest.TOMCAT, "store"),
  JETTY_TOKEN(ServerUnderTest.JETTY, "token"),
  JETTY_STORE(ServerUnderTest.JETTY, "store");

  private static final Map<String, Node> NODES = new ConcurrentHashMap<>();

  private final ServerUnderTest server;
  private final String session;

  Contract(ServerUnderTest server, String session) {
    this.server = server;
    this.session = session;
  }

  /** What one client does, and what it saw of the answers. */
  @FunctionalInterface
  interface Scenario {
    Object play(Browser browser) throws Exception;
  }

  /** Requires that a scenario is the same without us and with us. */
  void same(Scenario scenario) {
    assertEquals(play(plain(), scenario), play(with(), scenario));
  }

  /** Requires that a servlet's answer to one request, all of it, is the same. */
  void sameAnswer(Handler script) {
    same(browser -> transcript(browser.tries(script)));
  }

  /** Requires that what a servlet is told is the same. */
  void sameFor(Browser.Question question) {
    same(browser -> browser.asks(question));
  }

  boolean onJetty() {
    return server == ServerUnderTest.JETTY;
  }

  /** Requires that a scenario differs, as it must for a reason that is documented. */
  void differs(Difference why, Scenario scenario) {
    assertNotEquals(play(plain(), scenario), play(with(), scenario), why::reason);
  }

  private static String play(Node node, Scenario scenario) {
    Client client = Client.of(node);
    try {
      return String.valueOf(scenario.play(new Browser(client, List.of(node))))
          .replace(node.base().getRawAuthority(), "HOST")
          .replaceAll("\\b[0-9a-f]{7,8}\\b(?=@|$)", "HASH");
    } catch (Exception e) {
      throw new AssertionError(node.base() + ": " + e.getMessage(), e);
    }
  }

  /** Status, headers and body, without times and the cookies that carry sessions. */
  static String transcript(Answer answer) {
    String headers =
        answer.headers().stream()
            .filter(one -> !one.name().equalsIgnoreCase("Date"))
            .filter(one -> !one.name().equalsIgnoreCase("Set-Cookie"))
            .filter(one -> !one.name().equalsIgnoreCase("Last-Modified"))
            .filter(one -> !one.name().equalsIgnoreCase("ETag"))
            .map(one -> one.name().toLowerCase(Locale.ROOT) + ": " + one.value())
            .filter(line -> !line.equals("cache-control: private"))
            .sorted()
            .collect(Collectors.joining("\n"));
    String cookies =
        answer.setCookies().stream()
            .filter(line -> !line.startsWith("JSESSIONID=") && !line.startsWith("jwt"))
            .collect(Collectors.joining("\n"));
    return answer.status() + "\n" + headers + "\n" + cookies + "\n\n" + answer.text();
  }

  private Node plain() {
    return NODES.computeIfAbsent(
        server.name(), name -> server.start(ContractApplication.without()));
  }

  private Node with() {
    return NODES.computeIfAbsent(
        name(), name -> server.start(ContractApplication.with(session, "shared:contract-" + name)));
  }

  /** Stops the servers after the last test. */
  static final class Servers implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
      context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(Contract.class, type -> (AutoCloseable) Servers::stop);
    }

    private static void stop() {
      NODES.values().forEach(Node::close);
      NODES.clear();
    }
  }
}
