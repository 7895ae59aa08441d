package org.jwtfilter.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The front of an engine: keeps the promises of {@link Store} that are alike for all engines. */
final class CheckedStore implements Store {
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private final Store engine;
  private final StoreSettings settings;
  private final String namespace;
  private final AtomicBoolean closed = new AtomicBoolean();

  CheckedStore(Store engine, StoreSettings settings) {
    this.engine = engine;
    this.settings = settings;
    this.namespace = settings.namespace();
  }

  @Override
  public Map<String, byte[]> read(Set<String> keys) {
    Set<String> names = new HashSet<>();
    keys.forEach(key -> names.add(name(key)));
    return names.isEmpty() ? ask(Map::of) : withoutNamespace(ask(() -> engine.read(names)));
  }

  private Map<String, byte[]> withoutNamespace(Map<String, byte[]> found) {
    if (namespace.isEmpty()) {
      return found;
    }
    Map<String, byte[]> values = new HashMap<>();
    found.forEach((name, value) -> values.put(name.substring(namespace.length()), value));
    return values;
  }

  @Override
  public void write(String key, byte[] value, Instant expires) {
    String name = name(key);
    checkValue(value);
    Instant end = end(expires);
    boolean past = !end.isAfter(settings.clock().instant());
    tell(past ? () -> engine.delete(name) : () -> engine.write(name, value, end));
  }

  @Override
  public boolean replace(String key, byte @Nullable [] expected, byte[] value, Instant expires) {
    String name = name(key);
    checkValue(value);
    Instant end = end(expires);
    return ask(() -> engine.replace(name, expected, value, end));
  }

  @Override
  public void delete(String key) {
    String name = name(key);
    tell(() -> engine.delete(name));
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      engine.close();
    }
  }

  /** Whole milliseconds, which every engine can keep, and a year that every engine can write. */
  private static Instant end(Instant expires) {
    if (expires.isAfter(LAST)) {
      return LAST;
    }
    return expires.isBefore(Instant.EPOCH) ? Instant.EPOCH : expires.truncatedTo(ChronoUnit.MILLIS);
  }

  private String name(String key) {
    if (key.isEmpty() || key.length() > MAX_KEY || !key.chars().allMatch(CheckedStore::allowed)) {
      throw new IllegalArgumentException(
          "store: a key must be 1 to " + MAX_KEY + " of A-Z a-z 0-9 . _ : / -");
    }
    return namespace.concat(key);
  }

  private static boolean allowed(int c) {
    // '-' '.' '/' and the digits and ':' are neighbours in ASCII.
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '-' && c <= ':') || c == '_';
  }

  private static void checkValue(byte[] value) {
    if (value.length > MAX_VALUE) {
      throw new IllegalArgumentException(
          "store: a value of " + value.length + " bytes is larger than " + MAX_VALUE);
    }
  }

  private void tell(Runnable call) {
    ask(
        () -> {
          call.run();
          return true;
        });
  }

  private <T> T ask(Supplier<T> call) {
    if (closed.get()) {
      throw new StoreException(settings.shown() + " is closed");
    }
    try {
      return call.get();
    } catch (StoreException failed) {
      throw failed;
    } catch (RuntimeException failed) {
      throw new StoreException(
          settings.shown() + " failed: " + failed.getClass().getName(), failed);
    }
  }

  @Override
  public String toString() {
    return settings.shown();
  }
}
