package org.jwtfilter.store.redis;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread that closes connections on which a large write hangs; there is none while none is. */
final class Closer {
  private Closer() {}

  static ScheduledExecutorService start() {
    ScheduledThreadPoolExecutor closer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "jwt-filter-redis-closer");
              thread.setDaemon(true);
              return thread;
            });
    closer.setRemoveOnCancelPolicy(true);
    closer.setKeepAliveTime(10, TimeUnit.SECONDS);
    closer.allowCoreThreadTimeOut(true);
    return closer;
  }
}
