package org.jwtfilter.example.applications;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.jwtfilter.example.servers.Browser;
import org.jwtfilter.example.servers.ServerKind;
import org.jwtfilter.store.testkit.RedisServer;

/**
 * Applications that others wrote, migrated by the command alone: requests alternate between two
 * real servers, and one is killed halfway. What passes on one server as it was passes on two.
 */
class ApplicationsIT {
  private static final Visit.Happening NOTHING = () -> {};

  private static RedisServer redis;

  @TempDir private Path folder;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  /** Tomcat's own applications on each Tomcat, the others on one. */
  static Stream<Arguments> applicationsAndServers() {
    return Stream.of(ServerKind.TOMCAT_10_1, ServerKind.TOMCAT_11)
        .flatMap(
            tomcat ->
                Arrays.stream(Application.values())
                    .filter(Application::isThere)
                    .filter(one -> tomcat == ServerKind.TOMCAT_10_1 || one.ofTomcat())
                    .map(one -> Arguments.of(one, tomcat)));
  }

  @ParameterizedTest
  @MethodSource("applicationsAndServers")
  void application_onTwoNodesOfWhichOneIsKilled_goesOn(Application application, ServerKind tomcat)
      throws Exception {
    try (Nodes nodes = new Nodes(folder, application, tomcat)) {
      try {
        nodes.start(2, nodes.asItWas());
        stepsAreSound(application, nodes);
        withoutTheFilter_stateIsLost(application, nodes);
        nodes.start(2, nodes.migrated(application.settings(redis.uri())));
        withTheFilter_stateIsKept(application, nodes);
      } catch (Exception | AssertionError failed) {
        System.out.println(nodes.logs());
        throw failed;
      }
    }
  }

  /**
   * The control of the control: on one untouched server nothing is lost, so what is lost below is
   * lost between nodes.
   */
  private static void stepsAreSound(Application application, Nodes nodes) throws Exception {
    Browser browser = new Browser(nodes.addresses().subList(0, 1));
    Visit visit = new Visit(browser, NOTHING).of(application.journey());
    assertEquals(List.of(), visit.lost(), "on one untouched server");
    assertTrue(visit.checks() >= 10, () -> visit.checks() + " checks are too few");
  }

  /** The control: two untouched servers lose what the filter keeps. */
  private static void withoutTheFilter_stateIsLost(Application application, Nodes nodes)
      throws Exception {
    Browser browser = new Browser(nodes.addresses());
    String lost = String.join("\n", new Visit(browser, NOTHING).of(application.journey()).lost());
    application.losses().forEach(loss -> assertTrue(lost.contains(loss), lost));
    assertNotEquals(List.of(), browser.containerSessionsSeen(), "JSESSIONID was set");
  }

  private static void withTheFilter_stateIsKept(Application application, Nodes nodes)
      throws Exception {
    Browser browser = new Browser(nodes.addresses());
    Visit visit = new Visit(browser, nodes::killFirst).of(application.journey());
    assertAll(
        () -> assertEquals(List.of(), visit.lost(), "lost"),
        () -> assertEquals(List.of(), browser.containerSessionsSeen(), "the container's session"),
        () -> assertTrue(browser.cookiesSeen().size() > 0, "cookies of ours"));
  }
}
