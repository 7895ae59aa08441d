package org.jwtfilter.example.applications;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jwtfilter.example.servers.Layout;
import org.jwtfilter.example.servers.MigrateCommand;
import org.jwtfilter.example.servers.ServerKind;
import org.jwtfilter.example.servers.ServerNode;
import org.jwtfilter.example.servers.Site;
import org.jwtfilter.example.servers.Token;
import org.jwtfilter.example.servers.User;

/** Servers with one application, each in a process of its own; all have the same key. */
final class Nodes implements AutoCloseable {
  private static final User ADMIN =
      new User("admin", "admin", List.of("admin", "manager-gui", "tomcat"));

  /** What libraries of that age need on a Java of ours, and how Hawtio finds Tomcat's users. */
  private static final String JAVA_OPTIONS =
      Stream.of("java.lang", "java.util", "java.io", "java.util.concurrent")
              .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
              .collect(Collectors.joining(" "))
          + " -Dhawtio.realm=* -Dhawtio.roles=admin"
          + " -Dhawtio.authenticationContainerTomcatDigestAlgorithm=NONE";

  private final Path folder;
  private final Path source;
  private final boolean old;
  private final ServerKind tomcat;
  private final String key = Token.newKey();
  private final List<ServerNode> running = new ArrayList<>();

  Nodes(Path folder, Application application, ServerKind tomcat) {
    this(folder, application.source(tomcat), application.old(), tomcat);
  }

  /**
   * The same, with some application.
   *
   * @param folder for what is made
   * @param source a WAR file or folder
   * @param old whether it is of the time of {@code javax}
   */
  Nodes(Path folder, Path source, boolean old, ServerKind tomcat) {
    this.folder = folder;
    this.source = source;
    this.old = old;
    this.tomcat = tomcat;
  }

  String key() {
    return key;
  }

  /** Ends those that run, and starts so many with the application as {@code /app}. */
  void start(int count, Path war) throws Exception {
    close(); // two of one kind in one server get into each other's way, by what is the JVM's
    Site site =
        new Site(
            Map.of("app", war),
            List.of(ADMIN),
            Map.of("JWT_KEY", key, "JDK_JAVA_OPTIONS", JAVA_OPTIONS),
            redisClient());
    for (int each = 0; each < count; each++) {
      running.add(tomcat.start(site, Files.createTempDirectory(folder, "node")));
    }
    for (ServerNode node : running) {
      node.awaitReady();
    }
  }

  /** The application with nothing of ours. */
  Path asItWas() throws Exception {
    if (old) {
      return MigrateCommand.toJakarta(source, folder.resolve("before.war"), tomcat.distribution());
    }
    if (Files.isRegularFile(source)) {
      return source;
    }
    Path copy = folder.resolve("before");
    Layout.copyTree(source, copy);
    return copy;
  }

  /** The application as the command makes it, with these settings. */
  Path migrated(List<String> settings) throws Exception {
    List<String> options = new ArrayList<>();
    if (old) {
      options.add("--jakarta");
    }
    settings.forEach(setting -> options.addAll(List.of("--set", setting)));
    return MigrateCommand.migrate(
        source, folder.resolve("after.war"), options.toArray(String[]::new));
  }

  private static List<Path> redisClient() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("launcher.lib")))) {
      return all.filter(
              jar ->
                  jar.getFileName()
                      .toString()
                      .matches("(jedis|commons-pool2|gson|json|redis-authx-core|slf4j-api)-.*"))
          .toList();
    }
  }

  List<URI> addresses() {
    return running.stream().map(node -> node.at("/app")).toList();
  }

  void killFirst() throws InterruptedException {
    running.get(0).kill();
  }

  String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    for (ServerNode node : running) {
      logs.append(node.log()).append('\n');
    }
    return logs.toString();
  }

  @Override
  public void close() {
    running.forEach(ServerNode::close);
    running.clear();
  }
}
