package org.jwtfilter.store.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreContract;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;
import org.jwtfilter.store.testkit.RedisCluster;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.MigrateParams;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The contract on a real Cluster of three masters, and what is peculiar to Clusters. */
class RedisClusterContractTest extends StoreContract {
  private static RedisCluster cluster;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Override
  protected String uri() {
    return cluster.uri();
  }

  @Override
  protected boolean followsOurClock() {
    return false;
  }

  private static Store open(Duration timeout) {
    return Stores.open(new StoreSettings(cluster.uri(), timeout, Clock.systemUTC(), ""));
  }

  private static Instant later() {
    return Instant.now().plusSeconds(3600);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A key that belongs to a node. */
  private static String keyOf(int node, String prefix) {
    for (int i = 0; ; i++) {
      if (JedisClusterCRC16.getSlot(prefix + i) * 3 / 16384 == node) {
        return prefix + i;
      }
    }
  }

  @Test
  void a_slot_that_moves_while_we_know_its_old_node_is_followed() {
    String key = keyOf(0, "moving/");
    int slot = JedisClusterCRC16.getSlot(key);
    try (Store store = open(Duration.ofSeconds(5));
        Jedis from = cluster.jedis(0);
        Jedis to = cluster.jedis(1)) {
      store.write(key, bytes("one"), later());
      to.clusterSetSlotImporting(slot, from.clusterMyId());
      from.clusterSetSlotMigrating(slot, to.clusterMyId());
      from.migrate("127.0.0.1", cluster.node(1).port(), 1000, new MigrateParams(), key);
      // Half moved: ASK.
      assertArrayEquals(bytes("one"), store.read(Set.of(key)).get(key));
      assertTrue(store.replace(key, bytes("one"), bytes("two"), later()));
      to.clusterSetSlotNode(slot, to.clusterMyId());
      from.clusterSetSlotNode(slot, to.clusterMyId());
      // Moved: MOVED.
      assertArrayEquals(bytes("two"), store.read(Set.of(key)).get(key));
      assertTrue(store.replace(key, bytes("two"), bytes("three"), later()));
      assertArrayEquals(bytes("three"), store.read(Set.of(key)).get(key));
    }
  }

  @Test
  void a_dead_node_fails_its_keys_in_time_and_no_others() {
    Duration timeout = Duration.ofSeconds(1);
    String dead = keyOf(2, "dead/");
    String alive = keyOf(1, "alive/");
    try (Store store = open(timeout)) {
      store.write(dead, bytes("kept"), later());
      store.write(alive, bytes("one"), later());
      cluster.node(2).kill();
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        assertThrows(StoreException.class, () -> store.read(Set.of(dead)));
        assertTrue(System.nanoTime() - start < timeout.toNanos() * 3 / 2);
        assertEquals(Set.of(alive), store.read(Set.of(alive)).keySet());
      }
      cluster.node(2).restart();
      RedisOutageTest.eventually(() -> store.read(Set.of(dead)));
      Map<String, byte[]> found = store.read(Set.of(dead, alive));
      assertArrayEquals(bytes("kept"), found.get(dead));
    }
  }
}
