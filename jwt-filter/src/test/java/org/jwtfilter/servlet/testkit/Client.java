package org.jwtfilter.servlet.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A browser before a plain load balancer: every request opens a new connection, to the next node in
 * turn, with the cookies of one jar. Thread-safe: requests may run in parallel.
 */
public final class Client {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final List<URI> nodes;
  private final CookieJar jar;
  private final AtomicInteger next;

  private Client(List<URI> nodes, CookieJar jar, AtomicInteger next) {
    this.nodes = nodes;
    this.jar = jar;
    this.next = next;
  }

  /** A new browser with an empty jar. */
  public static Client of(Node... nodes) {
    return of(Arrays.stream(nodes).map(Node::base).toList(), new CookieJar(Clock.systemUTC()));
  }

  /** A browser with this jar; the addresses are those of the application's root. */
  public static Client of(List<URI> nodes, CookieJar jar) {
    return new Client(List.copyOf(nodes), jar, new AtomicInteger());
  }

  /** The cookies. */
  public CookieJar jar() {
    return jar;
  }

  /** The same browser, talking to one node only. */
  public Client at(Node node) {
    return new Client(List.of(node.base()), jar, new AtomicInteger());
  }

  /** The same browser without some nodes, because they are down. */
  public Client without(Node... down) {
    List<URI> gone = Arrays.stream(down).map(Node::base).toList();
    return new Client(nodes.stream().filter(each -> !gone.contains(each)).toList(), jar, next);
  }

  /** Another browser with the same cookies, which go their own way from now on. */
  public Client twin() {
    return new Client(nodes, jar.copy(), new AtomicInteger());
  }

  /** Sends a GET; redirects are not followed. */
  public Answer get(String path) {
    return send(Request.get(path));
  }

  /** Posts a form as a browser does from a page of the same site; redirects are not followed. */
  public Answer post(String path, String... namesAndValues) {
    return send(Request.post(path, namesAndValues).header("Sec-Fetch-Site", "same-origin"));
  }

  /** Sends a request to the next node; redirects are not followed. */
  public Answer send(Request request) {
    return send(request, nodes.get(Math.floorMod(next.getAndIncrement(), nodes.size())));
  }

  /** Follows redirects, each to the next node, at most ten. */
  public Answer follow(Answer answer) {
    Answer current = answer;
    for (int hops = 0; current.status() / 100 == 3 && current.status() != 304; hops++) {
      if (hops == 10) {
        throw new AssertionError("ten redirects, and no end: " + current);
      }
      current = get(target(current));
    }
    return current;
  }

  /** The path, below the application's, that a redirect leads to. */
  public String target(Answer redirect) {
    URI to = redirect.from().resolve(redirect.header("Location").orElseThrow());
    String context = nodes.get(0).getRawPath();
    String path = to.getRawPath() + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery());
    return path.startsWith(context) ? path.substring(context.length()) : path;
  }

  private Answer send(Request request, URI node) {
    String path = node.getRawPath() + request.path().replaceFirst("[?#].*", "");
    byte[] bytes = request.toBytes(node.getRawAuthority(), node.getRawPath(), jar.header(path));
    try {
      Answer answer = RawHttp.exchange(address(node, request.path()), bytes, PATIENCE);
      answer.setCookies().forEach(line -> jar.accept(line, path));
      return answer;
    } catch (IOException failed) {
      throw new UncheckedIOException(request.method() + " " + node + request.path(), failed);
    }
  }

  /** What was asked, or where hostile paths are no URI the node alone. */
  private static URI address(URI node, String path) {
    try {
      return URI.create(node + path);
    } catch (IllegalArgumentException hostile) {
      return node;
    }
  }
}
