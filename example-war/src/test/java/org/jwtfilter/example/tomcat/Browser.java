package org.jwtfilter.example.tomcat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A browser before a plain load balancer: every request opens a new connection, to the next node in
 * turn or, where that refuses, to the one after it. Keeps what servers said about sessions, so that
 * a test can ask for it.
 */
final class Browser {
  private final List<URI> nodes;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final List<String> cookiesSeen = new ArrayList<>();
  private final List<String> containerSessionsSeen = new ArrayList<>();
  private int next;

  Browser(List<URI> nodes) {
    this.nodes = nodes;
  }

  /** A page with the query's names and values in turn; redirects are followed. */
  Page get(String path, String... query) throws IOException {
    return send("GET", query.length == 0 ? path : path + "?" + form(query), "");
  }

  /** A form's post with its names and values in turn. */
  Page post(String path, String... form) throws IOException {
    return send("POST", path, form(form));
  }

  /** Every Set-Cookie line that came. */
  List<String> cookiesSeen() {
    return cookiesSeen;
  }

  /** Everything that had to do with the container's own session: its cookie, its id in a URL. */
  List<String> containerSessionsSeen() {
    return containerSessionsSeen;
  }

  private static String form(String... namesAndValues) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      pairs.add(namesAndValues[i] + "=" + encode(namesAndValues[i + 1]));
    }
    return String.join("&", pairs);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Page send(String method, String path, String body) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return send(method, nextNode(), path, body);
      } catch (ConnectException refused) {
        if (attempt >= nodes.size()) {
          throw refused;
        }
      }
    }
  }

  private URI nextNode() {
    return nodes.get(next++ % nodes.size());
  }

  private Page send(String method, URI node, String path, String body) throws IOException {
    HttpURLConnection connection = open(method, node, path);
    if (!body.isEmpty()) {
      connection.setDoOutput(true);
      connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
    int status = connection.getResponseCode();
    String text = read(connection);
    List<String> lines = connection.getHeaderFields().getOrDefault("Set-Cookie", List.of());
    lines.forEach(this::keep);
    watch(text);
    watch(String.valueOf(connection.getHeaderField("Location")));
    return new Page(node, path, status, text);
  }

  private HttpURLConnection open(String method, URI node, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(node + path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false);
    connection.setReadTimeout(60_000);
    connection.setRequestProperty("Connection", "close");
    connection.setRequestProperty("Accept-Language", "en");
    connection.setRequestProperty("Sec-Fetch-Site", "same-origin");
    if (!cookies.isEmpty()) {
      connection.setRequestProperty(
          "Cookie",
          cookies.entrySet().stream().map(String::valueOf).collect(Collectors.joining("; ")));
    }
    return connection;
  }

  private static String read(HttpURLConnection connection) throws IOException {
    boolean failed = connection.getResponseCode() >= 400;
    try (InputStream in = failed ? connection.getErrorStream() : connection.getInputStream()) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void keep(String line) {
    cookiesSeen.add(line);
    String[] pair = line.split(";")[0].split("=", 2);
    if (pair[0].equals("JSESSIONID")) {
      containerSessionsSeen.add(line);
    }
    if (line.toLowerCase().contains("max-age=0") || pair[1].isEmpty()) {
      cookies.remove(pair[0]);
    } else {
      cookies.put(pair[0], pair[1]);
    }
  }

  private void watch(String text) {
    int at = text.toLowerCase().indexOf(";jsessionid");
    if (at >= 0) {
      containerSessionsSeen.add(text.substring(at, Math.min(text.length(), at + 60)));
    }
  }
}
