package org.jwtfilter.store.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The masters of a Cluster, each with its slots of keys. Thread-safe.
 *
 * <p>The map of slots is read when it is first needed, when a node sends us elsewhere, and at most
 * once a second while a node does not answer, since another may have been promoted.
 */
final class ClusterRoutes implements Routes {
  static final int SLOTS = 16384;

  private static final int MOST_REDIRECTIONS = 5;
  private static final long DOUBT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final List<RedisUri.Host> seeds;
  private final Dialer dialer;
  private final int poolSize;
  private final Map<RedisUri.Host, LinkPool> pools = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<@Nullable LinkPool> slots = new AtomicReferenceArray<>(SLOTS);
  private final ReentrantLock mapping = new ReentrantLock();
  private final AtomicLong mappedAt = new AtomicLong(System.nanoTime() - DOUBT_NANOS);
  private volatile boolean doubted = true;

  ClusterRoutes(RedisUri uri, Dialer dialer) {
    this.seeds = uri.hosts();
    this.dialer = dialer;
    this.poolSize = uri.pool();
  }

  @Override
  public @Nullable Object ask(String key, CommandArguments command, Deadline deadline) {
    LinkPool pool = poolOf(slot(key), deadline);
    return follow(pool, command, deadline, false);
  }

  private @Nullable Object follow(
      LinkPool first, CommandArguments command, Deadline deadline, boolean repeatable) {
    LinkPool pool = first;
    boolean asking = false;
    for (int i = 0; i < MOST_REDIRECTIONS; i++) {
      try {
        return askOne(pool, command, deadline, asking, repeatable);
      } catch (JedisRedirectionException elsewhere) {
        pool = redirected(elsewhere);
        asking = elsewhere instanceof JedisAskDataException;
      }
    }
    throw new JedisConnectionException("the nodes send us round in circles");
  }

  private @Nullable Object askOne(
      LinkPool pool,
      CommandArguments command,
      Deadline deadline,
      boolean asking,
      boolean repeatable) {
    LinkPool.Job<@Nullable Object> job =
        link -> {
          if (asking) {
            link.executeCommand(new CommandArguments(Command.ASKING));
          }
          return link.executeCommand(command);
        };
    try {
      return repeatable ? pool.repeatable(deadline, job) : pool.once(deadline, job);
    } catch (JedisConnectionException failed) {
      doubted = true;
      throw failed;
    }
  }

  /** A slot that moved for good is noted at once; the whole map is read by the next call. */
  private LinkPool redirected(JedisRedirectionException elsewhere) {
    if (elsewhere.getTargetNode().getHost().isEmpty()) {
      // An empty name would be this machine.
      throw new JedisConnectionException(
          "a node sends us to a node without a name: set cluster-announce-ip or -hostname");
    }
    RedisUri.Host target =
        new RedisUri.Host(elsewhere.getTargetNode().getHost(), elsewhere.getTargetNode().getPort());
    LinkPool pool = pool(target);
    if (!(elsewhere instanceof JedisAskDataException)) {
      slots.set(elsewhere.getSlot(), pool);
      doubted = true;
    }
    return pool;
  }

  @Override
  public Map<String, byte[]> read(List<String> keys, Deadline deadline) {
    Map<LinkPool, List<String>> byPool =
        keys.stream().collect(Collectors.groupingBy(key -> poolOf(slot(key), deadline)));
    Map<String, byte[]> found = new HashMap<>();
    byPool.forEach((pool, group) -> read(pool, group, deadline, found));
    return found;
  }

  private void read(
      LinkPool pool, List<String> keys, Deadline deadline, Map<String, byte[]> found) {
    List<CommandArguments> gets = keys.stream().map(Commands::get).toList();
    List<Object> answers = all(pool, gets, deadline);
    for (int i = 0; i < answers.size(); i++) {
      boolean elsewhere = answers.get(i) instanceof JedisRedirectionException;
      @Nullable Object answer =
          elsewhere ? follow(pool, gets.get(i), deadline, true) : answers.get(i);
      Commands.collect(keys.get(i), answer, found);
    }
  }

  private List<Object> all(LinkPool pool, List<CommandArguments> gets, Deadline deadline) {
    try {
      return pool.repeatable(deadline, link -> link.all(gets));
    } catch (JedisConnectionException failed) {
      doubted = true;
      throw failed;
    }
  }

  private static int slot(String key) {
    return JedisClusterCRC16.getSlot(Commands.raw(key));
  }

  private LinkPool poolOf(int slot, Deadline deadline) {
    if (doubted && System.nanoTime() - mappedAt.get() >= DOUBT_NANOS) {
      mapUnlessOthersDo(deadline);
    }
    LinkPool pool = slots.get(slot);
    return pool == null ? mapped(slot, deadline) : pool;
  }

  private void mapUnlessOthersDo(Deadline deadline) {
    if (mapping.tryLock()) {
      try {
        // A part of the time, since the node that we need may well answer.
        map(deadline.share(2));
      } catch (JedisException failed) {
        // What is known is tried instead, and says why it fails.
      } finally {
        mapping.unlock();
      }
    }
  }

  private LinkPool mapped(int slot, Deadline deadline) {
    try {
      if (!mapping.tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
        throw new JedisConnectionException("no node says which keys it has");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JedisConnectionException("interrupted");
    }
    try {
      if (slots.get(slot) == null) {
        map(deadline);
      }
    } finally {
      mapping.unlock();
    }
    LinkPool pool = slots.get(slot);
    if (pool == null) {
      throw new JedisConnectionException("no node has slot " + slot);
    }
    return pool;
  }

  /** Asks the nodes one after another until one knows the map. */
  private void map(Deadline deadline) {
    mappedAt.set(System.nanoTime());
    Set<RedisUri.Host> candidates = new LinkedHashSet<>(pools.keySet());
    candidates.addAll(seeds);
    int left = candidates.size();
    JedisException last = new JedisConnectionException("no node answers");
    for (RedisUri.Host host : candidates) {
      try {
        take(runs(host, deadline.share(left--)));
        return;
      } catch (JedisException failed) {
        last = failed;
      }
    }
    throw last;
  }

  private List<Slots.Run> runs(RedisUri.Host host, Deadline deadline) {
    Object answer =
        pool(host)
            .repeatable(
                deadline,
                link -> link.executeCommand(new CommandArguments(Command.CLUSTER).add("SLOTS")));
    List<Slots.Run> runs = Slots.parse(answer, host);
    if (runs.isEmpty()) {
      throw new JedisConnectionException(host + " has no part in a Cluster");
    }
    return runs;
  }

  private void take(List<Slots.Run> runs) {
    List<RedisUri.Host> known = new ArrayList<>();
    for (Slots.Run run : runs) {
      LinkPool pool = pool(run.master());
      known.add(run.master());
      for (int slot = run.from(); slot <= run.to(); slot++) {
        slots.set(slot, pool);
      }
    }
    doubted = false;
    forgetAllBut(known);
  }

  private void forgetAllBut(List<RedisUri.Host> known) {
    for (RedisUri.Host host : List.copyOf(pools.keySet())) {
      LinkPool gone = known.contains(host) ? null : pools.remove(host);
      if (gone != null) {
        gone.close();
      }
    }
  }

  private LinkPool pool(RedisUri.Host host) {
    return pools.computeIfAbsent(
        host, to -> new LinkPool(deadline -> dialer.dial(to, deadline), poolSize));
  }

  @Override
  public void close() {
    pools.values().forEach(LinkPool::close);
  }
}
