package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Header;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerLog;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/**
 * One walk through all endpoints and refusals, with everything switched on that sets a cookie, by
 * honest and by hostile clients; then every answer, and every line of the log, is looked at.
 */
@ParameterizedClass
@EnumSource
class AnswersTest {
  private static final String PASSWORD = "ann";
  private static final String TRICK = "x%0d%0aX-Injected:%20y";
  private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]{10,}\\.[\\w-]*\\.[\\w-]*");
  private static final Pattern VALUE = Pattern.compile("^[^=]+=([^;]{12,})");

  private static Node node;
  private static final List<Answer> ANSWERS = new ArrayList<>();
  private static final Set<String> SECRETS = new LinkedHashSet<>();
  private static String log = "";

  @Parameter ServerUnderTest server;

  @BeforeParameterizedClassInvocation
  static void walk(ServerUnderTest server) {
    ANSWERS.clear();
    SECRETS.clear();
    try (ServerLog all = ServerLog.ofEverything("org.jwtfilter")) {
      node = server.start(app());
      new Walk(Client.of(node)).through();
      log = all.text();
    }
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    node.close();
  }

  private static WebApp app() {
    Map<String, String> settings = new HashMap<>();
    settings.put("keys", Tokens.KEYS);
    settings.put("endpoints", "/jwt");
    settings.put("issuer", "me");
    settings.put("session", "token");
    settings.put("token-from", "header, cookie, query, form");
    settings.put("csrf-token", "attribute, cookie");
    settings.put("bind", "fingerprint");
    settings.put("exchange", "orders=*");
    settings.put("protect", "/mine/*");
    settings.put("protect-roles", "/admin/*=admin");
    settings.put("login-page", "/login");
    settings.put("login-error-page", "/login?again=1");
    settings.put("allowed-origins", "https://friend.example");
    settings.put("handover-partners", "https://partner.example/jwt/handover");
    settings.put("handover-url", "https://app.example/jwt/handover");
    settings.put("renew-after", "1s");
    return WebApp.at("/shop")
        .basicLogin()
        .securityRole("customer")
        .filter("jwt", JwtFilter.class, settings, "/*")
        .servlet("/login", (q, r) -> say(r, "please log in"))
        .servlet("/who", (q, r) -> say(r, q.getRemoteUser()))
        .servlet("/mine/*", (q, r) -> say(r, q.getMethod() + q.getAttribute("_csrf")))
        .servlet("/admin/*", (q, r) -> say(r, "secret"))
        .servlet("/put", (q, r) -> q.getSession().setAttribute("x", "y".repeat(5000)))
        .servlet("/throw", (q, r) -> fail());
  }

  private static void say(HttpServletResponse response, Object text) throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().print(text);
  }

  private static void fail() {
    throw new IllegalStateException("thrown on purpose");
  }

  /** The walk; every answer is kept, and whatever looks like a secret in it. */
  private record Walk(Client browser) {
    void through() {
      strangers();
      logins();
      caller();
      hostile();
      ends();
    }

    private Answer send(Request request) {
      Answer answer = browser.send(request);
      ANSWERS.add(answer);
      Matcher tokens = TOKEN.matcher(answer.text());
      while (tokens.find()) {
        SECRETS.add(tokens.group());
      }
      for (String line : answer.setCookies()) {
        Matcher value = VALUE.matcher(line);
        if (value.find() && !line.contains("-target=")) { // a path of this server, no secret
          SECRETS.add(value.group(1));
        }
      }
      return answer;
    }

    private Answer get(String path) {
      return send(Request.get(path).header("Accept", "text/html"));
    }

    private Answer post(String path, String... form) {
      return send(Request.post(path, form).header("Sec-Fetch-Site", "same-origin"));
    }

    private Answer json(String path, String... form) {
      return send(Request.post(path, form).header("Accept", "application/json"));
    }

    private void strangers() {
      get("/who");
      get("/mine/x");
      get("/mine/" + TRICK);
      send(Request.get("/mine/x").header("Accept", "application/json"));
      post("/mine/form", "a", "b");
      for (String endpoint :
          List.of("login", "logout", "refresh", "revoke", "logins", "token", "handover")) {
        get("/jwt/" + endpoint);
        send(Request.of("PATCH", "/jwt/" + endpoint));
        json("/jwt/" + endpoint);
      }
      get("/put");
      send(
          Request.of("OPTIONS", "/mine/x")
              .header("Origin", "https://friend.example")
              .header("Access-Control-Request-Method", "PUT"));
    }

    private void logins() {
      json("/jwt/login", "username", "ann", "password", "wrong-secret-password");
      post("/mine/j_security_check", "j_username", "ann\r\nX-Injected: y", "j_password", "wrong");
      post("/mine/j_security_check", "j_username", "ann", "j_password", PASSWORD);
      get("/mine/form");
      json("/jwt/login", "username", "ann", "password", PASSWORD);
      get("/put");
      get("/mine/x");
    }

    private void caller() {
      String access = browser.jar().value("jwt").orElseThrow();
      String refresh = browser.jar().value("jwt-refresh").orElse("none");
      get("/admin/x");
      get("/throw");
      get("/jwt/logins");
      get("/jwt/refresh");
      json("/jwt/refresh", "refresh_token", refresh);
      json("/jwt/refresh", "refresh_token", refresh + "x");
      json(
          "/jwt/token",
          "grant_type",
          "urn:ietf:params:oauth:grant-type:token-exchange",
          "subject_token_type",
          "urn:ietf:params:oauth:token-type:access_token",
          "subject_token",
          access,
          "audience",
          "orders");
      get("/jwt/handover?to=https://partner.example/x");
      get("/jwt/handover?at=https://partner.example/jwt/handover&path=/x&nonce=" + TRICK);
      get("/jwt/handover?from=https://partner.example/jwt/handover&path=/shop/" + TRICK);
      get("/who?access_token=" + access);
      Client other = Client.of(node);
      new Walk(other).get("/who?access_token=" + access);
      new Walk(other).get("/mine/x?access_token=" + access);
      new Walk(other).post("/who", "access_token", access);
      new Walk(other).send(Request.get("/mine/x").header("Authorization", "Bearer " + access));
      json("/who", "_csrf", "x".repeat(65));
    }

    private void hostile() {
      String access = browser.jar().value("jwt").orElseThrow();
      Walk other = new Walk(Client.of(node));
      for (String bad :
          List.of(access + "x", access.substring(2), "a.b.c", access.replace('.', '-'))) {
        other.send(Request.get("/mine/x").header("Authorization", "Bearer " + bad));
        other.send(Request.get("/mine/x").header("Cookie", "jwt=" + bad));
        other.get("/mine/x?access_token=" + bad);
      }
      for (String name : List.of("-session", "-visitor", "-out", "-target", "-refresh", "-print")) {
        String cookies = "jwt" + name + "=a; jwt" + name + "=b";
        for (String path : List.of("/put", "/who", "/jwt/refresh", "/mine/x")) {
          other.send(Request.get(path).header("Cookie", cookies).header("Accept", "text/html"));
        }
      }
      other.send(
          Request.get("/mine/" + TRICK).header("Cookie", "jwt=a; jwt=b").header("Host", "a;b.c"));
      String target =
          java.util.Base64.getUrlEncoder().encodeToString("/x\r\nX-Injected: y".getBytes());
      other.send(
          Request.post("/mine/j_security_check", "j_username", "ann", "j_password", PASSWORD)
              .header("Sec-Fetch-Site", "same-origin")
              .header("Cookie", "jwt-target=" + target));
    }

    private void ends() {
      json("/jwt/revoke", "token", browser.jar().value("jwt").orElseThrow());
      post("/jwt/logout");
      get("/mine/x");
    }
  }

  @Test
  void walk_hasComeEverywhere() {
    Set<Integer> statuses = new LinkedHashSet<>();
    ANSWERS.forEach(answer -> statuses.add(answer.status()));
    assertTrue(
        statuses.containsAll(List.of(200, 204, 303, 400, 401, 403, 405, 500)), statuses::toString);
    assertTrue(SECRETS.size() > 20, () -> "" + SECRETS.size());
    assertTrue(ANSWERS.stream().anyMatch(one -> one.text().contains("refresh_token")));
    assertTrue(ANSWERS.stream().anyMatch(one -> one.text().contains("issued_token_type")));
    for (String name : List.of("jwt", "jwt-session", "jwt-refresh", "jwt-out", "XSRF-TOKEN")) {
      assertTrue(
          ANSWERS.stream().anyMatch(one -> !one.setCookies(name).isEmpty()), name + " never came");
    }
  }

  @Test
  void answerWithATokenOrACookie_isNotForCaches() {
    for (Answer answer : ANSWERS) {
      String cache = String.join(", ", answer.headers("Cache-Control"));
      if (TOKEN.matcher(answer.text()).find()
          || answer.header("Location").filter(to -> TOKEN.matcher(to).find()).isPresent()) {
        assertTrue(cache.contains("no-store"), answer::toString);
      }
      if (!answer.setCookies().isEmpty()) {
        assertTrue(cache.contains("no-store") || cache.contains("private"), answer::toString);
      }
    }
  }

  @Test
  void header_hasNothingInIt_thatSomebodyElseHasWritten() {
    for (Answer answer : ANSWERS) {
      for (Header header : answer.headers()) {
        assertFalse(header.name().equalsIgnoreCase("X-Injected"), answer::toString);
        assertTrue(
            header.value().chars().allMatch(one -> one >= ' ' && one != 0x7f), answer::toString);
      }
      assertEquals(
          answer.setCookies().size(),
          new LinkedHashSet<>(answer.setCookies()).size(),
          answer::toString);
    }
  }

  @Test
  void redirect_staysHere_orGoesToAPartner() {
    for (Answer answer : ANSWERS) {
      String to = answer.header("Location").orElse("/");
      assertTrue(
          (to.startsWith("/") && !to.startsWith("//") && !to.contains("\\"))
              || to.startsWith("https://partner.example/"),
          answer::toString);
    }
  }

  @Test
  void log_hasNoTokenCookieOrPassword_evenWhereEverythingIsLogged() {
    assertTrue(log.contains("jwt-filter of /shop"), log);
    for (String secret : SECRETS) {
      assertFalse(log.contains(secret), () -> "the log has " + secret);
      for (String part : secret.split("\\.", -1)) {
        assertFalse(part.length() > 40 && log.contains(part), () -> "the log has " + part);
      }
    }
    assertFalse(TOKEN.matcher(log).find());
    assertFalse(log.contains("wrong-secret-password"));
    assertFalse(log.lines().anyMatch(line -> line.startsWith("X-Injected")), log);
  }

  @Test
  void errorPage_hasNoToken() {
    for (Answer answer : ANSWERS) {
      if (answer.status() >= 400) {
        for (String secret : SECRETS) {
          assertFalse(answer.text().contains(secret), answer::toString);
        }
      }
    }
  }
}
