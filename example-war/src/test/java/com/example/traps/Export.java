package com.example.traps;

import java.util.concurrent.CountDownLatch;

/** A job that runs while its session lives. */
final class Export {
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread worker = new Thread(this::work);

  Export start() {
    worker.setDaemon(true);
    worker.start();
    return this;
  }

  private void work() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
