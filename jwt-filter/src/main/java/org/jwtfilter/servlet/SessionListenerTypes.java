package org.jwtfilter.servlet;

import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

/** The kinds of listeners that hear of sessions and are declared, not bound as attributes. */
final class SessionListenerTypes {
  private SessionListenerTypes() {}

  static boolean isOne(Class<?> type) {
    return HttpSessionListener.class.isAssignableFrom(type)
        || HttpSessionAttributeListener.class.isAssignableFrom(type)
        || HttpSessionIdListener.class.isAssignableFrom(type);
  }
}
