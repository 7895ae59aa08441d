package org.jwtfilter.store.testkit;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreProvider;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;

/**
 * {@code shared:NAME}: one store in memory for all nodes in this JVM that name it, which a test can
 * take away and give back.
 */
public final class SharedStoreProvider implements StoreProvider {
  private static final Map<String, Store> STORES = new ConcurrentHashMap<>();
  private static final Set<String> DOWN = ConcurrentHashMap.newKeySet();

  /** Takes a store away from all nodes, or gives it back with what it held. */
  public static void down(String name, boolean down) {
    if (down) {
      DOWN.add(name);
    } else {
      DOWN.remove(name);
    }
  }

  @Override
  public Set<String> schemes() {
    return Set.of("shared");
  }

  @Override
  public Store open(StoreSettings settings) {
    String name = settings.address();
    Store store =
        STORES.computeIfAbsent(
            name,
            any ->
                Stores.open(
                    new StoreSettings("memory:local", settings.timeout(), settings.clock(), "")));
    return new Handle(name, store);
  }

  private record Handle(String name, Store store) implements Store {
    private Store up() {
      if (DOWN.contains(name)) {
        throw new StoreException("shared:" + name + " was taken away");
      }
      return store;
    }

    @Override
    public Map<String, byte[]> read(Set<String> keys) {
      return up().read(keys);
    }

    @Override
    public void write(String key, byte[] value, Instant expires) {
      up().write(key, value, expires);
    }

    @Override
    public boolean replace(String key, byte[] expected, byte[] value, Instant expires) {
      return up().replace(key, expected, value, expires);
    }

    @Override
    public void delete(String key) {
      up().delete(key);
    }

    @Override
    public void close() {}
  }
}
