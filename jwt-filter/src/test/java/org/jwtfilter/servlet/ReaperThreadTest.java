package org.jwtfilter.servlet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jwtfilter.SettableClock;
import org.jwtfilter.session.SessionReaper;
import org.jwtfilter.session.SessionRecords;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;

class ReaperThreadTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2030-01-01T00:00:00Z"));
  private final Store store =
      Stores.open(new StoreSettings("memory:local", Duration.ofSeconds(1), clock, ""));
  private final SessionReaper reaper =
      new SessionReaper(new SessionRecords(store, Duration.ZERO, clock), session -> {});

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(one -> one.getName().equals(ReaperThread.NAME))
        .toList();
  }

  @Test
  void thread_isADaemonWithTheLoaderOfTheApplication_andEndsWithIt() throws Exception {
    List<Thread> others = threads();
    ClassLoader application = new ClassLoader(null) {};
    Thread thread;
    try (ReaperThread running = new ReaperThread(reaper, application)) {
      thread = threads().stream().filter(one -> !others.contains(one)).findFirst().orElseThrow();
      assertTrue(thread.isDaemon());
      assertSame(application, thread.getContextClassLoader());
      running.sweep();
    }
    thread.join(10_000);
    assertFalse(thread.isAlive());
  }
}
