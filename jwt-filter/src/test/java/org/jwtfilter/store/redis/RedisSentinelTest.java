package org.jwtfilter.store.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;
import org.jwtfilter.store.testkit.Deadlines;
import org.jwtfilter.store.testkit.RedisServer;
import redis.clients.jedis.Jedis;

/** A real master, a real replica, and a real Sentinel that promotes it. */
@Timeout(60)
class RedisSentinelTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private static Store open(String uri) {
    return Stores.open(new StoreSettings(uri, TIMEOUT, Clock.systemUTC(), ""));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Store store, String text) {
    store.write("key", bytes(text), Instant.now().plusSeconds(3600));
  }

  @Test
  void a_promoted_replica_is_found() {
    int dead = RedisServer.freePort();
    String[] passwords = {"requirepass data", "masterauth data", "repl-diskless-sync-delay 0"};
    try (RedisServer master = RedisServer.start(passwords);
        RedisServer replica =
            RedisServer.start(with(passwords, "replicaof 127.0.0.1 " + master.port()));
        RedisServer sentinel =
            RedisServer.sentinel(
                master.port(), "sentinel auth-pass mymaster data", "requirepass watch");
        Store store =
            open(
                "redis-sentinel://:data@127.0.0.1:%d,127.0.0.1:%d/mymaster?sentinel-password=watch"
                    .formatted(dead, sentinel.port()))) {
      write(store, "one");
      Deadlines.await(Duration.ofSeconds(20), "a replica that follows", () -> follows(replica));
      Deadlines.await(Duration.ofSeconds(20), "a Sentinel that knows it", () -> knows(sentinel));
      master.kill();
      assertThrows(StoreException.class, () -> store.read(Set.of("key")));
      RedisOutageTest.eventually(() -> write(store, "two"));
      assertArrayEquals(bytes("two"), store.read(Set.of("key")).get("key"));
      assertTrue(holds(replica, "two"));
    }
  }

  private static String[] with(String[] settings, String more) {
    String[] all = java.util.Arrays.copyOf(settings, settings.length + 1);
    all[settings.length] = more;
    return all;
  }

  private static boolean follows(RedisServer replica) {
    return holds(replica, "one");
  }

  private static boolean holds(RedisServer server, String value) {
    try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
      jedis.auth("data");
      return value.equals(jedis.get("key"));
    }
  }

  private static boolean knows(RedisServer sentinel) {
    try (Jedis jedis = new Jedis("127.0.0.1", sentinel.port())) {
      jedis.auth("watch");
      return !jedis.sentinelReplicas("mymaster").isEmpty();
    }
  }

  @Test
  void a_demoted_master_is_left_although_it_still_answers() {
    try (RedisServer master = RedisServer.start();
        RedisServer other = RedisServer.start();
        RedisServer sentinel = RedisServer.sentinel(master.port());
        Store store = open("redis-sentinel://127.0.0.1:" + sentinel.port() + "/mymaster")) {
      write(store, "one");
      try (Jedis asSentinel = new Jedis("127.0.0.1", sentinel.port());
          Jedis asMaster = new Jedis("127.0.0.1", master.port())) {
        asSentinel.sentinelRemove("mymaster");
        asSentinel.sentinelMonitor("mymaster", "127.0.0.1", other.port(), 1);
        asMaster.replicaof("127.0.0.1", other.port());
      }
      StoreException refused = assertThrows(StoreException.class, () -> write(store, "two"));
      assertTrue(refused.getMessage().contains("READONLY"), refused.getMessage());
      write(store, "three");
      assertArrayEquals(bytes("three"), store.read(Set.of("key")).get("key"));
    }
  }

  @Test
  void a_master_that_no_sentinel_knows_is_said() {
    try (RedisServer master = RedisServer.start();
        RedisServer sentinel = RedisServer.sentinel(master.port());
        Store store = open("redis-sentinel://127.0.0.1:" + sentinel.port() + "/other")) {
      StoreException refused = assertThrows(StoreException.class, () -> store.read(Set.of("key")));
      assertTrue(
          refused.getMessage().endsWith("the Sentinels know no master \"other\""),
          refused.getMessage());
    }
  }
}
