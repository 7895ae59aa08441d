package org.jwtfilter.servlet.testkit;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee10.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppClassLoader;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.security.Credential;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An embedded Jetty. */
final class JettyNode implements Node {
  static {
    AuthFactory.install();
  }

  private final Server server;
  private final List<WebAppContext> contexts;
  private final Path folder;

  private JettyNode(Server server, List<WebAppContext> contexts, Path folder) {
    this.server = server;
    this.contexts = contexts;
    this.folder = folder;
  }

  static Node start(int port, List<WebApp> apps, Path folder) throws Exception {
    Server server = new Server(new QueuedThreadPool(60));
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    List<WebAppContext> contexts = new ArrayList<>();
    for (WebApp app : apps) {
      contexts.add(context(app, folder));
    }
    server.setHandler(new ContextHandlerCollection(contexts.toArray(WebAppContext[]::new)));
    JettyNode node = new JettyNode(server, contexts, folder);
    node.startOrStop();
    return node;
  }

  private static WebAppContext context(WebApp app, Path folder) throws IOException {
    WebAppContext context = new WebAppContext();
    context.setContextPath(app.contextPath().isEmpty() ? "/" : app.contextPath());
    context.setBaseResourceAsPath(ServerUnderTest.folder(folder, app));
    context.setTempDirectory(
        Files.createDirectories(folder.resolve("jetty" + app.contextPath())).toFile());
    context.setThrowUnavailableOnStartupException(true);
    context.setAttribute(
        AnnotationConfiguration.SERVLET_CONTAINER_INITIALIZER_EXCLUSION_PATTERN,
        "org\\.apache\\..*");
    context.getSecurityHandler().setLoginService(users());
    app.parent().ifPresent(one -> context.setClassLoader(loader(one, context)));
    if (app.hasJaspi()) {
      context.getHiddenClassMatcher().add("-jakarta.security.auth.message.");
    }
    return context;
  }

  private static WebAppClassLoader loader(ClassLoader parent, WebAppContext context) {
    return new WebAppClassLoader(parent, context);
  }

  private static HashLoginService users() {
    UserStore store = new UserStore();
    Realm.USERS.forEach(
        (name, roles) ->
            store.addUser(name, Credential.getCredential(name), roles.toArray(String[]::new)));
    HashLoginService service = new HashLoginService("realm");
    service.setUserStore(store);
    return service;
  }

  private void startOrStop() throws Exception {
    try {
      server.start();
    } catch (Throwable failed) {
      server.stop();
      throw failed;
    }
  }

  @Override
  public URI base() {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    String path = contexts.get(0).getContextPath();
    return URI.create("http://127.0.0.1:" + port + (path.equals("/") ? "" : path));
  }

  @Override
  public ServletContext context() {
    return contexts.get(0).getServletContext();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    } finally {
      Folders.delete(folder);
    }
  }
}
