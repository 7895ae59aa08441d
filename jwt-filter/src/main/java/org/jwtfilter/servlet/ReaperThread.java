package org.jwtfilter.servlet;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jwtfilter.session.SessionReaper;
import org.jwtfilter.store.StoreException;

/**
 * Looks for expired sessions every now and then, in a daemon thread that has the application's
 * class loader, as its listeners expect. Nodes that start together look at different times.
 */
final class ReaperThread implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ReaperThread.class.getName());
  private static final long EVERY_SECONDS = 30;

  /** Of the thread. */
  static final String NAME = "jwt-filter expired sessions";

  private final SessionReaper reaper;
  private final ScheduledExecutorService thread;

  ReaperThread(SessionReaper reaper, ClassLoader application) {
    this.reaper = reaper;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread one = new Thread(task, NAME);
              one.setDaemon(true);
              one.setContextClassLoader(application);
              return one;
            });
    long first = ThreadLocalRandom.current().nextLong(1, EVERY_SECONDS + 1);
    var unused = thread.scheduleWithFixedDelay(this::sweep, first, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  void sweep() {
    try {
      reaper.sweep();
    } catch (StoreException e) {
      LOG.log(Level.DEBUG, "expired sessions are looked for later", e);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "looking for expired sessions failed; it goes on", e);
    }
  }

  /** Waits no longer than a moment for what is under way. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
