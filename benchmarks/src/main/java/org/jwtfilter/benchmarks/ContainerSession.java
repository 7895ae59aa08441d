package org.jwtfilter.benchmarks;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A session in the memory of a server, with as much as a request asks of it. Thread-safe. */
final class ContainerSession implements HttpSession {
  private final Map<String, Object> attributes = new ConcurrentHashMap<>();
  private final String id;

  /** A session with a cart. */
  ContainerSession(int number) {
    this.id = String.format("%032X", number);
    for (int line = 0; line < Cart.LINES; line++) {
      attributes.put(Cart.name(line), CartItem.numbered(line));
    }
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return attributes.get(name);
  }

  @Override
  public void setAttribute(String name, Object value) {
    attributes.put(name, value);
  }

  @Override
  public void removeAttribute(String name) {
    attributes.remove(name);
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    return Collections.enumeration(attributes.keySet());
  }

  @Override
  public long getCreationTime() {
    return 0;
  }

  @Override
  public long getLastAccessedTime() {
    return 0;
  }

  @Override
  public ServletContext getServletContext() {
    return Container.nothing(ServletContext.class);
  }

  @Override
  public void setMaxInactiveInterval(int interval) {}

  @Override
  public int getMaxInactiveInterval() {
    return 1800;
  }

  @Override
  public void invalidate() {
    throw new UnsupportedOperationException("nobody does that here");
  }

  @Override
  public boolean isNew() {
    return false;
  }
}
