package org.jwtfilter.grant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;

/**
 * A store that fails when it is told to, before or after the engine did what was asked, and counts
 * its calls.
 */
final class FlakyStore implements Store {
  /** A call that fails may have had its effect. */
  enum Failure {
    BEFORE,
    AFTER
  }

  private final Store engine;
  private final AtomicInteger calls = new AtomicInteger();
  private final List<Integer> sizes = new CopyOnWriteArrayList<>();
  private final List<String> written = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();
  private volatile int failsAt;
  private volatile int failsUntil;
  private volatile Failure failure = Failure.BEFORE;

  FlakyStore(Store engine) {
    this.engine = engine;
  }

  /** From now on the call with this number, 1 for the next, fails; and no other. */
  void failAt(int call, Failure how) {
    failFrom(call, 1, how);
  }

  /** From now on every call fails. */
  void failAlways() {
    failFrom(1, Integer.MAX_VALUE / 2, Failure.BEFORE);
  }

  private void failFrom(int call, int count, Failure how) {
    failsAt = calls.get() + call;
    failsUntil = failsAt + count;
    failure = how;
  }

  /** No call fails any more. */
  void heal() {
    failsAt = 0;
    failsUntil = 0;
  }

  /** Before the next compare-and-set this happens, once. */
  void meanwhile(Runnable task) {
    meanwhile.set(task);
  }

  int calls() {
    return calls.get();
  }

  /** How many keys each reading asked for. */
  List<Integer> sizes() {
    return sizes;
  }

  /** Every key and value that was ever written. */
  List<String> written() {
    return written;
  }

  private void note(String key, byte[] value) {
    written.add(key);
    written.add(new String(value, UTF_8));
  }

  @Override
  public Map<String, byte[]> read(Set<String> keys) {
    sizes.add(keys.size());
    return call(() -> engine.read(keys));
  }

  @Override
  public void write(String key, byte[] value, Instant expires) {
    note(key, value);
    call(
        () -> {
          engine.write(key, value, expires);
          return true;
        });
  }

  @Override
  public boolean replace(String key, byte @Nullable [] expected, byte[] value, Instant expires) {
    note(key, value);
    Runnable first = meanwhile.getAndSet(null);
    if (first != null) {
      first.run();
    }
    return call(() -> engine.replace(key, expected, value, expires));
  }

  @Override
  public void delete(String key) {
    call(
        () -> {
          engine.delete(key);
          return true;
        });
  }

  private <T> T call(Supplier<T> work) {
    int number = calls.incrementAndGet();
    boolean fails = number >= failsAt && number < failsUntil;
    if (fails && failure == Failure.BEFORE) {
      throw new StoreException("it fails");
    }
    T result = work.get();
    if (fails) {
      throw new StoreException("it fails, too late");
    }
    return result;
  }

  @Override
  public void close() {
    engine.close();
  }
}
