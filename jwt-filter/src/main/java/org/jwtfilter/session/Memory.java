package org.jwtfilter.session;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the values of cookies were opened to. Bounded: a fixed number of places, four for
 * each hash, where a use moves an entry one place up and a new entry pushes the last one out.
 * Thread-safe without a lock: two threads that move entries at once may lose one, which is opened
 * again.
 *
 * <p>The hash looks at the last ten characters alone, which lie in the authentication tag: only
 * what was opened is put in, so nobody without the key can choose what collides.
 */
final class Memory<V> {
  private static final int WAYS = 4;
  private static final int HASHED = 10;

  private final AtomicReferenceArray<@Nullable Entry<V>> places;
  private final int longest;

  private record Entry<V>(List<String> values, Object era, V opened) {}

  /**
   * Places for {@code sets} times four sessions.
   *
   * @param sets a power of two
   * @param longest the most characters to remember, of all values of one session
   */
  Memory(int sets, int longest) {
    this.places = new AtomicReferenceArray<>(sets * WAYS);
    this.longest = longest;
  }

  /**
   * @param era of the cipher now: what was opened in another one is forgotten, since its key may be
   *     gone
   */
  @Nullable V get(List<String> values, Object era) {
    int first = first(values);
    for (int i = first; i < first + WAYS; i++) {
      Entry<V> entry = places.get(i);
      if (entry != null && entry.era == era && entry.values.equals(values)) {
        if (i > first) {
          places.set(i, places.get(i - 1));
          places.set(i - 1, entry);
        }
        return entry.opened;
      }
    }
    return null;
  }

  /**
   * @param era of the cipher before it was opened or sealed
   */
  void put(List<String> values, Object era, V opened) {
    if (values.stream().mapToInt(String::length).sum() > longest) {
      return;
    }
    int first = first(values);
    for (int i = first + WAYS - 1; i > first; i--) {
      places.set(i, places.get(i - 1));
    }
    places.set(first, new Entry<>(values, era, opened));
  }

  private int first(List<String> values) {
    String last = values.get(values.size() - 1);
    int hash = 0;
    for (int i = Math.max(0, last.length() - HASHED); i < last.length(); i++) {
      hash = 31 * hash + last.charAt(i);
    }
    hash ^= hash >>> 16;
    return (hash & (places.length() / WAYS - 1)) * WAYS;
  }
}
