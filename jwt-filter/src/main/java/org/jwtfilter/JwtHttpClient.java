package org.jwtfilter;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A client of {@code java.net.http} that sends the caller's token along where {@code forward-to}
 * lists the target, and nowhere else. A request that has an {@code Authorization} of its own is
 * sent as it is. WebSockets get no token.
 *
 * <p>Redirects come back as answers: on JDK 17 a client that follows them takes the token along to
 * whatever host it is sent to. Closing this client does not close the one that it is around.
 * Thread-safe.
 */
public final class JwtHttpClient extends HttpClient {
  private static final String AUTHORIZATION = "Authorization";

  private final HttpClient client;
  private final Supplier<Optional<Downstream>> downstream;

  private JwtHttpClient(HttpClient client, Supplier<Optional<Downstream>> downstream) {
    if (client.followRedirects() != Redirect.NEVER) {
      throw new IllegalArgumentException(
          "the HttpClient follows redirects and would take the caller's token to other hosts: build"
              + " it with followRedirects(NEVER), the default");
    }
    this.client = client;
    this.downstream = downstream;
  }

  /**
   * Sends with the token of the caller whose request the sending thread serves.
   *
   * @throws IllegalArgumentException if the client follows redirects
   */
  public static HttpClient around(HttpClient client) {
    return new JwtHttpClient(client, Downstream::current);
  }

  /**
   * Sends with the token of this caller.
   *
   * @throws IllegalArgumentException if the client follows redirects
   */
  public static HttpClient around(HttpClient client, Downstream downstream) {
    return new JwtHttpClient(client, () -> Optional.of(downstream));
  }

  private HttpRequest authorized(HttpRequest request) {
    if (request.headers().firstValue(AUTHORIZATION).isPresent()) {
      return request;
    }
    return downstream
        .get()
        .flatMap(one -> one.tokenFor(request.uri()))
        .map(token -> with(token, request))
        .orElse(request);
  }

  private static HttpRequest with(String token, HttpRequest request) {
    return HttpRequest.newBuilder(request, (name, value) -> true)
        .setHeader(AUTHORIZATION, "Bearer " + token)
        .build();
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body)
      throws IOException, InterruptedException {
    return client.send(authorized(request), body);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> body) {
    return client.sendAsync(authorized(request), body);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> body, @Nullable PushPromiseHandler<T> push) {
    return client.sendAsync(authorized(request), body, push);
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return Redirect.NEVER;
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return client.newWebSocketBuilder();
  }
}
