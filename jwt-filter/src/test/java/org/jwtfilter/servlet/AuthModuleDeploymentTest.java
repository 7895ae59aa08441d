package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerLog;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** Where the auth module has its place, and what is said where it has none. */
class AuthModuleDeploymentTest {
  private static final String ANN = Tokens.of("ann", "customer");

  private static WebApp shop(Map<String, String> more) {
    WebApp app =
        WebApp.at("/shop")
            .contextParam("jwt.keys", Tokens.KEYS)
            .contextParam("jwt.issuer", Tokens.ISSUER)
            .jaspi()
            .basicLogin()
            .securityRole("customer")
            .securityConstraint("/member", "customer")
            .servlet("/member", (q, r) -> r.getWriter().print(q.getRemoteUser()))
            .servlet("/open", (q, r) -> r.getWriter().print(q.getRemoteUser()));
    more.forEach((name, value) -> app.contextParam("jwt." + name, value));
    return app;
  }

  private static int status(Node node, String path) {
    return Client.of(node)
        .send(Request.get(path).header("Accept", "application/json").bearer(ANN))
        .status();
  }

  @ParameterizedTest
  @EnumSource
  void contextParams_areEnough(ServerUnderTest server) {
    try (ServerLog log = ServerLog.of("org.jwtfilter");
        Node node = server.start(shop(Map.of()))) {
      assertEquals(200, status(node, "/member"));
      assertTrue(log.text().contains("the auth module is in place"), log::text);
      assertFalse(log.text().contains("is not in place"), log::text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void moduleThatIsOff_leavesConstraintsToTheServer_andSaysSo(ServerUnderTest server) {
    try (ServerLog log = ServerLog.of("org.jwtfilter");
        Node node = server.start(shop(Map.of("auth-module", "off", "protect", "/open")))) {
      assertEquals(401, status(node, "/member"));
      assertEquals(200, status(node, "/open"));
      assertTrue(log.text().contains("not in place (auth-module is off)"), log::text);
      assertTrue(log.text().contains("docs/servers.md"), log::text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DIGEST", "CLIENT-CERT"})
  void methodThatWeDoNotKnow_staysTheServers(String method) {
    WebApp app =
        shop(Map.of())
            .replacing(
                "<auth-method>BASIC</auth-method>", "<auth-method>" + method + "</auth-method>");
    try (ServerLog log = ServerLog.of("org.jwtfilter");
        Node node = ServerUnderTest.TOMCAT.start(app)) {
      assertFalse(AuthModule.of(node.context()).inPlace());
      assertTrue(
          log.text().contains("not in place (<auth-method> " + method + " stays the server's)"),
          log::text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void applicationThatSaysNothingToUs_hasNoModule(ServerUnderTest server) {
    WebApp app =
        WebApp.at("/shop")
            .jaspi()
            .servlet("/open", (q, r) -> r.getWriter().print(q.getRemoteUser()));
    try (Node node = server.start(app)) {
      assertEquals("null", Client.of(node).get("/open").text());
      assertFalse(AuthModule.of(node.context()).inPlace());
    }
  }

  @ParameterizedTest
  @EnumSource
  void failedDeployment_leavesNoModuleBehind(ServerUnderTest server) {
    WebApp wrong = shop(Map.of("nonsense", "x"));
    assertThrows(RuntimeException.class, () -> server.start(wrong).close());
    try (Node node = server.start(shop(Map.of()))) {
      assertEquals(200, status(node, "/member"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void storeThatDoesNotAnswer_is503_onConstrainedPagesToo(ServerUnderTest server) {
    Map<String, String> settings =
        Map.of(
            "store", "redis://127.0.0.1:1", "store-timeout", "200ms", "revocation-delay", "100ms");
    try (Node node = server.start(shop(settings))) {
      Answer answer =
          Client.of(node)
              .send(Request.get("/member").header("Accept", "application/json").bearer(ANN));
      assertEquals(503, answer.status(), answer::toString);
      assertTrue(answer.header("Retry-After").isPresent());
      assertEquals(401, Client.of(node).send(Request.get("/member")).status());
    }
  }
}
