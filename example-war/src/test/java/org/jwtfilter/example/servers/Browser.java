package org.jwtfilter.example.servers;

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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A browser before a plain load balancer: every request opens a new connection, to the next node in
 * turn or, where that refuses, to the one after it; all nodes are one site to it. Keeps what
 * servers said about sessions, so that a test can ask for it.
 */
public final class Browser {
  private static final int MOST_REDIRECTS = 10;
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String SITE = "legacy.test";
  private static final Pattern DELETION =
      Pattern.compile("(?i)max-age=0|expires=thu, 01[- ]jan[- ]1970");
  private static final String MAY_SEND_HOST = "sun.net.http.allowRestrictedHeaders";

  private final List<URI> nodes;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final List<String> cookiesSeen = new ArrayList<>();
  private final List<String> containerSessionsSeen = new ArrayList<>();
  private final List<String> repeatedCookiesSeen = new ArrayList<>();
  private int next;

  /**
   * @param nodes the addresses of the application's context on all nodes
   */
  public Browser(List<URI> nodes) {
    if (!Boolean.getBoolean(MAY_SEND_HOST)) {
      throw new IllegalStateException("run with -D" + MAY_SEND_HOST + "=true");
    }
    this.nodes = nodes;
    headers.put("Host", SITE);
    headers.put("Accept", "text/html,*/*;q=0.8");
    headers.put("Accept-Language", "en");
    headers.put("Connection", "close");
    headers.put("Sec-Fetch-Site", "same-origin");
  }

  /** Sends this header with every request from now on. */
  public Browser with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Sends this cookie with every request, until a server says otherwise. */
  public Browser withCookie(String name, String value) {
    cookies.put(name, value);
    return this;
  }

  /** All cookies, as a request has them; empty where there are none. */
  public String cookies() {
    return cookies.entrySet().stream().map(String::valueOf).collect(Collectors.joining("; "));
  }

  /** A page with the query's names and values in turn; redirects are followed, ten at most. */
  public Page get(String path, String... query) throws IOException {
    return send("GET", query.length == 0 ? path : path + "?" + form(query), FORM, "");
  }

  /** What a page would be, without it. */
  public Page head(String path) throws IOException {
    return send("HEAD", path, FORM, "");
  }

  /** A form's post with its names and values in turn; redirects are followed. */
  public Page post(String path, String... form) throws IOException {
    return send("POST", path, FORM, form(form));
  }

  /** What a script posts; redirects are followed. */
  public Page postJson(String path, String json) throws IOException {
    return send("POST", path, "application/json", json);
  }

  /** Every Set-Cookie line that came. */
  public List<String> cookiesSeen() {
    return cookiesSeen;
  }

  /** Cookies that one answer has set twice. */
  public List<String> repeatedCookiesSeen() {
    return repeatedCookiesSeen;
  }

  /** Everything that had to do with the container's own session: its cookie, its id in a URL. */
  public List<String> containerSessionsSeen() {
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

  private Page send(String method, String path, String type, String body) throws IOException {
    HttpURLConnection answer = anyNode(method, path, type, body);
    Page page = page(answer, path);
    for (int n = 0; redirects(page) && n < MOST_REDIRECTS; n++) {
      boolean again = page.status() >= 307;
      String there = withoutContext(target(answer));
      answer = anyNode(again ? method : "GET", there, type, again ? body : "");
      page = page(answer, there);
    }
    return page;
  }

  private static boolean redirects(Page page) {
    return List.of(301, 302, 303, 307, 308).contains(page.status());
  }

  private static URI target(HttpURLConnection answer) throws IOException {
    URI from = URI.create("http://" + SITE + answer.getURL().getFile());
    URI target = from.resolve(answer.getHeaderField("Location"));
    if (!SITE.equals(target.getAuthority())) {
      throw new IOException("redirected away, to " + target);
    }
    return target;
  }

  /** The path as requests name it: relative to the context, where it is below that. */
  private String withoutContext(URI target) throws IOException {
    String context = nodes.get(0).getPath();
    String path = target.getRawPath();
    if (!path.startsWith(context)) {
      throw new IOException("redirected out of the application, to " + path);
    }
    String query = target.getRawQuery();
    return path.substring(context.length()) + (query == null ? "" : "?" + query);
  }

  private HttpURLConnection anyNode(String method, String path, String type, String body)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return send(method, nextNode(), path, type, body);
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

  private HttpURLConnection send(String method, URI node, String path, String type, String body)
      throws IOException {
    HttpURLConnection connection = open(method, node, path);
    if (!body.isEmpty()) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", type);
      connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
    connection.getResponseCode();
    return connection;
  }

  private Page page(HttpURLConnection answer, String path) throws IOException {
    String text = read(answer);
    Map<String, List<String>> fields = answer.getHeaderFields();
    List<String> set = fields.getOrDefault("Set-Cookie", List.of());
    set.forEach(this::keep);
    List<String> kept = set.stream().map(Browser::place).toList();
    kept.stream()
        .filter(one -> kept.indexOf(one) != kept.lastIndexOf(one))
        .forEach(repeatedCookiesSeen::add);
    watch(text);
    watch(String.valueOf(answer.getHeaderField("Location")));
    List<String> challenges = fields.getOrDefault("WWW-Authenticate", List.of());
    URI node = URI.create(answer.getURL().toString()).resolve("/");
    return new Page(node, path, answer.getResponseCode(), String.join(", ", challenges), text);
  }

  private HttpURLConnection open(String method, URI node, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(node + path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false);
    connection.setReadTimeout(60_000);
    headers.forEach(connection::setRequestProperty);
    if (method.equals("POST")) {
      connection.setRequestProperty("Origin", "http://" + SITE);
    }
    if (!cookies.isEmpty()) {
      connection.setRequestProperty("Cookie", cookies());
    }
    return connection;
  }

  private static String read(HttpURLConnection connection) throws IOException {
    boolean failed = connection.getResponseCode() >= 400;
    try (InputStream in = failed ? connection.getErrorStream() : connection.getInputStream()) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What makes it another cookie than others: name, path and domain. */
  private static String place(String line) {
    String[] parts = line.split("; *");
    return Stream.of(parts)
        .skip(1)
        .filter(one -> one.matches("(?i)(path|domain)=.*"))
        .collect(Collectors.joining("; ", parts[0].split("=")[0] + "; ", ""));
  }

  private void keep(String line) {
    cookiesSeen.add(line);
    String[] pair = line.split(";")[0].split("=", 2);
    if (DELETION.matcher(line).find() || pair[1].isEmpty()) {
      cookies.remove(pair[0]);
    } else {
      cookies.put(pair[0], pair[1]);
      if (pair[0].equals("JSESSIONID")) {
        containerSessionsSeen.add(line);
      }
    }
  }

  private void watch(String text) {
    int at = text.toLowerCase().indexOf(";jsessionid");
    if (at >= 0) {
      containerSessionsSeen.add(text.substring(at, Math.min(text.length(), at + 60)));
    }
  }
}
