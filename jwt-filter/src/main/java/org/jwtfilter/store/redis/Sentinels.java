package org.jwtfilter.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Those who know the master. They are asked whenever a connection is made, as their protocol wants
 * it; after a failover they close the connections to the old master, and new ones find the new one.
 * Thread-safe.
 */
final class Sentinels {
  private final List<RedisUri.Host> hosts;
  private final String master;
  private final Dialer toSentinel;
  private final AtomicInteger lastGood = new AtomicInteger();

  Sentinels(RedisUri uri, Dialer toSentinel) {
    this.hosts = uri.hosts();
    this.master = uri.master();
    this.toSentinel = toSentinel;
  }

  /** The master as the first Sentinel that answers knows it. */
  RedisUri.Host master(Deadline deadline) {
    // Half of the time is the master's; the other half is for all Sentinels.
    Deadline search = deadline.share(2);
    JedisException last = new JedisConnectionException("no Sentinel answers");
    for (int i = 0; i < hosts.size(); i++) {
      int at = (lastGood.get() + i) % hosts.size();
      try {
        RedisUri.Host found = askOne(hosts.get(at), search.share(hosts.size() - i));
        lastGood.set(at);
        return found;
      } catch (JedisException failed) {
        last = failed;
      }
    }
    throw last;
  }

  private RedisUri.Host askOne(RedisUri.Host sentinel, Deadline deadline) {
    Link link = toSentinel.dial(sentinel, deadline);
    try {
      return host(
          link.executeCommand(
              new CommandArguments(Command.SENTINEL).add("get-master-addr-by-name").add(master)));
    } finally {
      link.abort();
    }
  }

  private RedisUri.Host host(@Nullable Object answer) {
    if (answer instanceof List<?> pair
        && pair.size() == 2
        && pair.get(0) instanceof byte[] name
        && pair.get(1) instanceof byte[] port) {
      return new RedisUri.Host(text(name), Integer.parseInt(text(port)));
    }
    throw new JedisConnectionException("the Sentinels know no master \"" + master + "\"");
  }

  private static String text(byte[] raw) {
    return new String(raw, StandardCharsets.US_ASCII);
  }
}
