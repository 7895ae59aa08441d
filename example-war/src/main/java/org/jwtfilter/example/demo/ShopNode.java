package org.jwtfilter.example.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.security.ConstraintSecurityHandler;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.security.DefaultAuthenticatorFactory;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.SecurityHandler;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.security.Credential;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * One node: a server of its own with the shop in a class loader of its own, sharing nothing with
 * the others but the process. Thread-safe: starts and stops wait for each other.
 */
final class ShopNode {

  private static final String REALM = "shop";
  private static final int MAX_THREADS = 40;

  /** Name and password are the same. */
  private static final Map<String, String[]> ROLES =
      Map.of("ann", new String[] {"customer"}, "bob", new String[] {"customer", "admin"});

  private final int number;
  private final String host;
  private final Path folder;
  private final NodeStore store;
  private volatile int port;
  private volatile @Nullable Server server;

  /**
   * @param port 0 takes a free one at the first start, and keeps it
   */
  ShopNode(int number, String host, int port, Path folder, NodeStore store) {
    this.number = number;
    this.host = host;
    this.port = port;
    this.folder = folder;
    this.store = store;
  }

  String host() {
    return host;
  }

  int number() {
    return number;
  }

  int port() {
    return port;
  }

  String state() {
    return server == null ? "down" : "up";
  }

  /** Starts the node with empty memory; no effect while it runs. */
  synchronized void start() throws Exception {
    if (server != null) {
      return;
    }
    WebAppContext shop = shop();
    Server fresh = newServer(shop);
    try {
      store.start(shop);
      fresh.start();
    } catch (Exception e) {
      store.kill();
      LifeCycle.stop(fresh);
      throw e;
    }
    port = ((ServerConnector) fresh.getConnectors()[0]).getLocalPort();
    server = fresh;
  }

  /**
   * Kills the node: connections break off in the middle of an answer, and what was in its memory is
   * lost. No effect while it is down.
   */
  synchronized void kill() throws IOException {
    Server dying = server;
    if (dying == null) {
      return;
    }
    server = null;
    ServerConnector connector = (ServerConnector) dying.getConnectors()[0];
    connector.close();
    connector.getConnectedEndPoints().forEach(EndPoint::close);
    store.kill();
    LifeCycle.stop(dying);
  }

  private Server newServer(WebAppContext shop) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("node-" + number);
    threads.setDaemon(true);
    Server made = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(made, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    made.addConnector(connector);
    made.addBean(realm());
    made.setHandler(new NodeHeader(Integer.toString(number), shop));
    made.setStopTimeout(0);
    return made;
  }

  private WebAppContext shop() {
    WebAppContext shop = new WebAppContext();
    shop.setContextPath("/");
    shop.setBaseResourceAsPath(folder.resolve("webapp"));
    shop.setTempDirectory(folder.resolve("work" + number).toFile());
    shop.setInitParameter("shop.node", Integer.toString(number));
    shop.setThrowUnavailableOnStartupException(true);
    if (Files.exists(choice())) {
      shop.addOverrideDescriptor(choice().toString());
    }
    shop.setSecurityHandler(security());
    return shop;
  }

  /** Where {@link Choice} writes what this node has otherwise than web.xml. */
  private Path choice() {
    return folder.resolve("choice" + number + ".xml");
  }

  /** Lets the node start otherwise than web.xml says. */
  void choose(String session) throws IOException {
    Choice.write(choice(), session, store);
  }

  /**
   * Without a {@code <login-config>} Jetty has nobody to answer {@code request.login}; an
   * authenticator that guards no page does. Where web.xml names a method, that one is used.
   */
  private static SecurityHandler security() {
    ConstraintSecurityHandler security = new ConstraintSecurityHandler();
    DefaultAuthenticatorFactory declared = new DefaultAuthenticatorFactory();
    security.setAuthenticatorFactory(
        (server, context, configuration) ->
            configuration.getAuthenticationType() == null
                ? new BasicAuthenticator()
                : declared.getAuthenticator(server, context, configuration));
    return security;
  }

  private static HashLoginService realm() {
    UserStore users = new UserStore();
    ROLES.forEach((name, roles) -> users.addUser(name, Credential.getCredential(name), roles));
    HashLoginService realm = new HashLoginService(REALM);
    realm.setUserStore(users);
    return realm;
  }
}
