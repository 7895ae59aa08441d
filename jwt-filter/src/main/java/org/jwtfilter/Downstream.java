package org.jwtfilter;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls to other services in the name of a caller. {@link #current()} is that of the request which
 * this thread serves; what runs on other threads takes it along:
 *
 * <pre>{@code
 * Downstream mine = Downstream.current().orElseThrow();
 * executor.submit(mine.wrap(() -> orders.send(parcel)));
 * }</pre>
 *
 * <p>Immutable and thread-safe; names nobody's token when printed.
 */
public final class Downstream {
  private static final ThreadLocal<@Nullable Scope> SCOPE = new ThreadLocal<>();

  private final TokenForwarding forwarding;
  private final Caller caller;

  private Downstream(TokenForwarding forwarding, Caller caller) {
    this.forwarding = forwarding;
    this.caller = caller;
  }

  /** In the name of this caller. */
  public static Downstream of(TokenForwarding forwarding, Caller caller) {
    return new Downstream(forwarding, caller);
  }

  /**
   * In the name of the caller whose request this thread serves; empty where there is none, or no
   * service is listed in {@code forward-to}.
   */
  public static Optional<Downstream> current() {
    Scope scope = SCOPE.get();
    return scope == null
        ? Optional.empty()
        : scope.caller.get().map(one -> new Downstream(scope.forwarding, one));
  }

  /**
   * From now on until it is closed, {@link #current()} on this thread is that of a caller who may
   * change meanwhile.
   *
   * @param caller asked on this thread, each time
   */
  public static Scope enter(TokenForwarding forwarding, Supplier<Optional<Caller>> caller) {
    Scope scope = new Scope(forwarding, caller, SCOPE.get());
    SCOPE.set(scope);
    return scope;
  }

  /** From now on until it is closed, this is {@link #current()} on this thread. */
  public Scope enter() {
    return enter(forwarding, () -> Optional.of(caller));
  }

  /** The same task, which runs in the name of this caller wherever it runs. */
  public Runnable wrap(Runnable task) {
    return () -> {
      Scope scope = enter();
      try {
        task.run();
      } finally {
        scope.close();
      }
    };
  }

  /** The same task, which runs in the name of this caller wherever it runs. */
  public <T extends @Nullable Object> Callable<T> wrapCall(Callable<T> task) {
    return () -> {
      Scope scope = enter();
      try {
        return task.call();
      } finally {
        scope.close();
      }
    };
  }

  /** In whose name. */
  public Caller caller() {
    return caller;
  }

  /**
   * What to send as {@code Authorization: Bearer} with a request to this target; see {@link
   * TokenForwarding#tokenFor}.
   */
  public Optional<String> tokenFor(URI target) {
    return forwarding.tokenFor(caller, target);
  }

  @Override
  public String toString() {
    return "Downstream[" + caller.getName() + "]";
  }

  /** The time in which a thread acts in somebody's name. Close it on the thread that it is of. */
  public static final class Scope implements AutoCloseable {
    private final TokenForwarding forwarding;
    private final Supplier<Optional<Caller>> caller;
    private final @Nullable Scope outer;

    private Scope(
        TokenForwarding forwarding, Supplier<Optional<Caller>> caller, @Nullable Scope outer) {
      this.forwarding = forwarding;
      this.caller = caller;
      this.outer = outer;
    }

    /** Ends it; on another thread, or a second time, does nothing. */
    @Override
    public void close() {
      if (SCOPE.get() != this) {
        return;
      }
      if (outer == null) {
        SCOPE.remove();
      } else {
        SCOPE.set(outer);
      }
    }
  }
}
