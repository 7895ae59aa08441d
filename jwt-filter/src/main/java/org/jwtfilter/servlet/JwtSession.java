package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.session.SessionState;

/**
 * The {@code HttpSession} that an application sees (Servlet 6.0, chapter 7): its state is a {@link
 * SessionState}, which travels; its listeners are the application's own. As thread-safe as its
 * state.
 */
final class JwtSession implements HttpSession {
  private final SessionState state;
  private final SessionPlan plan;
  private final SessionUser user;
  private volatile boolean used;
  private volatile boolean ending;

  JwtSession(SessionState state, SessionPlan plan, SessionUser user) {
    this.state = state;
    this.plan = plan;
    this.user = user;
  }

  SessionState state() {
    return state;
  }

  @Override
  public String getId() {
    return state.id();
  }

  @Override
  public long getCreationTime() {
    return valid().createdAt().toEpochMilli();
  }

  @Override
  public long getLastAccessedTime() {
    return valid().lastAccessedAt().toEpochMilli();
  }

  @Override
  public ServletContext getServletContext() {
    return plan.servletContext();
  }

  @Override
  public void setMaxInactiveInterval(int seconds) {
    used = true;
    state.maxInactiveSeconds(seconds);
  }

  @Override
  public int getMaxInactiveInterval() {
    return state.maxInactiveSeconds();
  }

  @Override
  public @Nullable Object getAttribute(@Nullable String name) {
    SessionState session = valid();
    return name == null ? null : session.get(name);
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    return Collections.enumeration(valid().names());
  }

  @Override
  public void setAttribute(@Nullable String name, @Nullable Object value) {
    if (name == null) {
      throw new IllegalArgumentException("a session attribute needs a name");
    }
    if (value == null) {
      removeAttribute(name);
      return;
    }
    valid();
    Object before = state.get(name);
    if (value != before) {
      plan.listeners().bound(this, name, value);
    }
    state.put(name, value);
    plan.listeners().attributeSet(this, name, before, value);
  }

  @Override
  public void removeAttribute(@Nullable String name) {
    SessionState session = valid();
    Object before = name == null ? null : user.remove(session, name);
    if (name != null && before != null) {
      plan.listeners().attributeRemoved(this, name, before);
    }
  }

  @Override
  public void invalidate() {
    valid();
    if (!ending) { // a listener may invalidate what is being invalidated
      end();
    }
  }

  /** Ends it for all nodes; the listeners are told where that has not happened elsewhere. */
  void end() {
    if (user.end(state)) {
      destroy();
    } else {
      state.invalidate();
    }
    user.ended(state);
  }

  /** Tells the listeners while everything can still be asked, then takes the attributes apart. */
  void destroy() {
    ending = true;
    plan.listeners().destroyed(this);
    for (String name : state.names()) {
      Object value = state.remove(name);
      if (value != null) {
        plan.listeners().attributeRemoved(this, name, value);
      }
    }
    state.invalidate();
  }

  @Override
  public boolean isNew() {
    return valid().isNew();
  }

  private SessionState valid() {
    if (!state.valid()) {
      throw new IllegalStateException("the session has been invalidated");
    }
    used = true;
    return state;
  }

  /** Whether the application has used it since this was asked last. */
  boolean usedSinceAsked() {
    boolean was = used;
    used = false;
    return was;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JwtSession that && state == that.state;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(state);
  }
}
