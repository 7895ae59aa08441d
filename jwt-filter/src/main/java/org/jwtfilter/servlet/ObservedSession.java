package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.observe.Visit;
import org.jwtfilter.observe.Visits;

/**
 * The container's session, of which everything is handed on; what the application does with it is
 * noted. As thread-safe as the container's.
 */
final class ObservedSession implements HttpSession {
  private final HttpSession session;
  private final ObservePlan plan;
  private final Visits visits;

  ObservedSession(HttpSession session, ObservePlan plan, Visits visits) {
    this.session = session;
    this.plan = plan;
    this.visits = visits;
  }

  /** The container's own. */
  HttpSession session() {
    return session;
  }

  Visits visits() {
    return visits;
  }

  @Override
  public long getCreationTime() {
    return session.getCreationTime();
  }

  @Override
  public String getId() {
    plan.asksForId(visits);
    return session.getId();
  }

  @Override
  public long getLastAccessedTime() {
    return session.getLastAccessedTime();
  }

  @Override
  public ServletContext getServletContext() {
    return session.getServletContext();
  }

  @Override
  public void setMaxInactiveInterval(int seconds) {
    session.setMaxInactiveInterval(seconds);
  }

  @Override
  public int getMaxInactiveInterval() {
    return session.getMaxInactiveInterval();
  }

  @Override
  public @Nullable Object getAttribute(@Nullable String name) {
    Object value = session.getAttribute(name);
    if (name != null) {
      plan.note(visits, visit -> visit.read(name, session.getId(), value));
    }
    return value;
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    return session.getAttributeNames();
  }

  @Override
  public void setAttribute(@Nullable String name, @Nullable Object value) {
    Object before = name == null ? null : before(name);
    session.setAttribute(name, value);
    if (name != null) {
      plan.note(visits, visit -> noteSet(visit, name, before, value));
    }
  }

  /** What is there; nothing where the container refuses to tell, as it will refuse to set. */
  private @Nullable Object before(String name) {
    try {
      return session.getAttribute(name);
    } catch (RuntimeException e) {
      return null;
    }
  }

  private void noteSet(Visit visit, String name, @Nullable Object before, @Nullable Object value) {
    if (value == null) {
      visit.removed(name, session.getId(), before);
    } else {
      visit.set(name, session.getId(), before, value);
    }
  }

  @Override
  public void removeAttribute(@Nullable String name) {
    Object before = name == null ? null : before(name);
    session.removeAttribute(name);
    if (name != null) {
      plan.note(visits, visit -> visit.removed(name, session.getId(), before));
    }
  }

  @Override
  public void invalidate() {
    session.invalidate();
    plan.note(visits, Visit::endsSession);
  }

  @Override
  public boolean isNew() {
    return session.isNew();
  }

  /** Also the container's own, which listeners are given. */
  @Override
  public boolean equals(@Nullable Object other) {
    return session.equals(other instanceof ObservedSession that ? that.session : other);
  }

  @Override
  public int hashCode() {
    return session.hashCode();
  }

  @Override
  public String toString() {
    return session.toString();
  }
}
