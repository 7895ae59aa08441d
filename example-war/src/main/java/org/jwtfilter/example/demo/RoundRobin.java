package org.jwtfilter.example.demo;

import java.net.ConnectException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Jetty's reverse proxy, handing every request to the next node, whoever sends it. A node that
 * refuses the connection is passed over; one that breaks off is passed over where the request may
 * be repeated. The {@code Host} header arrives as the client sent it.
 */
final class RoundRobin extends ProxyHandler {

  private static final String ATTEMPT = RoundRobin.class.getName() + ".attempt";
  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS");
  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  private static final int MAX_CONNECTIONS = 256;
  private static final int MAX_HEADER = 64 * 1024;

  private final List<ShopNode> nodes;
  private final AtomicInteger turn = new AtomicInteger();

  RoundRobin(List<ShopNode> nodes) {
    this.nodes = nodes;
  }

  /** Which node a request goes to: its turn, and how often it has been tried already. */
  private record Attempt(int turn, int tried) {

    Attempt next() {
      return new Attempt(turn, tried + 1);
    }
  }

  @Override
  protected void configureHttpClient(HttpClient client) {
    super.configureHttpClient(client);
    client.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
    client.setRequestBufferSize(MAX_HEADER);
    client.setMaxResponseHeadersSize(MAX_HEADER);
    client.setUserAgentField(null);
    client.getTransport().setConnectionPoolFactory(RoundRobin::oneRequestPerConnection);
  }

  /** A kept connection to a node that has died in the meantime would break off a POST. */
  private static AbstractConnectionPool oneRequestPerConnection(
      org.eclipse.jetty.client.Destination destination) {
    DuplexConnectionPool pool = new DuplexConnectionPool(destination, MAX_CONNECTIONS);
    pool.setMaxUsage(1);
    return pool;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    request.setAttribute(ATTEMPT, new Attempt(turn.getAndIncrement(), 0));
    return super.handle(request, response, callback);
  }

  @Override
  protected HttpURI rewriteHttpURI(Request request) {
    Attempt attempt = attempt(request);
    ShopNode node = nodes.get(Math.floorMod(attempt.turn() + attempt.tried(), nodes.size()));
    return HttpURI.build(request.getHttpURI()).scheme("http").host(node.host()).port(node.port());
  }

  @Override
  protected org.eclipse.jetty.client.Request.Content newProxyToServerRequestContent(
      Request clientRequest, Response response, org.eclipse.jetty.client.Request nodeRequest) {
    return new RepeatableContent(clientRequest);
  }

  @Override
  protected void onServerToProxyResponseFailure(
      Request request,
      org.eclipse.jetty.client.Request nodeRequest,
      org.eclipse.jetty.client.Response nodeResponse,
      Response response,
      Callback callback,
      Throwable failure) {
    Attempt next = attempt(request).next();
    if (response.isCommitted()) {
      callback.failed(failure);
    } else if (next.tried() >= nodes.size()) {
      noNode(response, callback);
    } else if (failure instanceof ConnectException || REPEATABLE.contains(request.getMethod())) {
      response.reset();
      request.setAttribute(ATTEMPT, next);
      super.handle(request, response, callback);
    } else {
      super.onServerToProxyResponseFailure(
          request, nodeRequest, nodeResponse, response, callback, failure);
    }
  }

  private static Attempt attempt(Request request) {
    return (Attempt) request.getAttribute(ATTEMPT);
  }

  private static void noNode(Response response, Callback callback) {
    response.reset();
    response.setStatus(HttpStatus.SERVICE_UNAVAILABLE_503);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
    response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
    response.getHeaders().put("X-Node", "front");
    Content.Sink.write(
        response, true, "No node is up. Revive one: POST /_demo/nodes/1/start\n", callback);
  }

  /** The client's content, which a refused connection leaves unread, and so for the next node. */
  private static final class RepeatableContent extends ProxyRequestContent {

    private boolean read;

    private RepeatableContent(Request request) {
      super(request);
    }

    @Override
    public Content.Chunk read() {
      read = true;
      return super.read();
    }

    @Override
    public void fail(Throwable failure, boolean last) {
      if (read) {
        super.fail(failure, last);
      }
    }
  }
}
