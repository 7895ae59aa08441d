package org.jwtfilter.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.CookieJar;
import org.jwtfilter.servlet.testkit.Handler;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/**
 * Two nodes of one application on each server, started when a test first asks for them. The
 * application runs whatever lambda a {@link Browser} hands it.
 */
final class Cluster implements AutoCloseable {
  /** The key of all nodes; the filter's own cookies are called jwt, jwt-visitor, jwt-session… */
  static final String KEY =
      "hmac:base64:wwgEgKuhGFvFoa1vTYvV6jHE03JYKmDOobvYhiFdFT2SHEl7Gjh0wOeTskIc1Sc1";

  /** A second key. */
  static final String NEXT_KEY =
      "hmac:base64:iGhOO97R203s7c3s3zTS7uN/CC6xdr5Fl7hublBGyh3J23GgreMmP3nt1FEE1tSk";

  private static final Map<String, Handler> SCRIPTS = new ConcurrentHashMap<>();
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final AtomicInteger CLUSTERS = new AtomicInteger();

  private final List<WebApp> apps;
  private final String store = "cluster-" + CLUSTERS.incrementAndGet();
  private final Map<Setup, List<Node>> running = new EnumMap<>(Setup.class);

  private Cluster(List<WebApp> apps) {
    this.apps = apps;
  }

  /** Two nodes with the same application. */
  static Cluster of(WebApp app) {
    return new Cluster(List.of(app, app));
  }

  /** Two nodes whose applications differ, for example in a key. */
  static Cluster of(WebApp one, WebApp two) {
    return new Cluster(List.of(one, two));
  }

  /**
   * An application with sessions in tokens, or where a {@link Setup} has them; its scripts run
   * below {@code /do}.
   */
  static WebApp app(String... options) {
    return scripted(WebApp.at("/app").filter("jwt", JwtFilter.class, options(options), "/*"));
  }

  /** As the other, by {@link ClockedFilter#CLOCK}. */
  static WebApp clocked(String... options) {
    return scripted(
        WebApp.at("/app")
            .filter(
                "clocked", ClockedFilter.class, options(options), "/*", DispatcherType.REQUEST));
  }

  /** What every such application is configured with; names and values in turn are added. */
  static Map<String, String> options(String... namesAndValues) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("keys", KEY);
    options.put("session", "token");
    options.put("session-classes", "/WEB-INF/classes, org.jwtfilter.servlet.*");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      options.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return options;
  }

  /** Adds the servlet that runs lambdas, and the login that Jetty wants before it knows users. */
  static WebApp scripted(WebApp app) {
    return app.basicLogin().securityRole("customer").namedServlet("scripts", "/do/*", Cluster::run);
  }

  private static void run(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    SCRIPTS.get(request.getParameter("s")).handle(request, response);
  }

  /** A path, below the application's, that runs a lambda. */
  static String path(Handler script) {
    return path("", script);
  }

  /** As the other, with more of a path, such as {@code /news}. */
  static String path(String more, Handler script) {
    String id = Integer.toString(COUNTER.incrementAndGet());
    SCRIPTS.put(id, script);
    return "/do" + more + "?s=" + id;
  }

  /** The name of the store that the nodes share where their sessions are in one. */
  String store(Setup setup) {
    return store + "-" + setup;
  }

  /** The nodes on a server, with sessions in tokens. */
  List<Node> nodes(ServerUnderTest server) {
    return nodes(Setup.of(server));
  }

  /** The nodes of a setup. */
  List<Node> nodes(Setup setup) {
    return running.computeIfAbsent(setup, one -> List.of(start(one, 0), start(one, 1)));
  }

  private Node start(Setup setup, int index) {
    return setup.server().start(setup.applied(apps.get(index), "shared:" + store(setup)));
  }

  /** A new browser that talks to both nodes in turn. */
  Browser browser(ServerUnderTest server) {
    return browser(Setup.of(server));
  }

  /** A new browser whose cookies age by a clock. */
  Browser browser(ServerUnderTest server, Clock clock) {
    return browser(Setup.of(server), clock);
  }

  /** A new browser that talks to both nodes of a setup in turn. */
  Browser browser(Setup setup) {
    return browser(setup, Clock.systemUTC());
  }

  /** A new browser whose cookies age by a clock. */
  Browser browser(Setup setup, Clock clock) {
    List<URI> addresses = nodes(setup).stream().map(Node::base).toList();
    return new Browser(Client.of(addresses, new CookieJar(clock)), nodes(setup));
  }

  @Override
  public void close() {
    running.values().forEach(nodes -> nodes.forEach(Node::close));
    running.clear();
  }
}
