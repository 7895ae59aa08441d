package org.jwtfilter.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.key.Base64Url;
import org.jwtfilter.key.JwtKey;
import org.jwtfilter.key.KeyServer;
import org.jwtfilter.key.TestKeys;
import org.jwtfilter.servlet.testkit.Answer;
import org.jwtfilter.servlet.testkit.Client;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.Request;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/** A shop whose identity provider is down, slow, back, or asked for keys that nobody has. */
@Timeout(240)
class ProviderOutageTest {
  private static final String ISSUER = "https://idp.example";
  private static final Duration COOL_DOWN = Duration.ofSeconds(30);
  private static final int FLOOD = 10_000;
  private static final int SENDERS = 8;
  private static final int MOST_KEPT = 24 << 20;

  private final JwtKey key = TestKeys.rs256();
  private final ExecutorService senders = Executors.newFixedThreadPool(64);
  private KeyServer provider;

  /** Hears of the provider. */
  public static final class Heard implements JwtEvents {
    static final BlockingQueue<String> ALL = new LinkedBlockingQueue<>();

    @Override
    public void keysDown(String address, String why) {
      ALL.add("down " + address + " " + why);
    }

    @Override
    public void keysUp(String address) {
      ALL.add("up " + address);
    }
  }

  @BeforeEach
  void start() throws IOException {
    Heard.ALL.clear();
    provider = new KeyServer();
  }

  @AfterEach
  void stop() {
    senders.shutdownNow();
    provider.close();
  }

  private Node shop(ServerUnderTest server) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("keys", "jwks:" + provider.url() + "/jwks");
    settings.put("issuer", ISSUER);
    settings.put("events", Heard.class.getName());
    return server.start(
        WebApp.at("/shop")
            .filter("jwt", ClockedFilter.class, settings, "/*")
            .servlet("/who", (q, r) -> r.getWriter().print(q.getRemoteUser())));
  }

  @ParameterizedTest
  @EnumSource
  void providerThatIsDown_is503AndNot401_andTokensAreGoodAsSoonAsItIsBack(ServerUnderTest server)
      throws Exception {
    provider.handle(exchange -> KeyServer.answer(exchange, 500, "text/plain", "later"));
    try (Node node = shop(server)) {
      for (int i = 0; i < 20; i++) {
        assertUnavailable(send(node, Request.get("/who").bearer(token("a"))));
        assertUnavailable(send(node, Request.get("/who").header("Cookie", "jwt=" + token("a"))));
        assertEquals("null", send(node, Request.get("/who")).text());
      }
      assertEquals(1, provider.asked().size());
      ClockedFilter.CLOCK.advance(COOL_DOWN);
      assertUnavailable(send(node, Request.get("/who").bearer(token("a"))));
      assertEquals(2, provider.asked().size());
      provider.publish(KeyServer.rsa("a"));
      assertUnavailable(send(node, Request.get("/who").bearer(token("a"))));
      ClockedFilter.CLOCK.advance(COOL_DOWN);
      assertEquals("ann", send(node, Request.get("/who").bearer(token("a"))).text());
      assertEquals(3, provider.asked().size());
    }
    String down = heard();
    assertTrue(down.startsWith("down jwks:" + provider.url() + "/jwks answers 500"), down);
    assertEquals("up jwks:" + provider.url() + "/jwks", heard());
    assertTrue(Heard.ALL.isEmpty(), () -> "each is told once, but also: " + Heard.ALL);
  }

  @ParameterizedTest
  @EnumSource
  void providerThatHangs_holdsUpFewAndNobodyWhoseKeyIsKnown(ServerUnderTest server)
      throws Exception {
    provider.publish(KeyServer.rsa("a"));
    try (Node node = shop(server)) {
      assertEquals("ann", send(node, Request.get("/who").bearer(token("a"))).text());
      provider.hang();
      ClockedFilter.CLOCK.advance(COOL_DOWN);
      List<Future<Answer>> strangers = new ArrayList<>();
      for (int i = 0; i < 48; i++) {
        String forged = forged("k" + i, 10);
        strangers.add(senders.submit(() -> send(node, Request.get("/who").bearer(forged))));
      }
      for (int i = 0; i < 20; i++) {
        Answer known = send(node, Request.get("/who").bearer(token("a")));
        assertEquals("ann", known.text());
      }
      for (Future<Answer> one : strangers) {
        Answer answer = one.get();
        assertUnavailable(answer);
        assertTrue(answer.took().compareTo(Duration.ofSeconds(12)) < 0, answer::toString);
      }
      assertEquals(2, provider.asked().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void floodOfUnknownKeys_isOneFetchPerCoolDown_andGoodTokensGoOn_andNothingIsKept(
      ServerUnderTest server) throws Exception {
    provider.publish(KeyServer.rsa("a"));
    try (Node node = shop(server)) {
      assertEquals("ann", send(node, Request.get("/who").bearer(token("a"))).text());
      flood(node, 0, FLOOD / 10);
      assertEquals(1, provider.asked().size(), "asked within the cool-down");
      ClockedFilter.CLOCK.advance(COOL_DOWN);
      long before = memory();
      flood(node, FLOOD / 10, FLOOD);
      assertEquals(2, provider.asked().size(), "asked more than once in a cool-down");
      long kept = memory() - before;
      assertTrue(kept < MOST_KEPT, kept + " bytes are kept");
    }
  }

  private void flood(Node node, int from, int to) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int sender = 0; sender < SENDERS; sender++) {
      int first = from + sender;
      all.add(senders.submit(() -> floodEveryEighth(node, first, to)));
    }
    for (Future<?> one : all) {
      one.get();
    }
  }

  private Void floodEveryEighth(Node node, int from, int to) {
    Client client = Client.of(node);
    for (int i = from; i < to; i += SENDERS) {
      Answer refused = client.send(Request.get("/who").bearer(forged("random-" + i, 5_000)));
      assertEquals(401, refused.status(), refused::toString);
      if (i % 100 < SENDERS) {
        assertEquals("ann", client.send(Request.get("/who").bearer(token("a"))).text());
      }
    }
    return null;
  }

  /** Of this process, in which the server is. */
  private static long memory() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private static Answer send(Node node, Request request) {
    return Client.of(node).send(request);
  }

  private static void assertUnavailable(Answer answer) {
    assertEquals(503, answer.status(), answer::toString);
    assertEquals(Optional.of("5"), answer.header("Retry-After"));
    assertEquals(Optional.empty(), answer.header("WWW-Authenticate"));
    assertEquals(List.of(), answer.setCookies());
  }

  private static String heard() throws InterruptedException {
    return String.valueOf(Heard.ALL.poll(20, TimeUnit.SECONDS));
  }

  private String token(String kid) {
    String header = encoded("{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(kid));
    String claims =
        encoded(
            "{\"iss\":\"%s\",\"sub\":\"ann\",\"exp\":%d}"
                .formatted(ISSUER, ClockedFilter.CLOCK.instant().getEpochSecond() + 600));
    return header + '.' + claims + '.' + key.sign(header, claims);
  }

  /** With a signature that nobody looks at. */
  private static String forged(String kid, int length) {
    return encoded("{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(kid))
        + '.'
        + encoded("{\"x\":\"" + "x".repeat(length) + "\"}")
        + '.'
        + "A".repeat(342);
  }

  private static String encoded(String text) {
    return Base64Url.encode(text.getBytes(UTF_8));
  }
}
