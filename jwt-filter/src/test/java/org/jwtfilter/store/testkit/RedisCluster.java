package org.jwtfilter.store.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;

/** A real Redis Cluster of three masters on loopback, each with a third of the slots. */
public final class RedisCluster implements AutoCloseable {
  private static final int SLOTS = 16384;

  private final List<RedisServer> nodes = new ArrayList<>();

  private RedisCluster() {
    for (int i = 0; i < 3; i++) {
      nodes.add(
          RedisServer.start(
              "cluster-enabled yes",
              "cluster-node-timeout 2000",
              "cluster-require-full-coverage no"));
    }
    for (int i = 0; i < 3; i++) {
      join(i);
    }
    Deadlines.await(Duration.ofSeconds(20), "the Cluster is whole", this::whole);
  }

  /** Starts one and waits until all of its nodes know each other. */
  public static RedisCluster start() {
    return new RedisCluster();
  }

  private void join(int number) {
    try (Jedis jedis = jedis(number)) {
      int from = number * SLOTS / 3;
      int[] slots = new int[(number + 1) * SLOTS / 3 - from];
      for (int i = 0; i < slots.length; i++) {
        slots[i] = from + i;
      }
      jedis.clusterAddSlots(slots);
      jedis.clusterMeet("127.0.0.1", nodes.get((number + 1) % 3).port());
    }
  }

  private boolean whole() {
    for (int i = 0; i < 3; i++) {
      try (Jedis jedis = jedis(i)) {
        String info = jedis.clusterInfo();
        if (!info.contains("cluster_state:ok") || !info.contains("cluster_slots_ok:" + SLOTS)) {
          return false;
        }
      }
    }
    return true;
  }

  /** To talk to one node. */
  public Jedis jedis(int number) {
    return new Jedis("127.0.0.1", nodes.get(number).port());
  }

  public RedisServer node(int number) {
    return nodes.get(number);
  }

  public String uri() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.port())
        .collect(Collectors.joining(",", "redis-cluster://", ""));
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
