package org.jwtfilter.servlet.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client of WebSockets that is no browser: it says what it is told to say. */
public final class SocketClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final URI target;
  private final List<Header> headers = new ArrayList<>();
  private final List<String> protocols = new ArrayList<>();

  private SocketClient(URI target) {
    this.target = target;
  }

  /** A client of the endpoint at a path of the application. */
  public static SocketClient of(Node node, String path) {
    return new SocketClient(URI.create(node.base().toString().replaceFirst("http", "ws") + path));
  }

  /** Adds a header of the handshake. */
  public SocketClient header(String name, String value) {
    headers.add(new Header(name, value));
    return this;
  }

  /** Offers sub-protocols. */
  public SocketClient offers(String... names) {
    protocols.addAll(List.of(names));
    return this;
  }

  /** Opens the socket. */
  public Socket open() {
    Socket socket = new Socket();
    socket.connected(opening(socket).join());
    return socket;
  }

  /** The status with which the server refuses the handshake. */
  public HttpResponse<?> refused() {
    try {
      opening(new Socket()).join().abort();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse();
      }
      throw failed;
    }
    throw new AssertionError("the handshake was not refused");
  }

  private CompletableFuture<WebSocket> opening(WebSocket.Listener listener) {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(PATIENCE);
    headers.forEach(one -> builder.header(one.name(), one.value()));
    if (!protocols.isEmpty()) {
      String[] more = protocols.subList(1, protocols.size()).toArray(String[]::new);
      builder.subprotocols(protocols.get(0), more);
    }
    return builder.buildAsync(target, listener);
  }

  /** Why a socket was closed. */
  public record Closed(int status, String reason) {}

  /** An open socket, and what was heard through it. Thread-safe. */
  public static final class Socket implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final CompletableFuture<WebSocket> connection = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();

    private Socket() {}

    private void connected(WebSocket opened) {
      connection.complete(opened);
    }

    /** The sub-protocol that the server has chosen; empty if none. */
    public String protocol() {
      return connection.join().getSubprotocol();
    }

    /** The next message. */
    public String next() throws InterruptedException {
      String message = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message came; closed: " + closed.getNow(null));
      }
      return message;
    }

    /** Says something and waits for the answer. */
    public String ask(String text) throws InterruptedException {
      connection.join().sendText(text, true).join();
      return next();
    }

    /** Closes from this side. */
    public void close(int status) {
      connection.join().sendClose(status, "bye").join();
    }

    /** Waits until the server has closed, and says how. */
    public Closed closed() throws InterruptedException, ExecutionException, TimeoutException {
      return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Whether the server has closed by now. */
    public boolean isClosed() {
      return closed.isDone();
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        heard.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(new Closed(status, reason));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
