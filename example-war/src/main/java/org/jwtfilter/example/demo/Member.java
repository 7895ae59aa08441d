package org.jwtfilter.example.demo;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.jspecify.annotations.Nullable;

/**
 * A member of a Hazelcast cluster on this machine, which keeps a copy of each entry on another
 * member. The application finds its node's member by its name.
 */
final class Member implements NodeStore {

  private static final String PROVIDER = "com.hazelcast.cache.HazelcastMemberCachingProvider";
  private static final String HERE = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 20;

  private final String cache;
  private final String cluster;
  private final int number;
  private final List<Integer> ports;
  private @Nullable HazelcastInstance member;

  /**
   * @param number of the node, from 1
   * @param ports of all members, in order
   */
  Member(String cache, String cluster, int number, List<Integer> ports) {
    this.cache = cache;
    this.cluster = cluster;
    this.number = number;
    this.ports = ports;
  }

  @Override
  public String uri() {
    String separator = cache.contains("?") ? "&" : "?";
    return cache + separator + "provider=" + PROVIDER + "&hazelcast.instance.name=" + name();
  }

  private String name() {
    return cluster + "-" + number;
  }

  @Override
  public void start(WebAppContext shop) throws InterruptedException {
    HazelcastInstance fresh = Hazelcast.newHazelcastInstance(config());
    member = fresh;
    awaitCopies(fresh);
  }

  /** Only then may the next member die. */
  private static void awaitCopies(HazelcastInstance fresh) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!fresh.getPartitionService().isClusterSafe() && System.nanoTime() < end) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  @Override
  public void kill() {
    if (member != null) {
      member.getLifecycleService().terminate();
    }
  }

  private Config config() {
    Config config = new Config();
    config.setClusterName(cluster);
    config.setInstanceName(name());
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.partition.count", "31");
    network(config.getNetworkConfig());
    return config;
  }

  private void network(NetworkConfig network) {
    network.setPort(ports.get(number - 1)).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(HERE);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    ports.forEach(port -> join.getTcpIpConfig().addMember(HERE + ":" + port));
  }
}
