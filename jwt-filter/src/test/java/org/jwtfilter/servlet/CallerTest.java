package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** The caller, as applications ask for it, in every kind of dispatch. */
@ParameterizedClass
@EnumSource
class CallerTest {
  @Parameter ServerUnderTest server;

  private static final String ANN = Tokens.of("ann", "customer", "shop-admins", "*");
  private static final String ANN_SEEN = "ann ann Bearer customer:true admin:true **:true *:false";
  private static final String NOBODY = "null null null customer:false admin:false **:false *:false";
  private static Node node;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    Map<String, String> settings =
        Map.of(
            "keys", Tokens.KEYS,
            "issuer", Tokens.ISSUER,
            "roles-claim", "realm_access.roles, https://x.example/roles, groups, scope",
            "principal-claim", "email, user.name, sub",
            "role-map", "shop-admins=admin");
    node =
        server.start(
            WebApp.at("/shop")
                .filter("jwt", JwtFilter.class, settings, "/*")
                .namedServlet("who", "/who", CallerTest::who)
                .servlet("/type", (request, response) -> type(request, response))
                .servlet("/forward", (q, r) -> q.getRequestDispatcher("/who").forward(q, r))
                .servlet("/include", (q, r) -> q.getRequestDispatcher("/who").include(q, r))
                .servlet("/named-forward", (q, r) -> named(q).forward(q, r))
                .servlet("/named-include", (q, r) -> named(q).include(q, r))
                .servlet("/jsp-forward", (q, r) -> q.getRequestDispatcher("/who.jsp").forward(q, r))
                .servlet("/send-error", (q, r) -> r.sendError(418))
                .servlet("/throw", (q, r) -> fail())
                .servlet("/async-dispatch", (q, r) -> q.startAsync().dispatch("/who"))
                .servlet("/async-pair", (q, r) -> q.startAsync(q, r).dispatch("/who"))
                .servlet("/async-thread", CallerTest::asyncThread)
                .servlet("/async-error", (q, r) -> asyncError(q))
                .errorPage(418, "/who")
                .errorPage(404, "/who")
                .errorPage(IllegalStateException.class, "/who")
                .file(
                    "who.jsp",
                    "<%@ page session=\"false\" %>${pageContext.request.userPrincipal.name}"
                        + " <%= request.getRemoteUser() %> <%= request.isUserInRole(\"admin\") %>"));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    node.close();
  }

  private static jakarta.servlet.RequestDispatcher named(HttpServletRequest request) {
    return request.getServletContext().getNamedDispatcher("who");
  }

  private static void fail() {
    throw new IllegalStateException("thrown on purpose");
  }

  private static void who(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=utf-8");
    response.getWriter().print(seen(request));
  }

  private static String seen(HttpServletRequest request) {
    Principal principal = request.getUserPrincipal();
    StringBuilder text = new StringBuilder();
    text.append(principal == null ? null : principal.getName());
    text.append(' ').append(request.getRemoteUser()).append(' ').append(request.getAuthType());
    for (String role : List.of("customer", "admin", "**", "*")) {
      text.append(' ').append(role).append(':').append(request.isUserInRole(role));
    }
    return text.toString();
  }

  private static void type(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Principal principal = request.getUserPrincipal();
    response
        .getWriter()
        .print(
            principal.getClass().isRecord() + " " + principal + " " + principal.equals(principal));
  }

  private static void asyncThread(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    async.start(
        () -> {
          try {
            async.getResponse().getWriter().print(seen((HttpServletRequest) async.getRequest()));
            async.complete();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void asyncError(HttpServletRequest request) {
    AsyncContext async = request.startAsync();
    async.start(
        () -> {
          try {
            ((HttpServletResponse) async.getResponse()).sendError(418);
            async.complete();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static String get(String path, String token) {
    return Client.of(node).send(Request.get(path).bearer(token)).text().trim();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/who",
        "/forward",
        "/include",
        "/named-forward",
        "/named-include",
        "/send-error",
        "/throw",
        "/nowhere",
        "/async-dispatch",
        "/async-pair",
        "/async-thread",
        "/async-error"
      })
  void caller_isTheSame_howeverAServletIsReached(String path) {
    assertEquals(ANN_SEEN, get(path, ANN));
    assertEquals(NOBODY, Client.of(node).get(path).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/who.jsp", "/jsp-forward"})
  void pages_seeTheCaller_inCodeAndInExpressions(String path) {
    assertEquals("ann ann true", get(path, ANN));
  }

  @Test
  void principal_isNoRecord_andPrintsItsName() {
    assertEquals("false ann true", get("/type", ANN));
  }

  @Test
  void roles_comeFromTheFirstClaimThatIsThere() {
    Map<String, Object> claims =
        Map.of(
            "sub", "ann",
            "realm_access", Map.of("roles", List.of("customer")),
            "groups", List.of("shop-admins"));
    assertTrue(get("/who", Tokens.of(claims)).contains("customer:true admin:false"));
    Map<String, Object> url =
        Map.of("sub", "ann", "https://x.example/roles", List.of("shop-admins"));
    assertTrue(get("/who", Tokens.of(url)).contains("customer:false admin:true"));
    assertTrue(
        get("/who", Tokens.of(Map.of("sub", "ann", "scope", "openid customer")))
            .contains("customer:true admin:false"));
  }

  @Test
  void roleThatIsRenamed_isKnownUnderItsNewNameOnly() {
    String seen = get("/who", Tokens.of("ann", "admin"));
    assertTrue(seen.contains("customer:false"), seen);
    assertTrue(get("/who", ANN).contains("admin:true"));
  }

  @Test
  void rolesOfAStrangeShape_areNoRoles() {
    for (Object strange : List.of(7, true, Map.of("a", 1), List.of(1, 2))) {
      assertEquals(
          "ann ann Bearer customer:false admin:false **:true *:false",
          get("/who", Tokens.of(Map.of("sub", "ann", "groups", strange))));
    }
  }

  @Test
  void name_comesFromTheFirstClaimThatIsThere() {
    assertTrue(
        get("/who", Tokens.of(Map.of("sub", "1", "email", "a@x.example")))
            .startsWith("a@x.example a@x.example "));
    assertTrue(
        get("/who", Tokens.of(Map.of("sub", "1", "user", Map.of("name", "J\u00f6rg"))))
            .startsWith("J\u00f6rg J\u00f6rg "));
  }

  @Test
  void identityAlone_makesNoSession_andSetsNoCookie() {
    Answer answer = Client.of(node).send(Request.get("/who").bearer(ANN));
    assertEquals(List.of(), answer.setCookies());
    assertEquals(List.of(), Client.of(node).get("/who").setCookies());
  }
}
