package org.jwtfilter.example.applications;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Layout;
import org.jwtfilter.example.servers.MigrateCommand;
import org.jwtfilter.example.servers.ServerKind;
import org.jwtfilter.example.servers.ServerNode;
import org.jwtfilter.example.servers.Site;
import org.jwtfilter.example.servers.User;
import org.jwtfilter.store.testkit.RedisServer;

/**
 * Applications that others wrote, migrated by the command alone: requests alternate between two
 * real servers, and one is killed halfway. What passes on one server as it was passes on two.
 */
class ApplicationsIT {
  private static final Visit.Happening NOTHING = () -> {};
  private static final User ADMIN =
      new User("admin", "admin", List.of("admin", "manager-gui", "tomcat"));

  /** What libraries of that age need on a Java of ours, and how Hawtio finds Tomcat's users. */
  private static final String JAVA_OPTIONS =
      Stream.of("java.lang", "java.util", "java.io", "java.util.concurrent")
              .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
              .collect(Collectors.joining(" "))
          + " -Dhawtio.realm=* -Dhawtio.roles=admin"
          + " -Dhawtio.authenticationContainerTomcatDigestAlgorithm=NONE";

  private static RedisServer redis;

  @TempDir private Path folder;

  private final List<ServerNode> nodes = new ArrayList<>();

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @AfterEach
  void killNodes() {
    nodes.forEach(ServerNode::close);
  }

  /** Tomcat's own applications on each Tomcat, the others on one. */
  static Stream<Arguments> applicationsAndServers() {
    return Stream.of(ServerKind.TOMCAT_10_1, ServerKind.TOMCAT_11)
        .flatMap(
            tomcat ->
                Arrays.stream(Application.values())
                    .filter(one -> tomcat == ServerKind.TOMCAT_10_1 || one.ofTomcat())
                    .map(one -> Arguments.of(one, tomcat)));
  }

  @ParameterizedTest
  @MethodSource("applicationsAndServers")
  void application_onTwoNodesOfWhichOneIsKilled_goesOn(Application application, ServerKind tomcat)
      throws Exception {
    try {
      startTwo(tomcat, asItWas(application, tomcat));
      stepsAreSound(application);
      withoutTheFilter_stateIsLost(application);
      // Two of one kind in one server get into each other's way, by what is the JVM's.
      killNodes();
      nodes.clear();
      startTwo(tomcat, migrated(application, tomcat));
      withTheFilter_stateIsKept(application);
    } catch (Exception | AssertionError failed) {
      System.out.println(logs());
      throw failed;
    }
  }

  private void startTwo(ServerKind tomcat, Path application) throws Exception {
    Site site =
        new Site(
            Map.of("app", application),
            List.of(ADMIN),
            Map.of("JWT_KEY", newKey(), "JDK_JAVA_OPTIONS", JAVA_OPTIONS),
            redisClient());
    for (int each = 0; each < 2; each++) {
      nodes.add(tomcat.start(site, Files.createTempDirectory(folder, "node")));
    }
    for (ServerNode node : nodes) {
      node.awaitReady();
    }
  }

  private Path asItWas(Application application, ServerKind tomcat) throws Exception {
    Path source = application.source(tomcat);
    if (application.old()) {
      return MigrateCommand.toJakarta(source, folder.resolve("before.war"), tomcat.distribution());
    }
    if (Files.isRegularFile(source)) {
      return source;
    }
    Path copy = folder.resolve("before");
    Layout.copyTree(source, copy);
    return copy;
  }

  private Path migrated(Application application, ServerKind tomcat) throws Exception {
    List<String> options = new ArrayList<>();
    if (application.old()) {
      options.add("--jakarta");
    }
    for (String setting : application.settings()) {
      options.addAll(List.of("--set", setting.equals("store=") ? setting + redis.uri() : setting));
    }
    return MigrateCommand.migrate(
        application.source(tomcat), folder.resolve("after.war"), options.toArray(String[]::new));
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

  private static String newKey() {
    byte[] key = new byte[48];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /**
   * The control of the control: on one untouched server nothing is lost, so what is lost below is
   * lost between nodes.
   */
  private void stepsAreSound(Application application) throws Exception {
    Browser browser = new Browser(List.of(nodes.get(0).at("/app")));
    Visit visit = new Visit(browser, NOTHING).of(application.journey());
    assertEquals(List.of(), visit.lost(), "on one untouched server");
    assertTrue(visit.checks() >= 10, () -> visit.checks() + " checks are too few");
  }

  /** The control: two untouched servers lose what the filter keeps. */
  private void withoutTheFilter_stateIsLost(Application application) throws Exception {
    Browser browser = new Browser(addresses());
    String lost = String.join("\n", new Visit(browser, NOTHING).of(application.journey()).lost());
    application.losses().forEach(loss -> assertTrue(lost.contains(loss), lost));
    assertNotEquals(List.of(), browser.containerSessionsSeen(), "JSESSIONID was set");
  }

  private void withTheFilter_stateIsKept(Application application) throws Exception {
    Browser browser = new Browser(addresses());
    Visit visit = new Visit(browser, nodes.get(0)::kill).of(application.journey());
    assertAll(
        () -> assertEquals(List.of(), visit.lost(), "lost"),
        () -> assertEquals(List.of(), browser.containerSessionsSeen(), "the container's session"),
        () -> assertTrue(browser.cookiesSeen().size() > 0, "cookies of ours"));
  }

  private List<URI> addresses() {
    return nodes.stream().map(node -> node.at("/app")).toList();
  }

  private String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    for (ServerNode node : nodes) {
      logs.append(node.log()).append('\n');
    }
    return logs.toString();
  }
}
