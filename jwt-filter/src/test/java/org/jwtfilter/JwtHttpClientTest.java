package org.jwtfilter;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jwtfilter.ListedServices.at;

import com.sun.net.httpserver.HttpServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The token goes to the service that is listed, and never on to where that one sends us. */
class JwtHttpClientTest {
  private ListedServices services;
  private HttpServer listed;
  private HttpServer other;
  private List<String> heard;

  @BeforeEach
  void start() throws Exception {
    services = new ListedServices(200, "X-Mine");
    listed = services.listed;
    other = services.other;
    heard = services.heard;
  }

  @AfterEach
  void stop() {
    services.close();
  }

  private HttpClient client() {
    return JwtHttpClient.around(HttpClient.newHttpClient(), services.ann());
  }

  @Test
  void listedService_getsTheToken_besideWhatTheRequestHas() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(at(listed, "/"))
            .header("X-Mine", "mine")
            .PUT(BodyPublishers.ofString("body"))
            .build();
    assertEquals(200, client().send(request, ofString()).statusCode());
    assertEquals(200, client().sendAsync(request, ofString()).get().statusCode());
    assertEquals(200, client().sendAsync(request, ofString(), null).get().statusCode());
    String expected = "listed PUT body mine [Bearer token-of-ann]";
    assertEquals(List.of(expected, expected, expected), heard);
  }

  @Test
  void otherService_getsTheRequestWithout() throws Exception {
    client().send(HttpRequest.newBuilder(at(other, "/")).build(), ofString());
    assertEquals(List.of("other GET  null null"), heard);
  }

  @Test
  void authorization_ofTheApplication_isLeftAlone() throws Exception {
    HttpRequest own =
        HttpRequest.newBuilder(at(listed, "/")).header("authorization", "Basic YTpi").build();
    client().send(own, ofString());
    assertEquals(List.of("listed GET  null [Basic YTpi]"), heard);
  }

  @Test
  void nobody_sendsNoToken() throws Exception {
    HttpClient client = JwtHttpClient.around(HttpClient.newHttpClient());
    client.send(HttpRequest.newBuilder(at(listed, "/")).build(), ofString());
    assertEquals(List.of("listed GET  null null"), heard);
  }

  static Stream<Arguments> redirects() {
    return Stream.of(301, 302, 303, 307, 308)
        .flatMap(
            status ->
                Stream.of("http://127.0.0.1:%d/", "http://localhost:%d/", "//127.0.0.1:%d/")
                    .map(to -> Arguments.of(status, to)));
  }

  @ParameterizedTest
  @MethodSource("redirects")
  void redirect_comesBackAsAnAnswer_andNobodyElseHearsOfIt(int status, String to) throws Exception {
    String target = to.formatted(other.getAddress().getPort());
    for (String method : List.of("GET", "POST")) {
      HttpRequest request =
          HttpRequest.newBuilder(at(listed, "/to?" + status + "," + target))
              .method(method, BodyPublishers.ofString("x"))
              .build();
      HttpResponse<String> answer = client().send(request, ofString());
      assertEquals(status, answer.statusCode());
      assertEquals(Optional.of(target), answer.headers().firstValue("Location"));
    }
    assertEquals(List.of(), heard);
  }

  @ParameterizedTest
  @EnumSource(names = {"NORMAL", "ALWAYS"})
  void client_thatFollowsRedirects_isRefused(HttpClient.Redirect policy) {
    HttpClient following = HttpClient.newBuilder().followRedirects(policy).build();
    String message =
        assertThrows(IllegalArgumentException.class, () -> JwtHttpClient.around(following))
            .getMessage();
    assertTrue(message.contains("followRedirects(NEVER)"), message);
  }
}
