package org.jwtfilter.example.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.jwtfilter.example.matrix.World.assertSays;

import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Page;
import org.jwtfilter.example.servers.ServerKind;
import org.jwtfilter.example.servers.ServerNode;
import org.jwtfilter.example.servers.Site;
import org.jwtfilter.example.servers.Token;
import org.jwtfilter.store.testkit.RedisServer;

/**
 * The same WAR, with the same jar and the same lines of {@code web.xml}, on two nodes of every
 * server: once with its sessions in tokens, once in a store; and the same questions to each.
 */
@ParameterizedClass
@MethodSource("org.jwtfilter.example.servers.ServerKind#chosen")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServersIT {
  private static final String KEY = Token.newKey();
  private static final List<String> APPLICATIONS = List.of("token", "store");
  private static final List<ServerNode> NODES = new ArrayList<>();

  private static RedisServer redis;
  private static Results results;

  @TempDir private static Path folder;

  @Parameter private ServerKind kind;

  @BeforeAll
  static void startStore() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopStore() {
    redis.close();
  }

  @BeforeParameterizedClassInvocation
  static void startTwoNodes(ServerKind kind) throws Exception {
    results = new Results();
    Path base = Files.createDirectories(folder.resolve(kind.name()));
    Map<String, Path> applications =
        Map.of(
            "token", ProbeWar.write(base.resolve("token.war"), "token", ""),
            "store", ProbeWar.write(base.resolve("store.war"), "store", redis.uri()));
    Site site = new Site(applications, List.of(), Map.of("JWT_KEY", KEY), List.of());
    for (String name : List.of("node1", "node2")) {
      NODES.add(kind.start(site, base.resolve(name)));
    }
    for (ServerNode node : NODES) {
      node.awaitReady();
    }
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    NODES.forEach(ServerNode::close);
    NODES.clear();
  }

  @TestFactory
  @Order(1)
  Stream<DynamicContainer> whatHoldsOnEveryServer() {
    List<Check> checks = Checks.all();
    return Arrays.stream(Group.values())
        .map(
            group ->
                DynamicContainer.dynamicContainer(
                    group.title(),
                    checks.stream().filter(one -> one.group() == group).flatMap(this::tests)));
  }

  private Stream<DynamicTest> tests(Check check) {
    return APPLICATIONS.stream()
        .map(
            application ->
                DynamicTest.dynamicTest(
                    application + ": " + check.name(), () -> play(check, application)));
  }

  private void play(Check check, String application) {
    Optional<Limit> limit = Limit.of(kind, check);
    try {
      if (limit.isEmpty() || limit.get().rare()) {
        askAgain(check, application, limit.isPresent());
        results.held(check.group());
      } else {
        assertThrows(Throwable.class, () -> ask(check, application), "the limit is gone");
      }
      limit.ifPresent(one -> results.limited(check.group(), one));
    } catch (Throwable failed) {
      results.failed(application + ", " + check.group().title() + ": " + check.name());
      throw failed instanceof Error error ? error : new AssertionError(failed);
    }
  }

  /** Once more where there was no answer at all, if the server is known for it. */
  private static void askAgain(Check check, String application, boolean knownForIt)
      throws Exception {
    try {
      ask(check, application);
    } catch (SocketTimeoutException noAnswer) {
      if (!knownForIt) {
        throw noAnswer;
      }
      ask(check, application);
    }
  }

  private static void ask(Check check, String application) throws Exception {
    World world = world(application);
    check.body().ask(world);
    world.endSoundly();
  }

  private static World world(String application) {
    return new World(NODES, application, KEY);
  }

  @Test
  @Order(2)
  void death_ofTheNodeThatBeganIt_isNotNoticed() throws Exception {
    Map<String, Browser> visitors = new LinkedHashMap<>();
    for (String application : APPLICATIONS) {
      Browser ann = world(application).annWithCookie();
      ann.get("/session/add", "entry", "a");
      ann.get("/session/add", "entry", "b");
      visitors.put(application, ann);
    }
    NODES.get(0).kill();
    for (Browser ann : visitors.values()) {
      ann.get("/session/add", "entry", "c");
      Page page = ann.get("/protected/page");
      assertSays("ann", "principal", page);
      assertSays("[a, b, c]", "list", page);
      results.held(Group.DEATH);
    }
  }

  @Test
  @Order(3)
  void document_saysWhatCameOut() throws Exception {
    assertEquals(List.of(), results.failed());
    String expected = ServersDocument.read().with(kind, results);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(ServersDocument.FILE, expected);
    }
    assertEquals(
        expected,
        Files.readString(ServersDocument.FILE),
        "docs/servers.md is not what came out; run with -Ddocs.write=true");
  }
}
