package org.jwtfilter.store.testkit;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;

/**
 * Two real members of a Hazelcast cluster in this JVM, on loopback, each entry on both. They end
 * with the JVM at the latest.
 */
public final class HazelcastPair implements AutoCloseable {
  private static final String PROVIDER = "com.hazelcast.cache.HazelcastMemberCachingProvider";

  private final String cluster = "pair-" + UUID.randomUUID();
  private final int[] ports = {RedisServer.freePort(), RedisServer.freePort()};
  private final List<ClassLoader> loaders = new ArrayList<>();
  private final List<HazelcastInstance> members = new ArrayList<>();

  private HazelcastPair() {
    System.setProperty("hazelcast.logging.type", "none");
    for (int i = 0; i < 2; i++) {
      loaders.add(new URLClassLoader(new URL[0], HazelcastPair.class.getClassLoader()));
      members.add(Hazelcast.newHazelcastInstance(config(i)));
    }
  }

  /** Starts both, and waits until they have found each other. */
  public static HazelcastPair start() {
    return new HazelcastPair();
  }

  private Config config(int number) {
    Config config = new Config();
    config.setClusterName(cluster);
    config.setInstanceName(name(number));
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "true");
    config.setProperty("hazelcast.partition.count", "31");
    config.setProperty("hazelcast.max.join.seconds", "30");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "3600");
    config.getNetworkConfig().setPort(ports[number]).setPortAutoIncrement(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    for (int port : ports) {
      join.getTcpIpConfig().addMember("127.0.0.1:" + port);
    }
    return config;
  }

  private String name(int number) {
    return cluster + "-" + number;
  }

  /**
   * Opens a store as the application on one of the two nodes would: JCache has one provider for
   * each class loader, and Hazelcast one member for each of those.
   */
  public <T> T on(int number, Supplier<T> open) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loaders.get(number));
    try {
      return open.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The URI of a cache on one of the two members, 0 or 1; see {@link #on}. */
  public String uri(String cache, int number) {
    return "jcache:" + cache + "?provider=" + PROVIDER + "&hazelcast.instance.name=" + name(number);
  }

  /** The caches of one node, as its application sees them. */
  public CacheManager manager(int number) {
    CachingProvider provider = Caching.getCachingProvider(PROVIDER, loaders.get(number));
    return provider.getCacheManager(
        provider.getDefaultURI(),
        provider.getDefaultClassLoader(),
        HazelcastCachingProvider.propertiesByInstanceName(name(number)));
  }

  public HazelcastInstance member(int number) {
    return members.get(number);
  }

  /** Ends one of the two without a farewell, as if its JVM had died. */
  public void kill(int number) {
    members.get(number).getLifecycleService().terminate();
  }

  @Override
  public void close() {
    members.forEach(member -> member.getLifecycleService().terminate());
  }
}
