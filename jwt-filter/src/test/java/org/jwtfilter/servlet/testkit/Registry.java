package org.jwtfilter.servlet.testkit;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Finds the lambdas of a test by the id that stands in web.xml, which can only name classes. */
final class Registry {
  static final String ID = "lambda";

  private static final Map<String, Object> LAMBDAS = new ConcurrentHashMap<>();
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private Registry() {}

  static String add(Object lambda) {
    String id = "lambda-" + COUNTER.incrementAndGet();
    LAMBDAS.put(id, lambda);
    return id;
  }

  static <T> T find(Class<T> type, String id) {
    return type.cast(LAMBDAS.get(id));
  }

  /** Throws the servlet API's exceptions as they are, and others as the cause of one. */
  static void rethrow(Exception thrown) throws IOException, ServletException {
    if (thrown instanceof IOException io) {
      throw io;
    }
    if (thrown instanceof ServletException servlet) {
      throw servlet;
    }
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    throw new ServletException(thrown);
  }
}
