package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.DeploymentFailed;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerLog;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** From web.xml to a filter that works, or to a deployment that fails and says why. */
class DeploymentTest {
  private static final String WHERE = " (init-param of filter \"jwt\" in web.xml)";
  private static final String ANN = Tokens.of("ann", "customer");

  private static WebApp shop(Map<String, String> settings) {
    return WebApp.at("/shop").filter("jwt", JwtFilter.class, settings, "/*");
  }

  /** What the server reports of a deployment that fails. */
  private static String failure(ServerUnderTest server, WebApp app) {
    DeploymentFailed failed = assertThrows(DeploymentFailed.class, () -> server.start(app).close());
    return failed.because(ServletException.class).orElseThrow().getMessage();
  }

  private static void says(String report, String line) {
    int first = report.indexOf(line);
    assertTrue(first >= 0, () -> "\"" + line + "\" is not in " + report);
    assertEquals(-1, report.indexOf(line, first + 1), () -> "twice: " + line + " in " + report);
  }

  @ParameterizedTest
  @EnumSource
  void missingKey_failsTheDeployment_andSaysHowToMakeOne(ServerUnderTest server) {
    String report = failure(server, shop(Map.of("issuer", "me")));
    says(report, "keys: ");
    assertTrue(report.contains("openssl rand"), report);
  }

  @ParameterizedTest
  @EnumSource
  void everythingThatIsWrong_isSaidOnceAndTogether(ServerUnderTest server) {
    Map<String, String> settings =
        Map.of(
            "keys", "hmac:base64:c2hvcnQ=",
            "protekt", "/x",
            "clock-skew", "20m",
            "csrf", "maybe",
            "cookie-same-site", "None",
            "cookie-secure", "never",
            "renew-after", "2h",
            "session-budget", "4k");
    String report = failure(server, shop(settings));
    says(report, "protekt: there is no such option; did you mean protect?" + WHERE);
    says(report, "keys: ");
    says(report, "clock-skew: ");
    says(report, "csrf: ");
    says(report, "cookie-same-site: ");
    says(report, "renew-after: ");
    says(report, "session-budget: ");
    assertEquals(7, report.split(java.util.regex.Pattern.quote(WHERE), -1).length - 1, report);
    assertFalse(report.contains("c2hvcnQ"), report);
  }

  @ParameterizedTest
  @EnumSource
  void optionInBothPlaces_isAProblem_thatNamesBoth(ServerUnderTest server) {
    WebApp app =
        shop(Map.of("keys", Tokens.KEYS))
            .contextParam("jwt.issuer", "a")
            .contextParam("jwt.keys", Tokens.KEYS);
    String report = failure(server, app);
    says(report, "keys: is set 2 times; keep one");
    assertTrue(report.contains("context-param jwt.keys in web.xml"), report);
    assertTrue(report.contains("init-param of filter \"jwt\" in web.xml"), report);
    assertFalse(report.contains(Tokens.SECRET), report);
  }

  @ParameterizedTest
  @EnumSource
  void keyFileThatIsMissing_isNamed(ServerUnderTest server) {
    String report = failure(server, shop(Map.of("keys", "pem:/WEB-INF/none.pem")));
    assertTrue(report.contains("/WEB-INF/none.pem"), report);
  }

  @ParameterizedTest
  @EnumSource
  void login_withPublicKeysAlone_failsTheDeployment(ServerUnderTest server) {
    WebApp app =
        shop(Map.of("keys", "pem:/WEB-INF/k.pem", "endpoints", "/jwt"))
            .file("WEB-INF/k.pem", PublicKeys.pem());
    says(failure(server, app), "endpoints: a login needs a key that can sign");
  }

  @ParameterizedTest
  @EnumSource
  void contextParamsAlone_registerTheFilter_firstAndForEverything(ServerUnderTest server) {
    WebApp app =
        everyWay(
            WebApp.at("/shop")
                .contextParam("jwt.keys", Tokens.KEYS)
                .contextParam("jwt.issuer", Tokens.ISSUER)
                .contextParam("other", "x")
                .filter("/*", DeploymentTest::sayCaller));
    try (Node node = server.start(app)) {
      assertEveryWay(node);
    }
  }

  @ParameterizedTest
  @EnumSource
  void filterDeclaredLast_withoutDispatchers_isFirstAndForEverything(ServerUnderTest server) {
    Map<String, String> settings = Map.of("keys", Tokens.KEYS, "issuer", Tokens.ISSUER);
    WebApp app =
        everyWay(
            WebApp.at("/shop")
                .filter("/*", DeploymentTest::sayCaller)
                .filter("jwt", JwtFilter.class, settings, "/elsewhere/*"));
    try (Node node = server.start(app)) {
      assertEveryWay(node);
    }
  }

  private static void sayCaller(
      HttpServletRequest request, HttpServletResponse response, jakarta.servlet.FilterChain chain)
      throws Exception {
    response.setHeader("X-Caller", request.getRemoteUser());
    chain.doFilter(request, response);
  }

  private static WebApp everyWay(WebApp app) {
    return app.namedServlet("who", "/who", DeploymentTest::who)
        .servlet("/forward", (q, r) -> q.getRequestDispatcher("/who").forward(q, r))
        .servlet("/error", (q, r) -> r.sendError(410))
        .servlet("/async", (q, r) -> q.startAsync().dispatch("/who"))
        .errorPage(410, "/who");
  }

