package org.jwtfilter.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that does not wait for what is down: after {@value #FAILURES} failures in a row, calls
 * fail at once; when {@link #PAUSE} is over, one call at a time is let through, and the first that
 * succeeds ends it. Only {@link StoreException}s are failures; bad keys and values are not.
 * Thread-safe; while the store is up, a call costs one read of a field.
 */
public final class GuardedStore implements Store {
  /** How many failures in a row make the store down. */
  public static final int FAILURES = 5;

  /** How long a store that is down is left alone before it is tried again. */
  public static final Duration PAUSE = Duration.ofSeconds(2);

  private static final Logger LOG = System.getLogger(GuardedStore.class.getName());
  private static final State UP = new State(0, null, "", false);

  private final Store store;
  private final Clock clock;
  private final StoreListener listener;
  private final AtomicReference<State> state = new AtomicReference<>(UP);

  /**
   * @param failures in a row, while it is up
   * @param retry when it may be tried again; null: it is up
   * @param why the words of the last failure
   * @param trying whether a call is under way that will tell
   */
  private record State(int failures, @Nullable Instant retry, String why, boolean trying) {}

  /** Guards a store; the listener hears of every change between up and down. */
  public GuardedStore(Store store, Clock clock, StoreListener listener) {
    this.store = store;
    this.clock = clock;
    this.listener = listener;
  }

  /** Whether calls are let through: the store is not known to be down. */
  public boolean isUp() {
    return state().retry == null;
  }

  private State state() {
    return Objects.requireNonNull(state.get());
  }

  @Override
  public Map<String, byte[]> read(Set<String> keys) {
    // Without a key the store is not asked, which would prove nothing.
    return keys.isEmpty() ? store.read(keys) : guard(() -> store.read(keys));
  }

  @Override
  public void write(String key, byte[] value, Instant expires) {
    guard(
        () -> {
          store.write(key, value, expires);
          return true;
        });
  }

  @Override
  public boolean replace(String key, byte @Nullable [] expected, byte[] value, Instant expires) {
    return guard(() -> store.replace(key, expected, value, expires));
  }

  @Override
  public void delete(String key) {
    guard(
        () -> {
          store.delete(key);
          return true;
        });
  }

  @Override
  public void close() {
    store.close();
  }

  private <T> T guard(Supplier<T> call) {
    State before = state();
    return before.retry == null ? ask(call) : tryOnce(call, before, before.retry);
  }

  private <T> T ask(Supplier<T> call) {
    try {
      T answer = call.get();
      State now = state();
      if (now.failures > 0) {
        state.compareAndSet(now, UP);
      }
      return answer;
    } catch (StoreException failed) {
      count(why(failed));
      throw failed;
    }
  }

  private void count(String why) {
    State now = state();
    while (now.retry == null) {
      boolean last = now.failures + 1 >= FAILURES;
      State next = last ? down(why) : new State(now.failures + 1, null, why, false);
      if (state.compareAndSet(now, next)) {
        if (last) {
          tell(() -> listener.down(why));
        }
        return;
      }
      now = state();
    }
  }

  private State down(String why) {
    return new State(0, clock.instant().plus(PAUSE), why, false);
  }

  private <T> T tryOnce(Supplier<T> call, State before, Instant retry) {
    State trying = new State(0, retry, before.why, true);
    if (before.trying || clock.instant().isBefore(retry) || !state.compareAndSet(before, trying)) {
      throw new StoreException("not asked, because it is down: " + before.why);
    }
    State after = before;
    try {
      T answer = call.get();
      after = UP;
      return answer;
    } catch (StoreException failed) {
      after = down(why(failed));
      throw failed;
    } finally {
      state.set(after);
      if (after.retry == null) {
        tell(listener::up);
      }
    }
  }

  private static String why(StoreException failed) {
    return String.valueOf(failed.getMessage());
  }

  private static void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException thrown) {
      LOG.log(Level.WARNING, "a listener of the store has failed", thrown);
    }
  }

  @Override
  public String toString() {
    return store.toString();
  }
}
