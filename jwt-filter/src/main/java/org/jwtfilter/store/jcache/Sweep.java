package org.jwtfilter.store.jcache;

import java.time.Clock;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * Removes what is past its end, from wherever the last turn stopped. Any number of nodes may do it
 * at once: an entry is removed only as it was seen. For one thread at a time.
 */
final class Sweep {
  private final Cache<String, String> cache;
  private final Clock clock;
  private @Nullable Iterator<Cache.Entry<String, String>> rest;

  Sweep(Cache<String, String> cache, Clock clock) {
    this.cache = cache;
    this.clock = clock;
  }

  /** Goes on until the cache has been walked through, or there is no time. */
  void turn(BooleanSupplier time) {
    Iterator<Cache.Entry<String, String>> entries = rest == null ? cache.iterator() : rest;
    // Where a turn fails, the next one begins anew.
    rest = null;
    while (entries.hasNext()) {
      if (!time.getAsBoolean()) {
        rest = entries;
        return;
      }
      removeIfPast(entries.next());
    }
  }

  private void removeIfPast(Cache.@Nullable Entry<String, String> entry) {
    // Engines differ in what they give for an entry that has gone meanwhile.
    String text = entry == null ? null : entry.getValue();
    if (entry != null && text != null && Held.past(text, clock.instant())) {
      cache.remove(entry.getKey(), text);
    }
  }
}
