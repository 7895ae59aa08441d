package org.jwtfilter.store.jcache;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;

/** A store in a cache; ends are kept by our clock. Thread-safe. Not bounded in time by itself. */
final class JCacheStore implements Store {
  /** Each further attempt means that another caller has succeeded; an engine may yet be mad. */
  private static final int MOST_ATTEMPTS = 10_000;

  private final Cache<String, String> cache;
  private final Clock clock;
  private final Sweeper sweeper;

  private JCacheStore(Cache<String, String> cache, Clock clock, Sweeper sweeper) {
    this.cache = cache;
    this.clock = clock;
    this.sweeper = sweeper;
  }

  /**
   * @throws IllegalArgumentException if the cache cannot be found or made, or is of other types
   */
  static JCacheStore open(StoreSettings settings) {
    Cache<String, String> cache = Caches.find(settings);
    Sweep sweep = new Sweep(cache, settings.clock());
    return new JCacheStore(cache, settings.clock(), Sweeper.start(sweep, settings.shown()));
  }

  @Override
  public Map<String, byte[]> read(Set<String> keys) {
    Instant now = clock.instant();
    Map<String, byte[]> found = new HashMap<>();
    cache
        .getAll(keys)
        .forEach((key, text) -> Held.value(text, now).ifPresent(one -> found.put(key, one)));
    return found;
  }

  @Override
  public void write(String key, byte[] value, Instant expires) {
    cache.put(key, Held.text(value, expires));
  }

  @Override
  public boolean replace(String key, byte @Nullable [] expected, byte[] value, Instant expires) {
    Instant now = clock.instant();
    String next = expires.isAfter(now) ? Held.text(value, expires) : null;
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      String there = cache.get(key);
      if (!isExpected(expected, Held.value(there, now).orElse(null))) {
        return false;
      }
      if (changed(key, there, next)) {
        return true;
      }
    }
    throw new StoreException("the cache " + cache.getName() + " never finds its own values equal");
  }

  private static boolean isExpected(byte @Nullable [] expected, byte @Nullable [] there) {
    return expected == null ? there == null : there != null && Arrays.equals(expected, there);
  }

  /** Compares the whole text: false also if only the end is another, which is worth a new try. */
  private boolean changed(String key, @Nullable String there, @Nullable String next) {
    if (there == null) {
      return next == null || cache.putIfAbsent(key, next);
    }
    return next == null ? cache.remove(key, there) : cache.replace(key, there, next);
  }

  @Override
  public void delete(String key) {
    cache.remove(key);
  }

  @Override
  public void close() {
    sweeper.close();
  }
}
