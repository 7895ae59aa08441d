package org.jwtfilter.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.jwtfilter.store.StoreException;

class FlightTest {
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private volatile boolean fails;

  private final Flight flight =
      new Flight(
          () -> {
            runs.incrementAndGet();
            begun.countDown();
            await(goOn);
            if (fails) {
              throw new StoreException("it fails");
            }
          });

  @Test
  void who_comes_meanwhile_waits_and_does_not_run_it_again() throws Exception {
    List<FutureTask<Boolean>> all = tenThreads();
    goOn.countDown();
    int ran = 0;
    for (FutureTask<Boolean> one : all) {
      ran += one.get() ? 1 : 0;
    }
    assertEquals(1, ran);
    assertEquals(1, runs.get());
  }

  @Test
  void who_waited_for_a_failure_fails_too_and_the_next_one_tries_again() throws Exception {
    fails = true;
    List<FutureTask<Boolean>> all = tenThreads();
    goOn.countDown();
    for (FutureTask<Boolean> one : all) {
      ExecutionException failed = assertThrows(ExecutionException.class, one::get);
      assertEquals("it fails", assertStoreException(failed).getMessage());
    }
    assertEquals(1, runs.get());
    fails = false;
    assertTrue(flight.join());
    assertEquals(2, runs.get());
  }

  private static StoreException assertStoreException(ExecutionException failed) {
    assertFalse(failed.getCause() == null);
    return (StoreException) failed.getCause();
  }

  /** One that runs and nine that wait for it. */
  private List<FutureTask<Boolean>> tenThreads() {
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      FutureTask<Boolean> task = new FutureTask<>(flight::join);
      Thread thread = new Thread(task);
      tasks.add(task);
      threads.add(thread);
      thread.start();
      await(begun);
    }
    while (!threads.stream().allMatch(one -> one.getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
    return tasks;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
