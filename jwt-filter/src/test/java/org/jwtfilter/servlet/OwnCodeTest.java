package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.DeploymentFailed;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** Classes that the application brings: who checks passwords, who hears what happens. */
class OwnCodeTest {
  private static WebApp app(String option, String value) {
    return WebApp.at("/shop")
        .filter(
            "jwt",
            JwtFilter.class,
            Map.of("keys", Tokens.KEYS, "login", "/in", option, value),
            "/*")
        .servlet("/who", (q, r) -> r.getWriter().print(q.getRemoteUser()));
  }

  @Test
  void accounts_ofTheApplication_areAskedInPlaceOfTheServer() {
    try (Node node = ServerUnderTest.TOMCAT.start(app("accounts", OwnAccounts.class.getName()))) {
      Client browser = Client.of(node);
      assertEquals(401, status(browser, "ann", "ann"));
      assertEquals(401, status(browser, "zoe", "wrong"));
      assertEquals(200, status(browser, "zoe", "secret"));
      assertEquals("zoe", browser.get("/who").text());
    }
  }

  private static int status(Client browser, String name, String password) {
    Answer answer = browser.post("/in", "username", name, "password", password);
    return answer.status();
  }

  @Test
  void classThatIsMissing_orOfAnotherKind_stopsTheDeployment_withWords() {
    assertSays("events: there is no class com.shop.Audit", "events", "com.shop.Audit");
    assertSays("does not implement org.jwtfilter.JwtEvents", "events", "java.lang.String");
    assertSays("cannot be made", "accounts", "org.jwtfilter.Accounts");
  }

  private static void assertSays(String words, String option, String value) {
    DeploymentFailed failed =
        assertThrows(
            DeploymentFailed.class, () -> ServerUnderTest.TOMCAT.start(app(option, value)));
    assertTrue(failed.getMessage().contains(words), failed.getMessage());
  }
}
