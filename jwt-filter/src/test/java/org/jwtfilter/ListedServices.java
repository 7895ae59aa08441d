package org.jwtfilter;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Two services on this machine, of which one is listed, that remember what they hear. Below {@code
 * /to} the listed one sends elsewhere: {@code ?status,address}.
 */
public final class ListedServices implements AutoCloseable {
  /** Of each request: the service, the method, the body, other headers, {@code Authorization}. */
  public final List<String> heard = new CopyOnWriteArrayList<>();

  public final HttpServer listed;
  public final HttpServer other;

  private final int status;
  private final List<String> alsoHeard;

  /**
   * @param status that both answer
   * @param alsoHeard names of headers
   */
  public ListedServices(int status, String... alsoHeard) throws IOException {
    this.status = status;
    this.alsoHeard = List.of(alsoHeard);
    other = server("other");
    listed = server("listed");
    listed.createContext(
        "/to",
        exchange -> {
          String[] where = exchange.getRequestURI().getQuery().split(",", 2);
          exchange.getResponseHeaders().set("Location", where[1]);
          exchange.sendResponseHeaders(Integer.parseInt(where[0]), -1);
          exchange.close();
        });
  }

  private HttpServer server(String name) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          List<String> said = new ArrayList<>();
          said.add(name);
          said.add(exchange.getRequestMethod());
          said.add(new String(exchange.getRequestBody().readAllBytes()));
          alsoHeard.forEach(one -> said.add(exchange.getRequestHeaders().getFirst(one)));
          said.add(String.valueOf(exchange.getRequestHeaders().get("Authorization")));
          heard.add(String.join(" ", said));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  public static URI at(HttpServer server, String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** A caller whose token may go to the listed one. */
  public Downstream ann() {
    int port = listed.getAddress().getPort();
    TokenForwarding forwarding =
        (caller, target) ->
            target.getPort() == port && "127.0.0.1".equals(target.getHost())
                ? Optional.of("token-of-" + caller.getName())
                : Optional.empty();
    return Downstream.of(forwarding, new Caller("ann", Set.of()));
  }

  @Override
  public void close() {
    listed.stop(0);
    other.stop(0);
  }
}
