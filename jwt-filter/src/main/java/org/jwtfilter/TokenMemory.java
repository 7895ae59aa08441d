package org.jwtfilter;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers something about texts, up to a fixed number of them; a full one forgets others at
 * random. Thread-safe without locks.
 *
 * <p>A text is hashed by its last ten characters alone. That is sound because texts get in only by
 * way of the caller, and the whole text is compared; on JDK 17 hashing a whole token costs more
 * than all else.
 */
public final class TokenMemory<T> {
  private static final int WAYS = 4;
  private static final int HASHED = 10;

  private final AtomicReferenceArray<@Nullable Entry<T>> slots;
  private final int lastSet;

  /**
   * @param capacity in texts, rounded up to a power of two
   */
  public TokenMemory(int capacity) {
    int sets = Integer.highestOneBit(Math.max(1, (capacity + WAYS - 1) / WAYS) * 2 - 1);
    this.slots = new AtomicReferenceArray<>(sets * WAYS);
    this.lastSet = sets - 1;
  }

  /** What is remembered about this text, or null. */
  public @Nullable T find(String text) {
    int hash = hash(text);
    int set = set(hash);
    for (int slot = set; slot < set + WAYS; slot++) {
      Entry<T> entry = slots.getAcquire(slot);
      if (entry != null && entry.hash == hash && entry.text.equals(text)) {
        return entry.value;
      }
    }
    return null;
  }

  /** Remembers the value in place of what was remembered about the text. */
  public void put(String text, T value) {
    int hash = hash(text);
    slots.setRelease(slotFor(text, set(hash)), new Entry<>(hash, text, value));
  }

  private int slotFor(String text, int set) {
    int empty = -1;
    for (int slot = set; slot < set + WAYS; slot++) {
      Entry<T> entry = slots.getAcquire(slot);
      if (entry == null) {
        empty = slot;
      } else if (entry.text.equals(text)) {
        return slot;
      }
    }
    return empty >= 0 ? empty : set + ThreadLocalRandom.current().nextInt(WAYS);
  }

  private int set(int hash) {
    return (hash & lastSet) * WAYS;
  }

  private static int hash(String text) {
    int hash = 0;
    for (int i = Math.max(0, text.length() - HASHED); i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash ^ (hash >>> 16);
  }

  private record Entry<T>(int hash, String text, T value) {
    @Override
    public String toString() {
      return "Entry[…]";
    }
  }
}
