package org.jwtfilter.store.redis;

import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;

/** Makes connections as one user. Immutable. */
final class Dialer {
  private final JedisClientConfig config;
  private final @Nullable SSLSocketFactory tls;
  private final Names names;
  private final ScheduledExecutorService closer;

  Dialer(
      RedisUri.Login login,
      int database,
      @Nullable SSLSocketFactory tls,
      Names names,
      ScheduledExecutorService closer) {
    // The second protocol, because a server says nothing unasked in it.
    this.config =
        DefaultJedisClientConfig.builder()
            .protocol(RedisProtocol.RESP2)
            .user(login.user())
            .password(login.password())
            .database(database)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .build();
    this.tls = tls;
    this.names = names;
    this.closer = closer;
  }

  /**
   * @throws redis.clients.jedis.exceptions.JedisException if the server does not answer in time, or
   *     does not know us
   */
  Link dial(RedisUri.Host host, Deadline deadline) {
    LinkSockets sockets = new LinkSockets(host, tls, names, closer, deadline);
    boolean fine = false;
    try {
      Link link = new Link(sockets, config);
      fine = true;
      return link;
    } finally {
      if (!fine) {
        sockets.abort();
      }
    }
  }
}
