package org.jwtfilter.servlet.testkit;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.modeler.Registry;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** An embedded Tomcat. */
final class TomcatNode implements Node {
  static {
    Registry.disableRegistry();
    AuthFactory.install();
  }

  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final Tomcat tomcat;
  private final List<? extends Context> contexts;
  private final Path folder;

  private TomcatNode(Tomcat tomcat, List<? extends Context> contexts, Path folder) {
    this.tomcat = tomcat;
    this.contexts = contexts;
    this.folder = folder;
  }

  static Node start(int port, List<WebApp> apps, Path folder)
      throws IOException, LifecycleException {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createDirectories(folder.resolve("tomcat")).toString());
    tomcat.getEngine().setName("tomcat-" + COUNTER.incrementAndGet());
    tomcat.setConnector(connector(port));
    List<Context> contexts = apps.stream().map(app -> context(tomcat, app, folder)).toList();
    TomcatNode node = new TomcatNode(tomcat, contexts, folder);
    addUsers(tomcat);
    node.startOrFail();
    return node;
  }

  private static Connector connector(int port) {
    Connector connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(port);
    return connector;
  }

  private static Context context(Tomcat tomcat, WebApp app, Path folder) {
    StandardContext context =
        (StandardContext)
            tomcat.addWebapp(app.contextPath(), ServerUnderTest.folder(folder, app).toString());
    context.setParentClassLoader(app.parent().orElseGet(TomcatNode.class::getClassLoader));
    context.setCrossContext(true);
    context.setContainerSciFilter("org\\.eclipse\\.jetty\\..*");
    StandardJarScanner scanner = (StandardJarScanner) context.getJarScanner();
    scanner.setScanClassPath(false);
    scanner.setScanManifest(false);
    return context;
  }

  private static void addUsers(Tomcat tomcat) {
    Realm.USERS.forEach(
        (name, roles) -> {
          tomcat.addUser(name, name);
          roles.forEach(role -> tomcat.addRole(name, role));
        });
  }

  private void startOrFail() throws LifecycleException {
    try (ServerLog log = ServerLog.of("org.apache.catalina")) {
      tomcat.start();
      for (Context context : contexts) {
        failUnlessAvailable(context, log);
      }
      failUnlessBound(log);
    }
  }

  private void failUnlessAvailable(Context context, ServerLog log) {
    if (!context.getState().isAvailable()) {
      fail("Tomcat did not start " + context.getPath(), log);
    }
  }

  private void failUnlessBound(ServerLog log) {
    if (tomcat.getConnector().getLocalPort() <= 0) {
      fail("Tomcat has no port", log);
    }
  }

  private void fail(String message, ServerLog log) {
    close();
    throw new DeploymentFailed(message + "\n" + log.text(), log.firstThrown().orElse(null));
  }

  @Override
  public URI base() {
    return URI.create(
        "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + contexts.get(0).getPath());
  }

  @Override
  public ServletContext context() {
    return contexts.get(0).getServletContext();
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException failed) {
      throw new IllegalStateException(failed);
    } finally {
      Folders.delete(folder);
    }
  }
}
