package org.jwtfilter.example;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Somebody with a browser: remembers cookies, follows no redirect unasked. */
final class Visitor {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI shop;
  private final CookieJar jar = new CookieJar();

  Visitor(URI shop) {
    this.shop = shop;
  }

  CookieJar jar() {
    return jar;
  }

  Answer get(String path) throws Exception {
    return send(path).get();
  }

  Answer post(String path, String... fields) throws Exception {
    return sendForm(path, fields).get();
  }

  CompletableFuture<Answer> send(String path) {
    return send(request(path).GET());
  }

  /** Names and values in turn. */
  CompletableFuture<Answer> sendForm(String path, String... fields) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append(form.isEmpty() ? "" : "&").append(fields[i]).append('=');
      form.append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", "http://" + shop.getAuthority())
            .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
  }

  /** Follows the answer's redirect, if it is one. */
  Answer follow(Answer answer) throws Exception {
    return answer.location().isEmpty() ? answer : get(answer.location());
  }

  /** Goes to a page for customers, and logs in where that leads. */
  Answer logIn(String user) throws Exception {
    follow(get("/account"));
    return follow(post("/j_security_check", "j_username", user, "j_password", user));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(shop.resolve(path)).timeout(PATIENCE);
    String cookies = jar.header();
    return cookies.isEmpty() ? request : request.header("Cookie", cookies);
  }

  private CompletableFuture<Answer> send(HttpRequest.Builder request) {
    return client
        .sendAsync(request.build(), BodyHandlers.ofString())
        .thenApply(
            response -> {
              Answer answer = Answer.of(response);
              jar.take(answer.setCookies());
              return answer;
            });
  }
}
