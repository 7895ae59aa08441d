package org.jwtfilter.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Caller;
import org.jwtfilter.Jwt;
import org.jwtfilter.Reason;
import org.jwtfilter.config.Options;
import org.jwtfilter.http.JwtRuntime;

/**
 * Closes the WebSockets of an application whose callers may not go on, with status 1008. One thread
 * looks through the server's table of open sockets, whatever their number, four times per {@code
 * revocation-delay} and at least once a second; another asks the store where a token has ended.
 * Thread-safe.
 */
public final class SocketWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(SocketWatch.class.getName());
  private static final Map<ClassLoader, SocketWatch> RUNNING = new ConcurrentHashMap<>();

  /** Closing waits for a client that does not read, so others must not wait for it. */
  private static final int MOST_THREADS = 32;

  private static final long IDLE_SECONDS = 10;
  private static final Duration LEAST_PAUSE = Duration.ofMillis(100);
  private static final Duration MOST_PAUSE = Duration.ofSeconds(1);

  private final SocketLife life;
  private final SocketTable table;
  private final Executor workers;
  private final Set<Session> own = ConcurrentHashMap.newKeySet();
  private final Set<Session> closing = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean asking = new AtomicBoolean();
  private List<ExecutorService> threads = List.of();

  /** A watch that looks only when it is told to. */
  SocketWatch(SocketLife life, SocketTable table, Executor workers) {
    this.life = life;
    this.table = table;
    this.workers = workers;
  }

  /**
   * A watch that goes on until it is closed.
   *
   * @param container the application's {@code jakarta.websocket.server.ServerContainer}
   * @param application its class loader; one watch for each
   */
  public static SocketWatch begin(JwtRuntime runtime, Object container, ClassLoader application) {
    Optional<SocketTable> table = ServerTables.of(container);
    if (table.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "{0} does not tell its open WebSockets: they stay open when their callers' tokens end,"
              + " unless the endpoint calls org.jwtfilter.websocket.JwtSockets.watch(session) in"
              + " @OnOpen",
          container.getClass().getName());
    }
    ExecutorService workers =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            daemons("jwt-filter closes sockets", application));
    SocketWatch watch = new SocketWatch(new SocketLife(runtime), table.orElse(List::of), workers);
    ScheduledExecutorService looking =
        Executors.newSingleThreadScheduledExecutor(daemons("jwt-filter open sockets", application));
    watch.threads = List.of(looking, workers);
    RUNNING.put(application, watch);
    long pause = pause(runtime.config().get(Options.REVOCATION_DELAY)).toMillis();
    var unused = looking.scheduleWithFixedDelay(watch::look, pause, pause, TimeUnit.MILLISECONDS);
    return watch;
  }

  private static Duration pause(Duration revocationDelay) {
    Duration quarter = revocationDelay.dividedBy(4);
    Duration most = quarter.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : quarter;
    return most.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : most;
  }

  private static ThreadFactory daemons(String name, ClassLoader application) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      thread.setContextClassLoader(application);
      return thread;
    };
  }

  /** The watch of the application in whose name this thread runs; null where none runs. */
  static @Nullable SocketWatch current() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    SocketWatch found = null;
    for (; loader != null && found == null; loader = loader.getParent()) {
      found = RUNNING.get(loader);
    }
    return found;
  }

  /** Watches a socket that the server may not tell. */
  void add(Session session) {
    own.add(session);
  }

  /** How many sockets are kept here, for one reason or another. */
  int kept() {
    return own.size() + closing.size();
  }

  /** Looks at all open sockets once. */
  void look() {
    try {
      own.removeIf(session -> !session.isOpen());
      List<Session> ended = new ArrayList<>();
      table.open().forEach(session -> look(session, ended));
      own.forEach(session -> look(session, ended));
      if (!ended.isEmpty()) {
        ask(ended);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "looking at open WebSockets failed; it goes on", e);
    }
  }

  private void look(Session session, List<Session> ended) {
    Jwt jwt = token(session);
    if (jwt != null && !closing.contains(session)) {
      switch (life.state(jwt)) {
        case GOOD -> {}
        case REVOKED -> close(session, Reason.REVOKED);
        case ENDED -> ended.add(session);
      }
    }
  }

  /** The token with which a socket was opened; null if there was none, or it is closed already. */
  private static @Nullable Jwt token(Session session) {
    try {
      return session.isOpen() && session.getUserPrincipal() instanceof Caller caller
          ? caller.jwt().orElse(null)
          : null;
    } catch (IllegalStateException e) {
      return null;
    }
  }

  private void ask(List<Session> ended) {
    if (asking.compareAndSet(false, true)) {
      boolean begun = run(() -> asked(ended));
      if (!begun) {
        asking.set(false);
      }
    }
  }

  private void asked(List<Session> ended) {
    try {
      life.purge();
      for (Session session : ended) {
        Jwt jwt = token(session);
        if (jwt != null && !life.goesOn(jwt)) {
          close(session, Reason.EXPIRED);
        }
      }
    } finally {
      asking.set(false);
    }
  }

  private void close(Session session, Reason reason) {
    if (closing.add(session) && !run(() -> closed(session, reason))) {
      closing.remove(session); // all threads wait for somebody: the next look tries again
    }
  }

  private void closed(Session session, Reason reason) {
    try {
      session.close(new CloseReason(CloseCodes.VIOLATED_POLICY, reason.description()));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "a WebSocket was not closed in order", e);
    } finally {
      closing.remove(session);
    }
  }

  private boolean run(Runnable task) {
    try {
      workers.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Looks no more. */
  @Override
  public void close() {
    RUNNING.values().remove(this);
    threads.forEach(ExecutorService::shutdownNow);
    own.clear();
  }
}
