package org.jwtfilter.servlet;

import java.util.concurrent.Callable;

/** What a call throws, by its simple name, or what it returns. */
final class Thrown {
  private Thrown() {}

  /** A call without a result. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  static Object by(Callable<?> call) {
    try {
      return call.call();
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  static Object doing(Action call) {
    return by(
        () -> {
          call.run();
          return "done";
        });
  }
}
