package org.jwtfilter.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.DeploymentFailed;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** An application with a Jackson, a java-jwt and a Caffeine of its own beside our jar. */
class ClashIT {
  private static WebApp app(Jars jar, String others) {
    return Server.app(Map.of())
        .servlet("/mine/libraries", LibrariesServlet.class, Map.of())
        .ownClasses(LibrariesServlet.class)
        .libraries(Jars.with(jar.path(), Jars.ofOthers(others)))
        .sees(Server.bare());
  }

  @ParameterizedTest
  @CsvSource({
    "TOMCAT, ALL, ancient, jackson-databind-2.9.10.8.jar java-jwt-3.19.4.jar",
    "JETTY, ALL, ancient, jackson-databind-2.9.10.8.jar java-jwt-3.19.4.jar",
    "TOMCAT, ALL, current, jackson-databind-2.22.4.jar java-jwt-4.6.2.jar",
    "JETTY, ALL, current, jackson-databind-2.22.4.jar java-jwt-4.6.2.jar",
    "TOMCAT, PLAIN, oldest, jackson-databind-2.16.2.jar java-jwt-4.0.0.jar",
    "JETTY, PLAIN, oldest, jackson-databind-2.16.2.jar java-jwt-4.0.0.jar",
    "TOMCAT, PLAIN, current, jackson-databind-2.22.4.jar java-jwt-4.6.2.jar",
  })
  void application_withVersionsOfItsOwn_usesThem_andWeUseOurs(
      ServerUnderTest server, Jars jar, String others, String used) {
    try (Node one = server.start(app(jar, others));
        Node two = server.start(app(jar, others))) {
      Client client = Client.of(one, two);
      assertEquals("ann, partner, kept; " + used, Ann.asks(client, "/mine/libraries"));
      assertEquals("ann 1", Ann.asks(client, "/mine/count"));
      assertEquals("ann 2", Ann.asks(client, "/mine/count"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void plainJar_besideAnOldJackson_saysWhatToDo(ServerUnderTest server) {
    String said =
        Said.by(
            assertThrows(
                DeploymentFailed.class, () -> server.start(app(Jars.PLAIN, "ancient")).close()));
    assertTrue(said.contains("jackson-core (com.fasterxml.jackson.core), 2.16 or later"), said);
    assertTrue(said.contains("-all.jar in place of the plain jar"), said);
  }
}
