package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;
import org.jwtfilter.store.testkit.RedisServer;

/** Two nodes on a real Redis that is killed, frozen and started again under them. */
@Timeout(120)
class StoreOutageTest {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  /** A request asks the store twice at most before nobody waits any more; and machines are busy. */
  private static final Duration LONGEST = TIMEOUT.multipliedBy(2).plusMillis(1500);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static RedisServer redis;
  private static Node one;
  private static Node two;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    one = ServerUnderTest.TOMCAT.start(app(redis.uri()));
    two = ServerUnderTest.JETTY.start(app(redis.uri()));
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    redis.close();
  }

  /** Both nodes have heard that the store of the test before is back. */
  @BeforeEach
  void recover() {
    Client visitor = Client.of(one, two);
    for (Node node : List.of(one, two)) {
      until(200, () -> visitor.at(node).get("/count"));
    }
    RecordedEvents.HEARD.clear();
  }

  private static WebApp app(String store) {
    Map<String, String> settings = new HashMap<>();
    settings.put("keys", Tokens.KEYS);
    settings.put("session", "store");
    settings.put("store", store);
    settings.put("store-timeout", "500ms");
    settings.put("endpoints", "/jwt");
    settings.put("events", RecordedEvents.class.getName());
    return WebApp.at("/shop")
        .basicLogin()
        .securityRole("customer")
        .filter("jwt", JwtFilter.class, settings, "/*")
        .servlet("/who", (q, r) -> r.getWriter().print(q.getRemoteUser()))
        .servlet(
            "/count",
            (q, r) -> {
              HttpSession session = q.getSession();
              Integer before = (Integer) session.getAttribute("count");
              session.setAttribute("count", before == null ? 1 : before + 1);
              r.getWriter().print(session.getAttribute("count"));
            });
  }

  private static Client loggedIn() {
    Client browser = Client.of(one, two);
    Answer answer =
        browser.send(
            Request.post("/jwt/login", "username", "ann", "password", "ann")
                .header("Accept", "application/json"));
    assertEquals(200, answer.status(), answer::toString);
    return browser;
  }

  private static Answer within(Duration bound, Supplier<Answer> request) {
    long began = System.nanoTime();
    Answer answer = request.get();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertTrue(took.compareTo(bound) <= 0, () -> took + " for " + answer);
    return answer;
  }

  /** Asks until the status is the expected one. */
  private static Answer until(int status, Supplier<Answer> request) {
    long began = System.nanoTime();
    Answer answer = within(LONGEST, request);
    while (answer.status() != status && System.nanoTime() - began < PATIENCE.toNanos()) {
      Thread.onSpinWait();
      answer = within(LONGEST, request);
    }
    assertEquals(status, answer.status(), answer::toString);
    return answer;
  }

  @Test
  void redisThatIsKilled_is503WithinTheTimeout_andBackWithEverythingThatItHadAcknowledged() {
    Client ann = loggedIn();
    String stolen = ann.jar().value("jwt").orElseThrow();
    Client bob = loggedIn();
    assertEquals("1", ann.get("/count").text());
    assertEquals("2", ann.get("/count").text());
    String revoked = bob.jar().value("jwt").orElseThrow();
    assertEquals(200, bob.post("/jwt/revoke", "token", revoked).status());
    redis.kill();
    until(503, () -> ann.get("/count"));
    until(503, () -> ann.get("/count"));
    assertTrue(within(LONGEST, () -> ann.get("/count")).header("Retry-After").isPresent());
    while (!RecordedEvents.HEARD.contains("down")) {
      assertEquals(503, within(LONGEST, () -> ann.get("/count")).status());
    }
    assertEquals(200, within(LONGEST, () -> Client.of(one).get("/who")).status());
    redis.restart();
    until(200, () -> Client.of(one).send(Request.get("/who").bearer(stolen)));
    until(200, () -> Client.of(two).send(Request.get("/who").bearer(stolen)));
    assertEquals("3", until(200, () -> ann.get("/count")).text());
    assertEquals("4", until(200, () -> ann.get("/count")).text());
    for (Node node : List.of(one, two)) {
      until(401, () -> Client.of(node).send(Request.get("/who").bearer(revoked)));
    }
    while (!RecordedEvents.HEARD.contains("up")) { // until this test's time is up
      Thread.onSpinWait();
    }
  }

  @Test
  void redisThatHangs_holdsNobodyUpForLongerThanTheTimeout() {
    Client ann = loggedIn();
    assertEquals("1", ann.get("/count").text());
    redis.freeze();
    try {
      for (int i = 0; i < 10; i++) {
        until(503, () -> ann.get("/count"));
      }
    } finally {
      redis.unfreeze();
    }
    assertEquals("2", until(200, () -> ann.get("/count")).text());
  }
}
