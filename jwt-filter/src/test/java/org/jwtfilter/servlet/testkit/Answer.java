package org.jwtfilter.servlet.testkit;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A response with every header line in its order. Status 0: the server closed the connection
 * without one.
 */
public record Answer(int status, List<Header> headers, byte[] body, Duration took, URI from) {
  /** The body as UTF-8, or what Content-Type says. */
  public String text() {
    return new String(body, charset());
  }

  private Charset charset() {
    String type = header("Content-Type").orElse("");
    int at = type.toLowerCase().indexOf("charset=");
    return at < 0
        ? StandardCharsets.UTF_8
        : Charset.forName(type.substring(at + 8).split(";")[0].replace("\"", "").trim());
  }

  /** The first value of the header. */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** All values of the header, in their order. */
  public List<String> headers(String name) {
    return headers.stream()
        .filter(each -> each.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /** Every Set-Cookie line, deletions included. */
  public List<String> setCookies() {
    return headers("Set-Cookie");
  }

  /**
   * The Set-Cookie lines of one cookie: a list, since two of them are a fault that a test looks
   * for.
   */
  public List<String> setCookies(String cookieName) {
    return setCookies().stream().filter(each -> each.startsWith(cookieName + "=")).toList();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(from + " -> " + status + "\n");
    headers.forEach(
        each -> text.append(each.name()).append(": ").append(each.value()).append('\n'));
    return text.append('\n').append(text()).toString();
  }
}
