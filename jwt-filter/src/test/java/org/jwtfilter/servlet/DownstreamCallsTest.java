package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.Caller;
import org.jwtfilter.Downstream;
import org.jwtfilter.Jwt;
import org.jwtfilter.TokenForwarding;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** In whose name a servlet calls other services, at every place where it can. */
@ParameterizedClass
@EnumSource
class DownstreamCallsTest {
  private static final URI API = URI.create("https://api.example/x");
  private static final Set<String> LEFT = ConcurrentHashMap.newKeySet();

  private static Node node;

  /** Sees what is on a thread before and after all filters. */
  public static final class LeftBehind implements ServletRequestListener {
    @Override
    public void requestInitialized(ServletRequestEvent event) {
      LEFT.add(called());
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
      LEFT.add(called());
    }
  }

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    node = server.start(app(Map.of("forward-to", "https://api.example")));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    node.close();
  }

  private static WebApp app(Map<String, String> more) {
    Map<String, String> settings = new ConcurrentHashMap<>(more);
    settings.put("keys", Tokens.KEYS);
    settings.put("issuer", Tokens.ISSUER);
    return WebApp.at("/shop")
        .basicLogin()
        .securityRole("customer")
        .filter("jwt", JwtFilter.class, settings, "/*", DispatcherType.values())
        .listener(LeftBehind.class)
        .servlet("/call", (q, r) -> print(r, called()))
        .servlet("/forward", (q, r) -> q.getRequestDispatcher("/call").forward(q, r))
        .servlet(
            "/include",
            (q, r) -> {
              q.getRequestDispatcher("/call").include(q, r);
              print(r, " " + called());
            })
        .servlet(
            "/login",
            (q, r) -> {
              String before = called();
              q.login("ann", "ann");
              String within = called();
              q.logout();
              print(r, before + " " + within + " " + called());
            })
        .servlet("/fail", (q, r) -> r.sendError(418))
        .errorPage(418, "/call")
        .servlet("/async", DownstreamCallsTest::async)
        .servlet("/again", DownstreamCallsTest::dispatch)
        .servlet(
            "/context",
            (q, r) -> {
              TokenForwarding forwarding =
                  (TokenForwarding) q.getServletContext().getAttribute(TokenForwarding.ATTRIBUTE);
              Caller caller = (Caller) q.getUserPrincipal();
              print(r, forwarding.tokenFor(caller, API).map(one -> "token").orElse("none"));
            });
  }

  private static void print(HttpServletResponse response, String text) throws IOException {
    response.getWriter().print(text);
  }

  /** Whose token would go to the service. */
  private static String called() {
    return Downstream.current()
        .filter(one -> one.tokenFor(API).equals(one.caller().jwt().map(Jwt::token)))
        .map(one -> one.caller().getName())
        .orElse("nobody");
  }

  private static void async(HttpServletRequest request, HttpServletResponse response) {
    Optional<Downstream> mine = Downstream.current();
    AsyncContext async = request.startAsync();
    Thread thread =
        new Thread(
            () -> {
              String without = called();
              StringBuilder with = new StringBuilder();
              mine.orElseThrow().wrap(() -> with.append(called())).run();
              try {
                print(response, without + " " + with + " " + called());
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
              async.complete();
            });
    thread.start();
  }

  private static void dispatch(HttpServletRequest request, HttpServletResponse response) {
    request.startAsync().dispatch("/call");
  }

  private static Answer get(String path, String... user) {
    Request request = Request.get(path);
    for (String one : user) {
      request = request.bearer(Tokens.of(one, "customer"));
    }
    return Client.of(node).send(request);
  }

  @Test
  void servlet_callsInTheNameOfItsCaller() {
    assertEquals("ann", get("/call", "ann").text());
    assertEquals("bob", get("/call", "bob").text());
    assertEquals("nobody", get("/call").text());
  }

  @Test
  void forwards_includes_andErrorPages_callInTheSameName() {
    assertEquals("ann", get("/forward", "ann").text());
    assertEquals("ann ann", get("/include", "ann").text());
    assertEquals("ann", get("/fail", "ann").text());
    assertEquals("nobody", get("/forward").text());
  }

  @Test
  void loginAndLogout_changeTheName_atOnce() {
    assertEquals("nobody ann nobody", get("/login").text());
  }

  @Test
  void asyncDispatch_callsInTheSameName() {
    assertEquals("ann", get("/again", "ann").text());
    assertEquals("nobody", get("/again").text());
  }

  @Test
  void threadOfTheApplication_callsForNobody_unlessItWasHandedTheCaller() {
    assertEquals("nobody ann nobody", get("/async", "ann").text());
  }

  @Test
  void forwarding_isFoundInTheServletContext() {
    assertEquals("token", get("/context", "ann").text());
  }

  @Test
  void threads_ofTheServer_areLeftClean() {
    for (int i = 0; i < 20; i++) {
      get(List.of("/call", "/fail", "/again", "/include").get(i % 4), "ann");
    }
    assertEquals(Set.of("nobody"), LEFT);
  }

  @Test
  void nothingIsKept_whereNothingIsListed() {
    try (Node quiet = server.start(app(Map.of()))) {
      Request request = Request.get("/call").bearer(Tokens.of("ann"));
      assertEquals("nobody", Client.of(quiet).send(request).text());
    }
  }
}
