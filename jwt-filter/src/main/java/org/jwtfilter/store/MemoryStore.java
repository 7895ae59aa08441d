package org.jwtfilter.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A store in the memory of one node: {@code memory:local}. Each opening has its own; other nodes,
 * and other applications of this node, do not see it. Bounded: when it is full, what ends soonest
 * goes first. Thread-safe; calls for different keys do not wait for each other.
 */
final class MemoryStore implements Store {
  private static final Logger LOG = System.getLogger(MemoryStore.class.getName());

  /** About what an entry costs beside its characters and bytes: map, order, objects, headers. */
  private static final int OVERHEAD = 200;

  private final Clock clock;
  private final long maxEntries;
  private final long maxBytes;
  private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

  /** The same entries, those that end soonest first; changed only while the key is held. */
  private final ConcurrentSkipListSet<Entry> order = new ConcurrentSkipListSet<>(Entry.BY_END);

  private final AtomicLong count = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicBoolean saidFull = new AtomicBoolean();

  MemoryStore(Clock clock, long maxEntries, long maxBytes) {
    this.clock = clock;
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /** A value under its key; the number tells entries of one end apart. Compared by identity. */
  private static final class Entry {
    static final Comparator<Entry> BY_END =
        Comparator.comparing((Entry one) -> one.expires).thenComparing(one -> one.number);

    final String key;
    final byte[] value;
    final Instant expires;
    final long number;

    Entry(String key, byte[] value, Instant expires, long number) {
      this.key = key;
      this.value = value;
      this.expires = expires;
      this.number = number;
    }

    boolean present(Instant now) {
      return expires.isAfter(now);
    }

    long size() {
      return (long) OVERHEAD + key.length() + value.length;
    }
  }

  @Override
  public Map<String, byte[]> read(Set<String> keys) {
    Instant now = clock.instant();
    Map<String, byte[]> found = new HashMap<>();
    for (String key : keys) {
      Entry entry = entries.get(key);
      if (entry != null && entry.present(now)) {
        found.put(key, entry.value.clone());
      }
    }
    return found;
  }

  @Override
  public void write(String key, byte[] value, Instant expires) {
    Entry entry = entry(key, value, expires);
    entries.compute(key, (same, old) -> swap(old, entry));
    makeRoom();
  }

  @Override
  public boolean replace(String key, byte @Nullable [] expected, byte[] value, Instant expires) {
    Instant now = clock.instant();
    Entry entry = entry(key, value, expires);
    AtomicBoolean done = new AtomicBoolean();
    entries.compute(
        key,
        (same, old) -> {
          byte[] there = old != null && old.present(now) ? old.value : null;
          if (!Arrays.equals(there, expected)) {
            return old;
          }
          done.set(true);
          return swap(old, entry.present(now) ? entry : null);
        });
    makeRoom();
    return done.get();
  }

  @Override
  public void delete(String key) {
    entries.computeIfPresent(key, (same, old) -> swap(old, null));
  }

  /** Releases the memory; a call that is still under way may leave its entry. */
  @Override
  public void close() {
    entries.keySet().forEach(this::delete);
  }

  private Entry entry(String key, byte[] value, Instant expires) {
    return new Entry(key, value.clone(), expires, numbers.incrementAndGet());
  }

  private @Nullable Entry swap(@Nullable Entry old, @Nullable Entry fresh) {
    if (old != null) {
      order.remove(old);
      count.decrementAndGet();
      bytes.addAndGet(-old.size());
    }
    if (fresh != null) {
      order.add(fresh);
      count.incrementAndGet();
      bytes.addAndGet(fresh.size());
    }
    return fresh;
  }

  /** What has ended goes, and then what ends soonest, until the bounds hold. */
  private void makeRoom() {
    Instant now = clock.instant();
    for (Entry next = first(); next != null; next = first()) {
      boolean full = count.get() > maxEntries || bytes.get() > maxBytes;
      if (next.present(now)) {
        if (!full) {
          return;
        }
        sayFull();
      }
      Entry goes = next;
      entries.computeIfPresent(goes.key, (same, old) -> old == goes ? swap(old, null) : old);
    }
  }

  private @Nullable Entry first() {
    var each = order.iterator();
    return each.hasNext() ? each.next() : null;
  }

  private void sayFull() {
    if (!saidFull.getAndSet(true)) {
      LOG.log(
          Level.WARNING,
          "the store memory:local is full ("
              + maxEntries
              + " entries or "
              + maxBytes
              + " bytes): what ends soonest is forgotten before its end; set max-size or"
              + " max-entries, as in memory:local?max-size=256m, or use a store outside of this"
              + " process (said once)");
    }
  }

  long entryCount() {
    return count.get();
  }

  long byteCount() {
    return bytes.get();
  }
}
