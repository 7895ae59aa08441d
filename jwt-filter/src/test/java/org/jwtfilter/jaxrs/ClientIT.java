package org.jwtfilter.jaxrs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.jwtfilter.ListedServices.at;

import com.sun.net.httpserver.HttpServer;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwtfilter.Downstream;
import org.jwtfilter.ListedServices;

/**
 * The JAX-RS client of every runtime: the token goes to the service that is listed, and never on to
 * where that one sends us. Run once for each runtime, as {@link JaxRsIT}.
 */
class ClientIT {
  private static final String RUNTIME = System.getProperty("jaxrs.runtime", "");

  private ListedServices services;
  private HttpServer listed;
  private HttpServer other;
  private List<String> heard;
  private Client client;
  private Downstream.Scope scope;

  @BeforeEach
  void start() throws Exception {
    services = new ListedServices(204);
    listed = services.listed;
    other = services.other;
    heard = services.heard;
    client = ClientBuilder.newClient().register(JwtClientFilter.class);
    scope = services.ann().enter();
  }

  @AfterEach
  void stop() {
    scope.close();
    client.close();
    services.close();
  }

  private static int status(Response response) {
    try (response) {
      return response.getStatus();
    }
  }

  private Invocation.Builder to(HttpServer server) {
    return client.target(at(server, "/")).request();
  }

  // --- who hears the token

  @Test
  void listedService_getsTheToken() {
    assertEquals(204, status(to(listed).get()));
    assertEquals(204, status(to(listed).post(Entity.text("body"))));
    assertEquals(
        List.of("listed GET  [Bearer token-of-ann]", "listed POST body [Bearer token-of-ann]"),
        heard);
  }

  @Test
  void otherService_getsTheRequestWithout() {
    assertEquals(204, status(to(other).get()));
    assertEquals(List.of("other GET  null"), heard);
  }

  @Test
  void authorization_ofTheApplication_isLeftAlone() {
    assertEquals(204, status(to(listed).header("Authorization", "Basic YTpi").get()));
    assertEquals(List.of("listed GET  [Basic YTpi]"), heard);
  }

  @Test
  void nobody_sendsNoToken() {
    scope.close();
    assertEquals(204, status(to(listed).get()));
    assertEquals(List.of("listed GET  null"), heard);
  }

  @Test
  void asyncInvocation_sendsTheToken_ofTheCallerWhomItWasHanded() throws Exception {
    Downstream mine = services.ann();
    scope.close();
    assertEquals(
        204, status(to(listed).property(JwtClientFilter.CALLER, mine).async().get().get()));
    assertEquals(List.of("listed GET  [Bearer token-of-ann]"), heard);
  }

  @Test
  void client_ofOneCaller_sendsThatCallersToken_onAnyThread() throws Exception {
    scope.close();
    client.close();
    client = ClientBuilder.newClient().register(new JwtClientFilter(services.ann()));
    assertEquals(204, status(to(listed).async().get().get()));
    assertEquals(204, status(to(other).get()));
    assertEquals(List.of("listed GET  [Bearer token-of-ann]", "other GET  null"), heard);
  }

  // --- redirects

  static Stream<Arguments> redirects() {
    return Stream.of(301, 302, 303, 307, 308)
        .flatMap(
            status ->
                Stream.of("http://127.0.0.1:%d/", "http://localhost:%d/", "//127.0.0.1:%d/")
                    .map(to -> Arguments.of(status, to)));
  }

  private Invocation.Builder redirected(int status, String to) {
    String target = to.formatted(other.getAddress().getPort());
    return client.target(at(listed, "/to?" + status + "," + target)).request();
  }

  @ParameterizedTest
  @MethodSource("redirects")
  void redirect_comesBackAsAnAnswer_andNobodyElseHearsOfIt(int status, String to) {
    assertEquals(status, status(redirected(status, to).get()));
    assertEquals(status, status(redirected(status, to).post(Entity.text("body"))));
    assertEquals(List.of(), heard);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void clientThatIsToldToFollow_doesNot_orIsRefused(int status) throws Exception {
    follow();
    if (RUNTIME.equals("jersey") || RUNTIME.equals("se")) {
      assertEquals(status, status(redirected(status, "http://127.0.0.1:%d/").get()));
    } else {
      ProcessingException refused =
          assertThrows(
              ProcessingException.class,
              () -> status(redirected(status, "http://127.0.0.1:%d/").get()));
      Throwable cause = refused;
      while (!(cause instanceof IllegalStateException) && cause.getCause() != null) {
        cause = cause.getCause();
      }
      assertInstanceOf(IllegalStateException.class, cause);
      assertTrue(cause.getMessage().contains("follows redirects"), cause.getMessage());
    }
    assertEquals(List.of(), heard);
  }

  @Test
  void clientThatFollows_isNotDisturbed_whereNoTokenGoes() throws Exception {
    follow();
    scope.close();
    assertEquals(204, status(redirected(302, "http://127.0.0.1:%d/").get()));
    assertEquals(List.of("other GET  null"), heard);
  }

  /** Makes the client follow redirects, as the runtime has it. */
  private void follow() throws Exception {
    ClientBuilder builder = ClientBuilder.newBuilder().register(JwtClientFilter.class);
    switch (RUNTIME) {
      case "resteasy" -> {
        Method follow = builder.getClass().getMethod("setFollowRedirects", boolean.class);
        follow.setAccessible(true);
        follow.invoke(builder, true);
      }
      case "cxf" -> builder.property("http.autoredirect", true);
      default -> builder.property("jersey.config.client.followRedirects", true);
    }
    client.close();
    client = builder.build();
  }

  // --- in a resource

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void resource_callsInTheNameOfItsCaller_andLeavesNothingBehind(boolean behindFilter)
      throws Exception {
    scope.close();
    assumeFalse(behindFilter && RUNTIME.equals("se"));
    try (RestServer server =
        behindFilter ? RestServer.behindFilter(RUNTIME) : RestServer.start(RUNTIME)) {
      for (int i = 0; i < 12; i++) {
        assertEquals("ann", called(server, "/calls", "ann"));
        assertEquals("nobody", called(server, "/calls", ""));
        called(server, i % 2 == 0 ? "/calls/fail" : "/calls/error", "ann");
        assertEquals("nobody", called(server, "/calls", ""));
        assertEquals("bob", called(server, "/calls", "bob"));
        if (!RUNTIME.equals("se")) {
          assertEquals("ann nobody", called(server, "/calls/later", "ann"));
        }
      }
    }
  }

  private String called(RestServer server, String path, String user) {
    URI uri = URI.create("http://localhost:" + server.port() + server.base() + path);
    Invocation.Builder request = client.target(uri).request();
    if (!user.isEmpty()) {
      request.header("Authorization", "Bearer " + RestTokens.of(user, "clerk"));
    }
    try (Response response = request.get()) {
      return response.readEntity(String.class);
    } catch (ProcessingException e) {
      return "failed"; // what the runtime does with an Error
    }
  }
}
