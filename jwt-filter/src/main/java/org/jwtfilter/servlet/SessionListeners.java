package org.jwtfilter.servlet;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EventListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The application's session listeners, called as a container calls them (Servlet 6.0, 7.4 and
 * 11.2): in the order of their declaration, {@code sessionDestroyed} in the reverse one. What a
 * listener throws is logged and stops neither the others nor the request. Immutable.
 */
final class SessionListeners {
  private static final Logger LOG = System.getLogger(SessionListeners.class.getName());

  private final List<HttpSessionListener> sessions = new ArrayList<>();
  private final List<HttpSessionListener> sessionsReversed = new ArrayList<>();
  private final List<HttpSessionAttributeListener> attributes = new ArrayList<>();
  private final List<HttpSessionIdListener> ids = new ArrayList<>();

  SessionListeners(List<EventListener> listeners) {
    for (EventListener listener : listeners) {
      if (listener instanceof HttpSessionListener one) {
        sessions.add(one);
      }
      if (listener instanceof HttpSessionAttributeListener one) {
        attributes.add(one);
      }
      if (listener instanceof HttpSessionIdListener one) {
        ids.add(one);
      }
    }
    sessionsReversed.addAll(sessions);
    Collections.reverse(sessionsReversed);
  }

  void created(HttpSession session) {
    if (!sessions.isEmpty()) {
      HttpSessionEvent event = new HttpSessionEvent(session);
      sessions.forEach(one -> guarded(one, () -> one.sessionCreated(event)));
    }
  }

  void destroyed(HttpSession session) {
    if (!sessions.isEmpty()) {
      HttpSessionEvent event = new HttpSessionEvent(session);
      sessionsReversed.forEach(one -> guarded(one, () -> one.sessionDestroyed(event)));
    }
  }

  void idChanged(HttpSession session, String before) {
    if (!ids.isEmpty()) {
      HttpSessionEvent event = new HttpSessionEvent(session);
      ids.forEach(one -> guarded(one, () -> one.sessionIdChanged(event, before)));
    }
  }

  void bound(HttpSession session, String name, Object value) {
    if (value instanceof HttpSessionBindingListener listener) {
      HttpSessionBindingEvent event = new HttpSessionBindingEvent(session, name, value);
      guarded(listener, () -> listener.valueBound(event));
    }
  }

  void attributeSet(HttpSession session, String name, @Nullable Object before, Object value) {
    if (before != null && before != value) {
      unbound(session, name, before);
    }
    if (!attributes.isEmpty()) {
      HttpSessionBindingEvent event =
          new HttpSessionBindingEvent(session, name, before == null ? value : before);
      attributes.forEach(
          one ->
              guarded(
                  one,
                  before == null
                      ? () -> one.attributeAdded(event)
                      : () -> one.attributeReplaced(event)));
    }
  }

  void attributeRemoved(HttpSession session, String name, Object value) {
    unbound(session, name, value);
    if (!attributes.isEmpty()) {
      HttpSessionBindingEvent event = new HttpSessionBindingEvent(session, name, value);
      attributes.forEach(one -> guarded(one, () -> one.attributeRemoved(event)));
    }
  }

  void activated(HttpSession session, Object value) {
    if (value instanceof HttpSessionActivationListener listener) {
      guarded(listener, () -> listener.sessionDidActivate(new HttpSessionEvent(session)));
    }
  }

  void passivating(HttpSession session, Object value) {
    if (value instanceof HttpSessionActivationListener listener) {
      guarded(listener, () -> listener.sessionWillPassivate(new HttpSessionEvent(session)));
    }
  }

  private static void unbound(HttpSession session, String name, Object value) {
    if (value instanceof HttpSessionBindingListener listener) {
      HttpSessionBindingEvent event = new HttpSessionBindingEvent(session, name, value);
      guarded(listener, () -> listener.valueUnbound(event));
    }
  }

  private static void guarded(Object listener, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "session listener " + listener.getClass().getName() + " failed", e);
    }
  }
}
