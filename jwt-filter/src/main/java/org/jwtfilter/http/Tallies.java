package org.jwtfilter.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;

/**
 * Counts wrong passwords: in the store that all nodes share, and on this node too, so that a store
 * that does not answer forgets nothing that happened here. All memory is bounded. Thread-safe.
 */
final class Tallies {
  private static final Logger LOG = System.getLogger(Tallies.class.getName());
  private static final int MOST_ATTEMPTS = 100;

  private final Optional<Store> shared;
  private final Store local;
  private final Clock clock;
  private final long halfLife;

  /**
   * @param shared empty where there is one node
   * @param local bounded, and for nothing else: whoever fills it drives out nothing of worth
   * @param halfLife milliseconds after which half of the failures are forgotten
   */
  Tallies(Optional<Store> shared, Store local, Clock clock, long halfLife) {
    this.shared = shared;
    this.local = local;
    this.clock = clock;
    this.halfLife = halfLife;
  }

  /** What is remembered under these keys. */
  Map<String, Tally> read(Set<String> keys) {
    Map<String, byte[]> found = raw(keys);
    long now = clock.millis();
    Map<String, Tally> all = new HashMap<>();
    keys.forEach(key -> all.put(key, tally(found.get(key)).faded(now, halfLife)));
    return all;
  }

  private Map<String, byte[]> raw(Set<String> keys) {
    if (shared.isPresent()) {
      try {
        return shared.get().read(keys);
      } catch (StoreException e) {
        LOG.log(Level.DEBUG, "wrong passwords are counted on this node alone: {0}", e.getMessage());
      }
    }
    return local.read(keys);
  }

  private static Tally tally(byte @Nullable [] bytes) {
    return bytes == null ? Tally.NONE : Tally.decoded(bytes);
  }

  /** Counts one more under each key. */
  void add(Set<String> keys) {
    keys.forEach(key -> add(local, key));
    shared.ifPresent(store -> quietly(() -> keys.forEach(key -> add(store, key))));
  }

  private void add(Store store, String key) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      byte[] found = store.read(Set.of(key)).get(key);
      Tally next = tally(found).oneMore(clock.millis(), halfLife);
      if (store.replace(key, found, next.encoded(), next.end(halfLife))) {
        return;
      }
    }
    LOG.log(Level.WARNING, "a wrong password was not counted: too many nodes count at once");
  }

  /** Forgets what is under a key. */
  void forget(String key) {
    local.delete(key);
    shared.ifPresent(store -> quietly(() -> store.delete(key)));
  }

  private static void quietly(Runnable change) {
    try {
      change.run();
    } catch (StoreException e) {
      LOG.log(Level.DEBUG, "wrong passwords are counted on this node alone: {0}", e.getMessage());
    }
  }

  /** Releases the memory. */
  void close() {
    local.close();
  }
}
