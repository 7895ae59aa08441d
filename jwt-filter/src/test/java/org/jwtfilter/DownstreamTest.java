package org.jwtfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In whose name a thread calls other services. */
class DownstreamTest {
  private static final URI API = URI.create("https://api.example");
  private static final TokenForwarding NAMES = (caller, target) -> Optional.of(caller.getName());
  private static final Caller ANN = new Caller("ann", Set.of());
  private static final Caller BOB = new Caller("bob", Set.of());

  @AfterEach
  void nothing_isLeftOnTheThread() {
    assertEquals("nobody", current());
  }

  private static String current() {
    return Downstream.current().flatMap(one -> one.tokenFor(API)).orElse("nobody");
  }

  @Test
  void thread_actsForNobody_unlessToldTo() {
    assertEquals(Optional.empty(), Downstream.current());
  }

  @Test
  void caller_isTheOneOfTheMoment() {
    AtomicReference<Optional<Caller>> caller = new AtomicReference<>(Optional.of(ANN));
    Downstream.Scope scope = Downstream.enter(NAMES, caller::get);
    assertEquals("ann", current());
    Downstream kept = Downstream.current().orElseThrow();
    caller.set(Optional.empty());
    assertEquals("nobody", current());
    caller.set(Optional.of(BOB));
    assertEquals("bob", current());
    assertEquals("ann", kept.caller().getName());
    scope.close();
  }

  @Test
  void innerScope_endsWithTheOuterOneInPlace() {
    Downstream.Scope outer = Downstream.of(NAMES, ANN).enter();
    Downstream.Scope inner = Downstream.of(NAMES, BOB).enter();
    assertEquals("bob", current());
    inner.close();
    inner.close();
    assertEquals("ann", current());
    outer.close();
  }

  @Test
  void task_takesItsCallerToAnotherThread_andLeavesNothingThere() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Downstream mine = Downstream.of(NAMES, ANN);
      assertEquals("ann", threads.submit(mine.wrapCall(DownstreamTest::current)).get());
      AtomicReference<String> seen = new AtomicReference<>();
      threads.submit(mine.wrap(() -> seen.set(current()))).get();
      assertEquals("ann", seen.get());
      assertEquals("nobody", threads.submit(DownstreamTest::current).get());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void scope_closedOnAnotherThread_changesNothingThere() throws Exception {
    Downstream.Scope scope = Downstream.of(NAMES, ANN).enter();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      threads
          .submit(
              () -> {
                Downstream.Scope other = Downstream.of(NAMES, BOB).enter();
                scope.close();
                assertEquals("bob", current());
                other.close();
              })
          .get();
    } finally {
      threads.shutdownNow();
    }
    assertEquals("ann", current());
    scope.close();
  }

  @Test
  void printed_itNamesTheCallerAndNoToken() {
    TokenForwarding secret = (caller, target) -> Optional.of("secret");
    assertFalse(Downstream.of(secret, ANN).toString().contains("secret"));
  }
}
