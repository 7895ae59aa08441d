package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.key.KeyServer;
import org.jwtfilter.key.TestKeys;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.DeploymentFailed;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** Web applications that are configured as MicroProfile JWT has it. */
class MicroProfileNamesTest {
  private static final String CONFIG = "WEB-INF/classes/META-INF/microprofile-config.properties";

  private static WebApp app(Map<String, String> settings) {
    return WebApp.at("/shop")
        .filter("jwt", JwtFilter.class, settings, "/*")
        .servlet("/who", (q, r) -> r.getWriter().print(q.getRemoteUser()))
        .file("WEB-INF/classes/keys/idp.json", KeyServer.set(KeyServer.rsa("a")));
  }

  private static String token(String issuer) {
    String header = base64("{\"alg\":\"RS256\",\"kid\":\"a\"}");
    long end = System.currentTimeMillis() / 1000 + 600;
    String claims = base64("{\"iss\":\"%s\",\"upn\":\"ann\",\"exp\":%d}".formatted(issuer, end));
    return header + '.' + claims + '.' + TestKeys.rs256().sign(header, claims);
  }

  private static String base64(String text) {
    return org.jwtfilter.key.Base64Url.encode(
        text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static int status(Node node, String issuer) {
    return Client.of(node).send(Request.get("/who").bearer(token(issuer))).status();
  }

  @ParameterizedTest
  @EnumSource
  void fileOfTheApplication_configuresTheFilter(ServerUnderTest server) {
    WebApp app =
        app(Map.of("protect", "/who"))
            .file(
                CONFIG,
                """
                mp.jwt.verify.publickey.location=/keys/idp.json
                mp.jwt.verify.issuer=https://idp.example
                """);
    try (Node node = server.start(app)) {
      assertEquals(200, status(node, "https://idp.example"));
      assertEquals(401, status(node, "https://other.example"));
      assertEquals(401, Client.of(node).get("/who").status());
    }
  }

  @ParameterizedTest
  @EnumSource
  void contextParams_configureTheFilter_andTheFileCountsBeforeThem(ServerUnderTest server) {
    WebApp app =
        app(Map.of())
            .contextParam("mp.jwt.verify.publickey.location", "/WEB-INF/classes/keys/idp.json")
            .contextParam("mp.jwt.verify.issuer", "https://web.example")
            .file(CONFIG, "mp.jwt.verify.issuer=https://file.example\n");
    try (Node node = server.start(app)) {
      assertEquals(200, status(node, "https://file.example"));
      assertEquals(401, status(node, "https://web.example"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void keysOfOurOwn_makeTheNamesOfMicroProfileMeanNothing(ServerUnderTest server) {
    WebApp app =
        app(Map.of("keys", Tokens.KEYS, "issuer", Tokens.ISSUER))
            .file(
                CONFIG,
                "mp.jwt.verify.issuer=https://file.example\nmp.jwt.decrypt.key.location=/x\n");
    try (Node node = server.start(app)) {
      assertEquals(
          "ann", Client.of(node).send(Request.get("/who").bearer(Tokens.of("ann"))).text());
    }
  }

  @ParameterizedTest
  @EnumSource
  void mistake_stopsTheApplication_andNamesItsPlace(ServerUnderTest server) {
    WebApp app =
        app(Map.of())
            .file(
                CONFIG,
                """
                mp.jwt.verify.publickey.location=/keys/none.pem
                mp.jwt.decrypt.key.location=/x
                """);
    DeploymentFailed failed = assertThrows(DeploymentFailed.class, () -> server.start(app).close());
    String message = failed.because(ServletException.class).orElseThrow().getMessage();
    assertTrue(message.contains("keys: public:/keys/none.pem there is no such file"), message);
    assertTrue(message.contains("mp.jwt.decrypt.key.location: encrypted tokens"), message);
    assertTrue(message.contains("in META-INF/microprofile-config.properties"), message);
  }
}
