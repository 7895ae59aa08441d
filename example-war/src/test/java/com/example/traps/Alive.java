package com.example.traps;

import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows the ids of all sessions. */
@WebListener
public final class Alive implements HttpSessionListener {
  private static final Set<String> IDS = ConcurrentHashMap.newKeySet();

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    IDS.add(event.getSession().getId());
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    IDS.remove(event.getSession().getId());
  }
}
