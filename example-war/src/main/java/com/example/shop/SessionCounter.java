package com.example.shop;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the sessions that this node has seen begin and end. */
public class SessionCounter implements HttpSessionListener {

  private static final AtomicInteger CREATED = new AtomicInteger();
  private static final AtomicInteger DESTROYED = new AtomicInteger();

  static int created() {
    return CREATED.get();
  }

  static int destroyed() {
    return DESTROYED.get();
  }

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    CREATED.incrementAndGet();
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    DESTROYED.incrementAndGet();
  }
}