  private static void assertEveryWay(Node node) {
    for (String path : List.of("/who", "/forward", "/error", "/async")) {
      Answer answer = Client.of(node).send(Request.get(path).bearer(ANN));
      assertEquals("ann", answer.text(), path);
      assertEquals(List.of("ann"), answer.headers("X-Caller"), path);
    }
  }

  private static void who(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print(request.getRemoteUser());
  }

  private static final String OLD =
      """
      <?xml version="1.0" encoding="ISO-8859-1"?>
      <!DOCTYPE web-app PUBLIC "-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN"
        "http://java.sun.com/dtd/web-app_2_3.dtd">
      <!-- <web-app><security-role><role-name>ghost</role-name></security-role></web-app> -->
      <web-app>
        <filter>
          <filter-name>jwt</filter-name>
          <filter-class>org.jwtfilter.servlet.JwtFilter</filter-class>
          <init-param><param-name>keys</param-name><param-value>KEYS</param-value></init-param>
          <init-param>
            <param-name>issuer</param-name><param-value>https://issuer.example</param-value>
          </init-param>
        </filter>
        <filter-mapping>
          <filter-name>jwt</filter-name>
          <url-pattern>/*</url-pattern>
        </filter-mapping>
        <servlet>
          <servlet-name>who</servlet-name>
          <servlet-class>WHO</servlet-class>
        </servlet>
        <servlet-mapping><servlet-name>who</servlet-name><url-pattern>/who</url-pattern></servlet-mapping>
        <security-role><role-name>customer</role-name></security-role>
      </web-app>
      """
          .replace("KEYS", Tokens.KEYS)
          .replace("WHO", "org.jwtfilter.servlet.DeploymentTest$Who");

  /** Says the caller. */
  public static final class Who extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      who(request, response);
    }
  }

  @ParameterizedTest
  @EnumSource
  void descriptorOfServlet23_withACommentedOutRoot_works(ServerUnderTest server) {
    try (ServerLog log = ServerLog.of("org.jwtfilter");
        Node node = server.start(WebApp.at("/shop").webXml(OLD))) {
      Request request = Request.get("/who").bearer(ANN);
      assertEquals("ann", Client.of(node).send(request).text());
      assertFalse(log.text().contains("cannot be read"), log::text);
      WebXml web = WebXml.read(node.context());
      assertEquals(java.util.Set.of("customer"), web.roles());
    }
  }

  @ParameterizedTest
  @EnumSource
  void metadataComplete_changesNothing(ServerUnderTest server) {
    WebApp app =
        everyWay(
            WebApp.at("/shop")
                .rootAttributes("metadata-complete=\"true\"")
                .filter("/*", DeploymentTest::sayCaller)
                .filter(
                    "jwt",
                    JwtFilter.class,
                    Map.of("keys", Tokens.KEYS, "issuer", Tokens.ISSUER),
                    "/*"));
    try (Node node = server.start(app)) {
      assertEveryWay(node);
      assertTrue(WebXml.read(node.context()).metadataComplete());
    }
  }

  @ParameterizedTest
  @EnumSource
  void applicationThatSaysNothingToUs_isLeftAlone(ServerUnderTest server) {
    try (ServerLog log = ServerLog.of("org.jwtfilter");
        Node node = server.start(everyWay(WebApp.at("/shop")))) {
      assertEquals("null", Client.of(node).send(Request.get("/who").bearer(ANN)).text());
      assertEquals(List.of(), log.messages());
    }
  }

  @ParameterizedTest
  @EnumSource
  void start_isReportedOnce_withWarnings_withoutSecrets(ServerUnderTest server) {
    Map<String, String> settings =
        Map.of("keys", Tokens.KEYS, "token-from", "header, query", "csrf", "off");
    try (ServerLog log = ServerLog.of("org.jwtfilter");
        Node node = server.start(login(shop(settings)))) {
      Client.of(node).get("/");
      says(log.text(), "jwt-filter of /shop");
      says(log.text(), "tokens in URLs end up in logs");
      says(log.text(), "any site can act in the name of a visitor");
      says(log.text(), "keys: a secret stands in the configuration");
      // Tomcat asks modules of itself; Jetty offers them to no application unless it is told to.
      says(
          log.text(),
          server == ServerUnderTest.TOMCAT
              ? "the auth module is in place"
              : "the auth module is not in place (the server offers this application no Jakarta"
                  + " Authentication)");
      assertFalse(log.text().contains("could not take its place"), log::text);
      assertFalse(log.text().contains(Tokens.SECRET.substring(0, 12)), log::text);
      assertEquals("/login", WebXml.read(node.context()).loginPage().orElseThrow());
    }
  }

  private static WebApp login(WebApp app) {
    return app.formLogin("/login", "/login?no")
        .securityRole("customer")
        .securityConstraint("/mine/*", "customer");
  }

  @ParameterizedTest
  @EnumSource
  void failure_isReportedWithoutSecrets(ServerUnderTest server) {
    try (ServerLog log = ServerLog.of("")) {
      failure(server, shop(Map.of("keys", Tokens.KEYS, "issuer ", "x", "nonsense", Tokens.SECRET)));
      assertFalse(log.text().contains(Tokens.SECRET), log::text);
      assertTrue(log.text().isEmpty() || log.text().contains("nonsense"), log::text);
    }
  }
}
