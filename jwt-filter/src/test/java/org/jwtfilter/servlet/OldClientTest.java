package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.RawHttp;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/**
 * A client of HTTP/1.0 logs in by a form, at a server without us and at the same server with us: it
 * is led by what the server makes of a path, and sends the names of cookies in capitals.
 */
@ParameterizedClass
@EnumSource
class OldClientTest {
  private static Node plain;
  private static Node with;

  @Parameter ServerUnderTest server;

  private final Map<String, String> cookies = new LinkedHashMap<>();

  @BeforeParameterizedClassInvocation
  static void start(ServerUnderTest server) {
    plain = server.start(app().formLogin("/login", "/login?again=1"));
    with =
        server.start(
            app()
                .jaspi()
                .formLogin("/login", "/login?again=1")
                .filter(
                    "jwt", JwtFilter.class, Map.of("keys", Tokens.KEYS, "session", "token"), "/*"));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    plain.close();
    with.close();
  }

  private static WebApp app() {
    return WebApp.at("/shop")
        .securityRole("customer")
        .securityConstraint("/member/*", "customer")
        .servlet("/login", (q, r) -> r.getWriter().print("please log in"))
        .servlet("/member/*", OldClientTest::count);
  }

  private static void count(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object before = request.getSession().getAttribute("count");
    int count = before instanceof Integer number ? number + 1 : 1;
    request.getSession().setAttribute("count", count);
    response.getWriter().print(request.getRemoteUser() + " " + count);
  }

  private Answer send(String method, URI to, String form) throws IOException {
    String head =
        method
            + " "
            + to.getRawPath()
            + " HTTP/1.0\r\nHost: "
            + to.getRawAuthority()
            + (form.isEmpty() ? "" : "\r\nContent-Type: application/x-www-form-urlencoded")
            + (method.equals("POST") ? "\r\nContent-Length: " + form.length() : "")
            + (cookies.isEmpty() ? "" : "\r\nCookie: " + cookieLine())
            + "\r\n\r\n";
    byte[] bytes = (head + form).getBytes(StandardCharsets.US_ASCII);
    Answer answer = RawHttp.exchange(to, bytes, Duration.ofSeconds(15));
    answer.setCookies().forEach(this::keep);
    return answer;
  }

  private void keep(String line) {
    int equals = line.indexOf('=');
    String name = line.substring(0, equals).toUpperCase(Locale.ROOT);
    cookies.put(name, line.substring(equals + 1).replaceFirst(";.*", ""));
  }

  private String cookieLine() {
    return cookies.entrySet().stream()
        .map(one -> one.getKey() + "=" + one.getValue())
        .collect(Collectors.joining("; "));
  }

  private Answer get(Node node, String path) throws IOException {
    return send("GET", URI.create(node.base() + path), "");
  }

  /** What the form is answered by: where the client is sent. */
  private Answer loggedIn(Node node, String password) throws IOException {
    cookies.clear();
    Answer asked = get(node, "/member/x");
    String page = asked.status() == 302 ? follow(asked).text() : asked.text();
    assertEquals("please log in", page, asked::toString);
    URI form = URI.create(node.base() + "/j_security_check");
    return send("POST", form, Request.form("j_username", "ann", "j_password", password));
  }

  private Answer follow(Answer redirect) throws IOException {
    assertEquals(302, redirect.status(), redirect::toString);
    return send("GET", redirect.from().resolve(redirect.header("Location").orElseThrow()), "");
  }

  /** Tomcat leads such a client by whole URLs, Jetty by paths. */
  @Test
  void login_leadsToThePageThatWasWanted_byTheKindOfUrlThatTheServerMakes() throws IOException {
    assertEquals(whereTo(plain), whereTo(with));
  }

  private String whereTo(Node node) throws IOException {
    Answer answer = loggedIn(node, "ann");
    assertEquals(302, answer.status(), answer::toString);
    return answer
        .header("Location")
        .orElseThrow()
        .replace(node.base().getRawAuthority(), "HOST")
        .replaceFirst(";jsessionid=[^?]*", "");
  }

  @Test
  void loginAndSession_goOnAsWithoutUs() throws IOException {
    for (Node node : List.of(plain, with)) {
      assertEquals("ann 1", follow(loggedIn(node, "ann")).text());
      assertEquals("ann 2", get(node, "/member/y").text());
      assertEquals("ann 3", get(node, "/member/z").text());
    }
  }

  @Test
  void wrongPassword_leadsToTheLoginAsWithoutUs() throws IOException {
    for (Node node : List.of(plain, with)) {
      Answer answer = loggedIn(node, "wrong");
      Answer page = answer.status() == 302 ? follow(answer) : answer;
      assertEquals("please log in", page.text(), answer::toString);
    }
  }
}
