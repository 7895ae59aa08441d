package org.jwtfilter.store.jcache;

import java.util.Set;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreProvider;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.TimeLimitedStore;

/**
 * Opens {@code jcache:NAME}: the cache of that name, of the caching provider that the application's
 * class loader finds; made if it is missing. It holds strings under strings, so a cache that is
 * declared must be declared for those, or without types. It should keep a backup of each entry on
 * another node, and must neither evict nor expire entries, which are logins.
 *
 * <p>Where there are several caching providers, {@code ?provider=CLASS} says which, and {@code
 * manager=URI} which of its cache managers; it must be the same on all nodes, since engines make it
 * a part of the cache's name. {@code hazelcast.instance.name=NAME} and {@code
 * hazelcast.config.location=URL} are handed to Hazelcast, so that it uses an instance that runs, or
 * starts one.
 *
 * <p>JCache knows no end of a single entry: it is kept with the value, by the clocks of the nodes,
 * which must agree (NTP), and what is past is removed by every node now and then. How safe {@code
 * replace} is while nodes fail or a network is split, is up to the engine.
 *
 * <p>Closing the store leaves cache and cache manager as they are: others may use them.
 */
public final class JCacheStoreProvider implements StoreProvider {
  /** Callers beyond them wait; each is a thread of ours while the engine works. */
  private static final int CALLS_AT_ONCE = 32;

  /** For {@link java.util.ServiceLoader}. */
  public JCacheStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("jcache");
  }

  @Override
  public String needs() {
    return "the library javax.cache:cache-api (1.1) and an implementation of it, such as Hazelcast,"
        + " Infinispan or Ehcache, in WEB-INF/lib or in the server";
  }

  @Override
  public Store open(StoreSettings settings) {
    return new TimeLimitedStore(JCacheStore.open(settings), settings, CALLS_AT_ONCE);
  }
}
