package org.jwtfilter.example.servers;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One legacy application with {@code <security-constraint>} and {@code <login-config>}, unchanged
 * but for our jar and lines, on two nodes of each server behind a round robin. What it answers to
 * strangers and to those who log in is what the server by itself answers without us.
 */
@ParameterizedClass
@EnumSource(names = {"TOMCAT_10_1"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeclarativeSecurityIT {
  private static final User ANN = new User("ann", "ann-secret", List.of("member"));
  private static final User BOB = new User("bob", "bob-secret", List.of("admin"));
  private static final User EVE = new User("eve", "eve-secret", List.of("guest"));
  private static final String KEY = Token.newKey();

  @TempDir private static Path folder;
  private static final List<ServerNode> NODES = new ArrayList<>();

  @Parameter ServerKind kind;

  @BeforeParameterizedClassInvocation
  static void start(ServerKind kind) throws Exception {
    Path base = folder.resolve(kind.name());
    Site site =
        new Site(applications(base), List.of(ANN, BOB, EVE), Map.of("JWT_KEY", KEY));
    for (String name : List.of("node1", "node2")) {
      NODES.add(kind.start(site, base.resolve(name)));
    }
    for (ServerNode node : NODES) {
      node.awaitReady();
    }
  }

  private static Map<String, Path> applications(Path base) throws IOException {
    java.nio.file.Files.createDirectories(base);
    Path jar = Path.of(System.getProperty("jwt-filter.jar"));
    Map<String, Path> applications = new LinkedHashMap<>();
    applications.put("form-before", LegacyWar.withForm().writeTo(base.resolve("1.war")));
    applications.put("basic-before", LegacyWar.withBasic().writeTo(base.resolve("2.war")));
    applications.put("form", LegacyWar.withForm().ours(jar).writeTo(base.resolve("3.war")));
    applications.put("basic", LegacyWar.withBasic().ours(jar).writeTo(base.resolve("4.war")));
    return applications;
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    NODES.forEach(ServerNode::close);
    NODES.clear();
  }

  @Test
  void print() throws Exception {
    for (String app : List.of("form-before", "form")) {
      System.out.println("=== " + kind + " " + app);
      Browser one = app.endsWith("before") ? alone(app) : everywhere(app);
      Round.of(one).forEach((k, v) -> System.out.println("stranger " + k + " -> " + v));
      one = app.endsWith("before") ? alone(app) : everywhere(app);
      System.out.println(Round.seen(one.get("/member/list")));
      Page p = one.post("/j_security_check", "j_username", "ann", "j_password", "ann-secret");
      System.out.println(p + Round.seen(p));
      Round.of(one).forEach((k, v) -> System.out.println("ann " + k + " -> " + v));
    }
    for (String app : List.of("basic-before", "basic")) {
      System.out.println("=== " + kind + " " + app);
      Browser one = app.endsWith("before") ? alone(app) : everywhere(app);
      Round.of(one).forEach((k, v) -> System.out.println("stranger " + k + " -> " + v));
      one.with("Authorization", "Basic " + java.util.Base64.getEncoder().encodeToString("ann:ann-secret".getBytes()));
      Round.of(one).forEach((k, v) -> System.out.println("ann " + k + " -> " + v));
    }
  }

  private static Browser alone(String application) {
    return new Browser(List.of(NODES.get(0).at("/" + application)));
  }

  private static Browser everywhere(String application) {
    return new Browser(NODES.stream().map(node -> node.at("/" + application)).toList());
  }
}
