package org.jwtfilter.servlet.testkit;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request to send: the path is below the application's, and may have a query. Immutable. */
public record Request(String method, String path, List<Header> headers, byte[] body) {
  /** A GET. */
  public static Request get(String path) {
    return of("GET", path);
  }

  /** A request without a body. */
  public static Request of(String method, String path) {
    return new Request(method, path, List.of(), new byte[0]);
  }

  /** A POST of a form: names and values in turn. */
  public static Request post(String path, String... namesAndValues) {
    return of("POST", path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form(namesAndValues));
  }

  /** Names and values in turn, encoded as a form or query. */
  public static String form(String... namesAndValues) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      text.append(i == 0 ? "" : "&").append(encode(namesAndValues[i]));
      text.append('=').append(encode(namesAndValues[i + 1]));
    }
    return text.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** With one more header line. */
  public Request header(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Request(method, path, List.copyOf(more), body);
  }

  /** With {@code Authorization: Bearer}. */
  public Request bearer(String token) {
    return header("Authorization", "Bearer " + token);
  }

  /** With a body in UTF-8. */
  public Request body(String text) {
    return new Request(method, path, headers, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The bytes on the wire; Host, Connection and Content-Length are ours unless they are among the
   * headers.
   */
  byte[] toBytes(String host, String contextPath, String cookies) {
    StringBuilder head = new StringBuilder(method + " " + contextPath + path + " HTTP/1.1\r\n");
    addUnlessGiven(head, "Host", host);
    addUnlessGiven(head, "Connection", "close");
    if (body.length > 0 || !List.of("GET", "HEAD", "OPTIONS", "DELETE").contains(method)) {
      addUnlessGiven(head, "Content-Length", Integer.toString(body.length));
    }
    if (!cookies.isEmpty()) {
      head.append("Cookie: ").append(cookies).append("\r\n");
    }
    headers.forEach(
        each -> head.append(each.name()).append(": ").append(each.value()).append("\r\n"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  private void addUnlessGiven(StringBuilder head, String name, String value) {
    if (headers.stream().noneMatch(each -> each.name().equalsIgnoreCase(name))) {
      head.append(name).append(": ").append(value).append("\r\n");
    }
  }
}
