package org.jwtfilter.example.tomcat;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.Layout;
import org.jwtfilter.example.servers.MigrateCommand;
import org.jwtfilter.example.servers.ServerKind;
import org.jwtfilter.example.servers.ServerNode;
import org.jwtfilter.example.servers.Site;

/**
 * Tomcat's own examples on two real Tomcats, with nothing but the all-in-one jar in {@code
 * WEB-INF/lib} and our lines in {@code web.xml}; requests alternate between the nodes, and one is
 * killed halfway.
 */
class TomcatExamplesIT {
  private static final Journey.Happening NOTHING = () -> {};

  @TempDir private Path folder;

  private final List<ServerNode> nodes = new ArrayList<>();

  @AfterEach
  void killNodes() {
    nodes.forEach(ServerNode::close);
  }

  @ParameterizedTest
  @EnumSource(names = {"TOMCAT_10_1", "TOMCAT_11"})
  void examples_onTwoNodesOfWhichOneIsKilled_goOn(ServerKind tomcat) throws Exception {
    try {
      startTwo(tomcat);
      stepsAreSound();
      withoutTheFilter_stateIsLost();
      withTheFilter_stateIsKept();
    } catch (Exception | AssertionError failed) {
      System.out.println(logs());
      throw failed;
    }
  }

  private void startTwo(ServerKind tomcat) throws Exception {
    Path examples = tomcat.distribution().resolve("webapps/examples");
    Path before = folder.resolve("before");
    Layout.copyTree(examples, before);
    Path after = MigrateCommand.migrate(examples, folder.resolve("examples.war"));
    Map<String, Path> applications = Map.of("before", before, "examples", after);
    Site site = new Site(applications, List.of(), Map.of("JWT_KEY", newKey()));
    for (String name : List.of("node1", "node2")) {
      nodes.add(tomcat.start(site, folder.resolve(name)));
    }
    for (ServerNode node : nodes) {
      node.awaitReady();
    }
  }

  private static String newKey() {
    byte[] key = new byte[48];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /**
   * The control of the control: on one untouched Tomcat nothing is lost, so what is lost below is
   * lost between nodes.
   */
  private void stepsAreSound() throws Exception {
    Browser browser = new Browser(List.of(nodes.get(0).at("/before")));
    Journey.Outcome outcome = Journey.of(browser, NOTHING);
    assertEquals(List.of(), outcome.lost(), "on one untouched Tomcat");
    assertTrue(outcome.checks() > 25, () -> outcome.checks() + " checks are too few");
  }

  /**
   * The control: two untouched Tomcats lose what the filter keeps. Only the creation time is not
   * asked for: the page shows seconds, and two sessions can begin within one.
   */
  private void withoutTheFilter_stateIsLost() throws Exception {
    Browser browser = new Browser(addresses("/before"));
    String lost = String.join("\n", Journey.of(browser, NOTHING).lost());
    assertAll(
        () -> assertTrue(lost.contains("session: its id stays"), lost),
        () -> assertTrue(lost.contains("session: alpha is kept"), lost),
        () -> assertTrue(lost.contains("was put (200"), lost),
        () -> assertTrue(lost.contains("guess: number 2 is counted"), lost),
        () -> assertTrue(browser.containerSessionsSeen().size() > 2, "JSESSIONID was set"));
  }

  private void withTheFilter_stateIsKept() throws Exception {
    Browser browser = new Browser(addresses("/examples"));
    Journey.Outcome outcome = Journey.of(browser, nodes.get(0)::kill);
    assertAll(
        () -> assertEquals(List.of(), outcome.lost(), "lost"),
        () -> assertEquals(List.of(), browser.containerSessionsSeen(), "the container's session"),
        () -> assertTrue(browser.cookiesSeen().size() > 0, "cookies of ours"));
  }

  private List<URI> addresses(String context) {
    return nodes.stream().map(node -> node.at(context)).toList();
  }

  private String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    for (ServerNode node : nodes) {
      logs.append(node.log()).append('\n');
    }
    return logs.toString();
  }
}
