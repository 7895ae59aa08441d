package org.jwtfilter.store.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up the addresses of hosts. A name server may let us wait for a minute, and nothing ends
 * that: so a thread of its own waits, one for each name, and the caller no longer than it may.
 * Thread-safe.
 */
final class Names {
  private final Lookup lookup;
  private final ConcurrentHashMap<String, FutureTask<InetAddress[]>> underWay =
      new ConcurrentHashMap<>();

  /** What asks the name server, or knows. */
  interface Lookup {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  Names(Lookup lookup) {
    this.lookup = lookup;
  }

  InetAddress[] addresses(String host, Deadline deadline) throws IOException {
    try {
      return task(host).get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new SocketTimeoutException("the name server has not answered for " + host);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    } catch (ExecutionException failed) {
      throw new IOException("there is no host " + host, failed.getCause());
    }
  }

  private FutureTask<InetAddress[]> task(String host) {
    FutureTask<InetAddress[]> fresh = new FutureTask<>(() -> lookup.addresses(host));
    FutureTask<InetAddress[]> there = underWay.putIfAbsent(host, fresh);
    if (there != null) {
      return there;
    }
    Thread thread = new Thread(() -> run(host, fresh), "jwt-filter-redis-names");
    thread.setDaemon(true);
    thread.start();
    return fresh;
  }

  private void run(String host, FutureTask<InetAddress[]> task) {
    try {
      task.run();
    } finally {
      underWay.remove(host, task);
    }
  }
}
