package org.jwtfilter.corpus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The attacker's server, which hostile tokens name: whoever asks it for keys has been led astray.
 */
final class Canary implements AutoCloseable {
  /** Stands in the tokens of the corpus. */
  private static final int PORT = 18999;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<String> hits = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  private Canary(HttpServer server) {
    this.server = server;
  }

  /** Opens it, as soon as another run on this machine has closed its own. */
  static Canary open(Path keys) throws IOException, InterruptedException {
    Canary canary = new Canary(bind());
    byte[] set = Files.readAllBytes(keys.resolve("attacker-jwks.json"));
    canary.server.createContext("/", exchange -> canary.answer(exchange, set));
    canary.server.start();
    return canary;
  }

  private static HttpServer bind() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return HttpServer.create(new InetSocketAddress("127.0.0.1", PORT), 0);
      } catch (BindException taken) {
        if (System.nanoTime() > end) {
          throw new IOException("port " + PORT + " is taken; stop what listens on it", taken);
        }
        Thread.sleep(200);
      }
    }
  }

  private void answer(HttpExchange exchange, byte[] set) throws IOException {
    hits.add(exchange.getRequestURI().toString());
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, set.length);
    exchange.getResponseBody().write(set);
    exchange.close();
  }

  /** Who came since it was asked last. */
  List<String> takeHits() {
    List<String> taken = List.copyOf(hits);
    hits.clear();
    return taken;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
