package org.jwtfilter.store.redis;

import java.util.Set;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreProvider;
import org.jwtfilter.store.StoreSettings;

/**
 * Opens stores on Redis 6.2 or later, or Valkey. What is in square brackets may be left out:
 *
 * <pre>
 * redis://[[user]:password@]host[:6379][/database]
 * redis-sentinel://[[user]:password@]host[:26379],host2[:26379],…/master[?db=0]
 * redis-cluster://[[user]:password@]host[:6379],host2[:6379],…
 * </pre>
 *
 * and {@code rediss}, {@code rediss-sentinel}, {@code rediss-cluster} for TLS, which trusts what
 * the JVM trusts ({@code javax.net.ssl.trustStore}) and checks that the certificate names the host
 * that we connect to. In user and password, {@code %} and {@code ?} must be percent-encoded, other
 * characters may be. A Cluster is found from any of its nodes. The credentials are those of the
 * data nodes; Sentinels have their own: {@code sentinel-user}, {@code sentinel-password}. {@code
 * pool} is how many connections we have to one server at most (16).
 *
 * <p>What Redis drops revives logins that were ended: {@code maxmemory-policy} must be {@code
 * noeviction}, {@code appendonly} should be {@code yes}, and where a replica is promoted, what it
 * had not yet received is lost although it was acknowledged, since Redis replicates afterwards.
 *
 * <p>The user needs, on keys of the namespace, {@code +get +set +unlink +eval +evalsha}, and in a
 * Cluster {@code +cluster|slots}.
 */
public final class RedisStoreProvider implements StoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public RedisStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return RedisUri.SCHEMES;
  }

  @Override
  public String needs() {
    return "the library redis.clients:jedis (5 or later), with those that it needs itself, in"
        + " WEB-INF/lib or in the server";
  }

  /** Does not connect: the first call does, so that a node can start before its Redis. */
  @Override
  public Store open(StoreSettings settings) {
    return RedisStore.open(RedisUri.parse(settings), settings);
  }
}
