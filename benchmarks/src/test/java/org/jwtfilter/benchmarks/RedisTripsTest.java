package org.jwtfilter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;

/** How often a request asks Redis, as Redis itself tells it. */
class RedisTripsTest {
  private static final int PASSES = 10;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private Jedis monitor;
  private Jedis marker;
  private Filter filter;

  @BeforeEach
  void listen() {
    monitor = new Jedis("127.0.0.1", Redis.shared().port(), 0);
    marker = new Jedis("127.0.0.1", Redis.shared().port());
    Thread listener = new Thread(this::monitor);
    listener.setDaemon(true);
    listener.setUncaughtExceptionHandler((thread, closed) -> {});
    listener.start();
  }

  private void monitor() {
    monitor.monitor(
        new JedisMonitor() {
          @Override
          public void onCommand(String command) {
            heard.add(command);
          }
        });
  }

  @AfterEach
  void stop() {
    filter.destroy();
    marker.close();
    monitor.close();
  }

  @ParameterizedTest
  @CsvSource({
    "store, ignores, 0",
    "store, reads,   1",
    "store, changes, 2",
    "auto,  ignores, 0",
    "auto,  reads,   0",
    "auto,  changes, 0",
    "token, reads,   0",
    "token, changes, 0"
  })
  void request_asksRedis_soOften(String session, String request, int trips) throws Exception {
    filter = filter(session);
    SessionCookieJar visitors = new SessionCookieJar(filter, PASSES, CartItem::numbered);
    CartChain cart = new CartChain(request.equals("changes"));
    FilterChain chain = request.equals("ignores") ? (asked, answered) -> {} : cart;
    // The filter also asks by itself what has been revoked, four times a second.
    int fewest = Integer.MAX_VALUE;
    for (int pass = 0; pass < PASSES; pass++) {
      mark();
      filter.doFilter(new AttributedRequest(visitors.next()), new Response(), chain);
      fewest = Math.min(fewest, mark());
    }
    assertEquals(trips, fewest);
  }

  private static Filter filter(String session) throws Exception {
    byte[] secret = new byte[48];
    new SecureRandom().nextBytes(secret);
    return Container.start(
        Map.of(
            "keys",
            "hmac:base64:" + Base64.getEncoder().encodeToString(secret),
            "session",
            session,
            "store",
            Redis.shared().uri(),
            "session-classes",
            CartItem.class.getName()),
        "");
  }

  /** How many commands clients have sent since the mark before; what scripts do is no trip. */
  private int mark() throws InterruptedException {
    String mark = UUID.randomUUID().toString();
    int trips = 0;
    while (true) {
      // Until the monitor listens, marks are not heard.
      marker.echo(mark);
      String command = heard.poll(100, TimeUnit.MILLISECONDS);
      while (command != null && !command.contains(mark)) {
        trips += command.contains(" lua]") || command.contains("\"ECHO\"") ? 0 : 1;
        command = heard.poll(10, TimeUnit.SECONDS);
      }
      if (command != null) {
        return trips;
      }
    }
  }
}
