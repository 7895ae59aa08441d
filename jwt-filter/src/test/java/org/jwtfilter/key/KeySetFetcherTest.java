package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real answers of a real server, good and bad. */
@Timeout(30)
class KeySetFetcherTest {
  private KeyServer server;

  @BeforeEach
  void start() throws IOException {
    server = new KeyServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  // --- good ones ---

  @Test
  void a_key_set_is_read() throws KeyException {
    server.publish(KeyServer.rsa("a"), KeyServer.otherRsa("b"));
    assertEquals("[RS256 key a, RS256 key b]", fetch().set().keys().toString());
    assertEquals(List.of("/jwks"), server.asked());
  }

  @Test
  void a_discovery_document_leads_to_its_set() throws KeyException {
    server.handle(
        exchange ->
            json(
                exchange,
                exchange.getRequestURI().getPath().equals("/jwks")
                    ? "{\"issuer\":\"x\",\"jwks_uri\":\"" + server.url() + "/keys?v=1\"}"
                    : KeyServer.set(KeyServer.rsa("a"))));
    assertEquals("[RS256 key a]", fetch().set().keys().toString());
    assertEquals(List.of("/jwks", "/keys?v=1"), server.asked());
  }

  @Test
  void a_discovery_document_that_leads_to_another_is_refused() {
    json("{\"jwks_uri\":\"" + server.url() + "/next\"}");
    assertProblem("is not a JWK set: it has no array \"keys\"");
    assertEquals(2, server.asked().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "application/jwk-set+json",
        "APPLICATION/JSON"
      })
  void every_kind_of_json_is_read(String type) throws KeyException {
    server.handle(e -> KeyServer.answer(e, 200, type, KeyServer.set(KeyServer.rsa("a"))));
    assertEquals(1, fetch().set().keys().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=60 | 60",
        "public, max-age=300, must-revalidate | 300",
        "Max-Age=\"7\" | 7",
        "no-store | 0",
        "max-age=300, no-cache | 0",
        "s-maxage=5 | 3153600000",
        "max-age=99999999999999 | 999999999",
        "nonsense | 3153600000",
      })
  void cache_control_says_how_long_the_answer_may_be_used(String control, long seconds)
      throws KeyException {
    server.handle(
        exchange -> {
          exchange.getResponseHeaders().set("Cache-Control", control);
          json(exchange, KeyServer.set(KeyServer.rsa("a")));
        });
    assertEquals(Duration.ofSeconds(seconds), fetch().age());
  }

  @Test
  void only_a_plain_question_is_asked() throws KeyException {
    server.handle(
        exchange -> {
          assertEquals("GET", exchange.getRequestMethod());
          exchange.getResponseHeaders().set("Set-Cookie", "a=b");
          boolean cookie = exchange.getRequestHeaders().containsKey("Cookie");
          json(exchange, cookie ? "{}" : KeyServer.set(KeyServer.rsa("a")));
        });
    KeySetFetcher fetcher = fetcher(Set.of());
    fetcher.fetch();
    assertEquals(1, fetcher.fetch().set().keys().size());
  }

  // --- keys that are left out ---

  @Test
  void secrets_private_and_weak_keys_are_left_out_and_the_others_used() throws KeyException {
    json(
        KeyServer.set(
            KeyServer.rsa("good"),
            "{\"kty\":\"oct\",\"kid\":\"secret\",\"k\":\"AAAA\",\"alg\":\"HS256\"}",
            KeyServer.rsa("private", ",\"d\":\"AQAB\""),
            KeyServer.jwk(TestKeys.rsa(1024), "weak", ""),
            KeyServer.rsa("encrypts", ",\"use\":\"enc\""),
            KeyServer.rsa("line\\nbreak"),
            "7"));
    JwkSet set = fetch().set();
    assertEquals("[RS256 key good]", set.keys().toString());
    assertEquals(
        List.of(
            "key 2 is left out, it is a secret, which has no place in a published set",
            "key 3 is left out, it shows its private part, with which anybody can sign: replace it",
            "key 4 is left out, it has 1024 bits: an RSA key has 2048 to 8192",
            "key 6 is left out, it has a \"kid\" of other characters than printable ASCII",
            "key 7 is left out, it is not an object"),
        set.warnings());
  }

  @Test
  void keys_of_algorithms_that_are_not_allowed_are_left_out() throws KeyException {
    json(
        KeyServer.set(
            KeyServer.rsa("a", ",\"alg\":\"RS512\""), KeyServer.rsa("b", ",\"alg\":\"RS256\"")));
    assertEquals(
        "[RS512 key a]", fetcher(Set.of(JwsAlgorithm.RS512)).fetch().set().keys().toString());
  }

  // --- bad ones ---

  @Test
  void a_redirect_is_not_followed() {
    server.handle(
        exchange -> {
          exchange.getResponseHeaders().set("Location", server.url() + "/elsewhere");
          KeyServer.answer(exchange, 302, "application/json", KeyServer.set(KeyServer.rsa("a")));
        });
    assertProblem("answers 302: redirects are not followed, write the address that it leads to");
    assertEquals(List.of("/jwks"), server.asked());
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 203, 400, 401, 404, 500, 503})
  void another_status_than_200_is_no_set(int status) {
    server.handle(
        exchange ->
            KeyServer.answer(
                exchange, status, "application/json", KeyServer.set(KeyServer.rsa("a"))));
    assertProblem("answers " + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "text/plain", "application/jsonp", "image/svg+json", ""})
  void something_else_than_json_is_no_set(String type) {
    server.handle(e -> KeyServer.answer(e, 200, type, KeyServer.set(KeyServer.rsa("a"))));
    assertProblem("answers something else than JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | is not a JWK set: it is no strict JSON object",
        "{\"keys\":[],\"keys\":[]} | is not a JWK set: it is no strict JSON object",
        "{\"keys\":7} | is not a JWK set: it has no array \"keys\"",
        "{} | is not a JWK set: it has no array \"keys\"",
        "{\"jwks_uri\":7} | is not a JWK set: it has no array \"keys\"",
        "{\"jwks_uri\":\"http://idp.example/\"} | names a \"jwks_uri\" that would be read over",
        "{\"jwks_uri\":\"file:///etc/passwd\"} | names a \"jwks_uri\" that is not an address",
      })
  void what_is_no_set_is_refused(String body, String problem) {
    json(body);
    assertProblem(problem);
  }

