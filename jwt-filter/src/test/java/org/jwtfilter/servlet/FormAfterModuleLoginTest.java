package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** A form posted to a page with {@code <security-constraint>} goes on after the FORM login. */
@ParameterizedClass
@EnumSource
class FormAfterModuleLoginTest {
  private static final String POST_NEEDS_ADMIN =
      """
      <security-constraint>
        <web-resource-collection>
          <web-resource-name>r</web-resource-name>
          <url-pattern>/posted</url-pattern>
          <http-method>POST</http-method>
        </web-resource-collection>
        <auth-constraint><role-name>admin</role-name></auth-constraint>
      </security-constraint>
      """;
  private static Node one;
  private static Node two;

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    one = server.start(app());
    two = server.start(app());
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    one.close();
    two.close();
  }

  private static WebApp app() {
    return WebApp.at("/shop")
        .jaspi()
        .formLogin("/login", "/login?again=1")
        .securityRole("customer")
        .securityRole("admin")
        .securityConstraint("/member", "customer")
        .xml(POST_NEEDS_ADMIN)
        .filter("jwt", JwtFilter.class, Map.of("keys", Tokens.KEYS, "session", "token"), "/*")
        .servlet("/login", (q, r) -> r.getWriter().print("please log in"))
        .servlet("/member", FormAfterModuleLoginTest::tell)
        .servlet("/posted", FormAfterModuleLoginTest::tell);
  }

  private static void tell(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response
        .getWriter()
        .print(
            String.join(
                " ",
                request.getRemoteUser(),
                request.getMethod(),
                request.getParameter("item"),
                "" + request.isUserInRole("customer")));
  }

  private static Answer goesOn(Client browser, String name) {
    Answer login = browser.post("/j_security_check", "j_username", name, "j_password", name);
    assertEquals(303, login.status(), login::toString);
    return browser.get(browser.target(login));
  }

  @Test
  void constrainedPage_seesTheFormOnce_onAnyNode() {
    Client browser = Client.of(one, two);
    assertEquals("/login", browser.target(browser.post("/member", "item", "7")));
    assertEquals("ann POST 7 true", goesOn(browser, "ann").text());
    assertEquals("ann GET null true", browser.get("/member").text());
  }

  /** A GET needs nobody there, and the container has seen no more than that. */
  @ParameterizedTest
  @CsvSource({"ann, 403", "bob, 200"})
  void pageThatWantsARoleForPostsOnly_getsTheFormOfSuchACallerOnly(String name, int status) {
    Client browser = Client.of(one, two);
    assertEquals("/login", browser.target(browser.post("/posted", "item", "7")));
    Answer answer = goesOn(browser, name);
    assertEquals(status, answer.status(), answer::toString);
    assertEquals(status == 200, answer.text().equals("bob POST 7 true"));
    assertEquals(name + " GET null true", browser.get("/posted").text());
  }
}
