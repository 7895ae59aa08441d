package org.jwtfilter.example.demo;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lists, kills and revives the nodes, below {@code /_demo/}. For callers on this machine alone, and
 * not for pages of other sites in their browsers.
 */
final class Switchboard extends Handler.Abstract {

  private static final String PREFIX = "/_demo/";
  private static final Pattern COMMAND = Pattern.compile("/_demo/nodes/(\\d{1,3})/(stop|start)");

  private final List<ShopNode> nodes;

  Switchboard(List<ShopNode> nodes) {
    this.nodes = nodes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    if (!path.startsWith(PREFIX)) {
      return false;
    }
    if (!fromHere(request)) {
      answer(
          response, callback, HttpStatus.FORBIDDEN_403, "{\"error\":\"only from this machine\"}");
    } else if (path.equals("/_demo/nodes")) {
      list(request, response, callback);
    } else {
      command(path, request, response, callback);
    }
    return true;
  }

  private void list(Request request, Response response, Callback callback) {
    if (!request.getMethod().equals("GET")) {
      notAllowed(response, callback, "GET");
      return;
    }
    String all = nodes.stream().map(Switchboard::json).collect(Collectors.joining(",", "[", "]"));
    answer(response, callback, HttpStatus.OK_200, all);
  }

  private void command(String path, Request request, Response response, Callback callback)
      throws Exception {
    Matcher command = COMMAND.matcher(path);
    Optional<ShopNode> node =
        command.matches() ? node(Integer.parseInt(command.group(1))) : Optional.empty();
    if (node.isEmpty()) {
      answer(
          response, callback, HttpStatus.NOT_FOUND_404, "{\"error\":\"no such node or command\"}");
    } else if (!request.getMethod().equals("POST")) {
      notAllowed(response, callback, "POST");
    } else {
      carryOut(command.group(2), node.get());
      answer(response, callback, HttpStatus.OK_200, json(node.get()));
    }
  }

  private static void carryOut(String command, ShopNode node) throws Exception {
    if (command.equals("stop")) {
      node.kill();
    } else {
      node.start();
    }
    System.out.printf("Node %d is %s%n", node.number(), node.state());
  }

  private Optional<ShopNode> node(int number) {
    return nodes.stream().filter(node -> node.number() == number).findFirst();
  }

  private static boolean fromHere(Request request) {
    SocketAddress caller = request.getConnectionMetaData().getRemoteSocketAddress();
    InetAddress address =
        caller instanceof InetSocketAddress internet ? internet.getAddress() : null;
    String site = request.getHeaders().get("Sec-Fetch-Site");
    boolean ownPage = site == null || site.equals("same-origin") || site.equals("none");
    return address != null && address.isLoopbackAddress() && ownPage;
  }

  private static String json(ShopNode node) {
    return "{\"number\":%d,\"port\":%d,\"state\":\"%s\"}"
        .formatted(node.number(), node.port(), node.state());
  }

  private static void notAllowed(Response response, Callback callback, String allowed) {
    response.getHeaders().put(HttpHeader.ALLOW, allowed);
    answer(
        response,
        callback,
        HttpStatus.METHOD_NOT_ALLOWED_405,
        "{\"error\":\"use " + allowed + "\"}");
  }

  private static void answer(Response response, Callback callback, int status, String json) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Node", "front");
    Content.Sink.write(response, true, json + "\n", callback);
  }
}
