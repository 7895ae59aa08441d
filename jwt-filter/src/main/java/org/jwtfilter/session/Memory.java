package org.jwtfilter.session;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what sealed texts were opened to. Bounded: a fixed number of places, four for each
 * hash, where a use moves an entry one place up and a new entry pushes the last one out.
 * Thread-safe without a lock: two threads that move entries at once may lose one, which is opened
 * again.
 *
 * <p>The hash looks at the last ten characters alone, which lie in the authentication tag: only
 * opened texts are put in, so nobody without the key can choose texts that collide.
 */
final class Memory<V> {
  private static final int WAYS = 4;
  private static final int HASHED = 10;

  private final AtomicReferenceArray<@Nullable Entry<V>> places;
  private final int longest;

  private record Entry<V>(String sealed, V opened) {}

  /**
   * Places for {@code sets} times four texts.
   *
   * @param sets a power of two
   * @param longest the longest text to remember, in characters
   */
  Memory(int sets, int longest) {
    this.places = new AtomicReferenceArray<>(sets * WAYS);
    this.longest = longest;
  }

  @Nullable V get(String sealed) {
    int first = first(sealed);
    for (int i = first; i < first + WAYS; i++) {
      Entry<V> entry = places.get(i);
      if (entry != null && entry.sealed.equals(sealed)) {
        if (i > first) {
          places.set(i, places.get(i - 1));
          places.set(i - 1, entry);
        }
        return entry.opened;
      }
    }
    return null;
  }

  void put(String sealed, V opened) {
    if (sealed.length() > longest) {
      return;
    }
    int first = first(sealed);
    for (int i = first + WAYS - 1; i > first; i--) {
      places.set(i, places.get(i - 1));
    }
    places.set(first, new Entry<>(sealed, opened));
  }

  private int first(String sealed) {
    int hash = 0;
    for (int i = Math.max(0, sealed.length() - HASHED); i < sealed.length(); i++) {
      hash = 31 * hash + sealed.charAt(i);
    }
    hash ^= hash >>> 16;
    return (hash & (places.length() / WAYS - 1)) * WAYS;
  }
}
