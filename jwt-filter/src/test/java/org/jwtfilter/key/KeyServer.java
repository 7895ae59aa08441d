package org.jwtfilter.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An identity provider on this machine, good or bad, that counts how often it is asked. */
public final class KeyServer implements AutoCloseable {
  static {
    warmUp();
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile HttpHandler handler = exchange -> answer(exchange, 404, "text/plain", "");

  public KeyServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          handler.handle(exchange);
        });
    server.start();
  }

  /** The first HTTP client of a JVM takes seconds on a busy machine, of which a token waits two. */
  private static void warmUp() {
    try {
      URI nobody = URI.create("http://127.0.0.1:1/");
      // No lambda of this class, which another thread would wait for until it is made.
      HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(nobody).build(), HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      // As expected.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The paths that were asked for, in order. */
  public List<String> asked() {
    return asked;
  }

  public void handle(HttpHandler with) {
    handler = with;
  }

  /** Every path answers with a set of these keys. */
  public void publish(String... jwks) {
    handle(exchange -> answer(exchange, 200, "application/json", set(jwks)));
  }

  /** Takes a request and never answers it. */
  public void hang() {
    handle(
        exchange -> {
          try {
            closing.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  public static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  public static String set(String... jwks) {
    return "{\"keys\":[" + String.join(",", jwks) + "]}";
  }

  /** The public key of {@link TestKeys#rs256}. */
  public static String rsa(String kid) {
    return rsa(kid, "");
  }

  static String rsa(String kid, String more) {
    return jwk(TestKeys.rsaPair(), kid, more);
  }

  /** The public key of {@link TestKeys#otherRs256}. */
  public static String otherRsa(String kid) {
    return jwk(TestKeys.otherRsaPair(), kid, "");
  }

  static String jwk(java.security.KeyPair rsa, String kid, String more) {
    var key = (java.security.interfaces.RSAPublicKey) rsa.getPublic();
    byte[] signed = key.getModulus().toByteArray();
    int from = signed[0] == 0 ? 1 : 0;
    return "{\"kty\":\"RSA\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"AQAB\"%s}"
        .formatted(kid, Base64Url.encode(Arrays.copyOfRange(signed, from, signed.length)), more);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