  @Test
  void a_set_of_256_kb_is_read_and_one_of_a_byte_more_is_not() throws KeyException {
    String set = KeyServer.set(KeyServer.rsa("a"));
    json(set + " ".repeat(256 * 1024 - set.length()));
    assertEquals(1, fetch().set().keys().size());
    json(set + " ".repeat(256 * 1024 - set.length() + 1));
    assertProblem("is larger than 256 kB");
  }

  @Test
  void an_endless_answer_is_left_at_256_kb() {
    server.handle(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            byte[] more = " ".repeat(8192).getBytes(UTF_8);
            while (true) {
              out.write(more);
            }
          }
        });
    assertProblem("is larger than 256 kB");
  }

  @Test
  void a_server_that_hangs_is_left_after_five_seconds() {
    server.hang();
    long before = System.nanoTime();
    assertProblem("has not answered in time: look whether it can be reached from here");
    assertTrue(System.nanoTime() - before < Duration.ofSeconds(8).toNanos());
  }

  @Test
  void an_answer_that_drips_is_left_after_five_seconds() {
    server.handle(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          // The rest never comes, and the connection stays.
        });
    assertProblem("has not answered in time: look whether it can be reached from here");
  }

  @Test
  void a_server_that_is_down_is_said_to_be() {
    server.close();
    assertProblem("does not answer (ConnectException): look whether it can be reached from here");
  }

  @Test
  void an_answer_that_breaks_off_is_no_set() {
    server.handle(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write("{\"keys\":[]}".getBytes(UTF_8));
          exchange.close();
        });
    assertProblem("does not answer (IOException)");
  }

  // --- fixture ---

  private KeySetFetcher fetcher(Set<JwsAlgorithm> allowed) throws KeyException {
    return new KeySetFetcher(KeySetUrl.of(server.url() + "/jwks"), allowed, null);
  }

  private FetchedSet fetch() throws KeyException {
    return fetcher(Set.of()).fetch();
  }

  private String problem() {
    return assertThrows(KeyException.class, this::fetch).getMessage();
  }

  private void assertProblem(String beginning) {
    String problem = problem();
    assertTrue(problem.startsWith(beginning), problem);
  }

  private void json(String body) {
    server.handle(exchange -> json(exchange, body));
  }

  private static void json(HttpExchange exchange, String body) throws IOException {
    KeyServer.answer(exchange, 200, "application/json", body);
  }
}
