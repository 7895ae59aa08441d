package org.jwtfilter.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;

/** A store in memory that counts, shows what it holds, can be down, and can be interfered with. */
final class TestedStore implements Store {
  private final Store store;
  final AtomicInteger trips = new AtomicInteger();
  final Map<String, byte[]> values = new ConcurrentHashMap<>();
  volatile boolean down;

  /** Happens before the next replacement, and then no more unless set again. */
  volatile @Nullable Runnable before;

  TestedStore(Clock clock) {
    this.store =
        Stores.open(new StoreSettings("memory:local", Duration.ofSeconds(1), clock, "test:"));
  }

  int tripsOf(Runnable action) {
    int start = trips.get();
    action.run();
    return trips.get() - start;
  }

  private Store trip() {
    trips.incrementAndGet();
    if (down) {
      throw new StoreException("the store of the test is down");
    }
    return store;
  }

  @Override
  public Map<String, byte[]> read(Set<String> keys) {
    return trip().read(keys);
  }

  @Override
  public void write(String key, byte[] value, Instant expires) {
    trip().write(key, value, expires);
    values.put(key, value);
  }

  @Override
  public boolean replace(String key, byte @Nullable [] expected, byte[] value, Instant expires) {
    Runnable first = before;
    before = null;
    if (first != null) {
      first.run();
    }
    boolean done = trip().replace(key, expected, value, expires);
    if (done) {
      values.put(key, value);
    }
    return done;
  }

  @Override
  public void delete(String key) {
    trip().delete(key);
    values.remove(key);
  }

  @Override
  public void close() {
    store.close();
  }
}
