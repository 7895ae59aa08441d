package org.jwtfilter.websocket;

import jakarta.websocket.Session;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the server's own table of open sockets. The WebSocket API tells the sessions of an endpoint
 * to that endpoint only, so this is asked of each server in its own way; a server of which we do
 * not know how has no table.
 */
final class ServerTables {
  private ServerTables() {}

  /**
   * The table of a server.
   *
   * @param container what the server has put into the servlet context as its {@code
   *     jakarta.websocket.server.ServerContainer}
   */
  static Optional<SocketTable> of(Object container) {
    return jetty(container).or(() -> tomcat(container)).or(() -> tyrus(container));
  }

  /** Jetty's container has a public method for its Java code to call. */
  private static Optional<SocketTable> jetty(Object container) {
    try {
      Method open = container.getClass().getMethod("getOpenSessions");
      boolean sessions = Collection.class.isAssignableFrom(open.getReturnType());
      return sessions && Modifier.isPublic(open.getDeclaringClass().getModifiers())
          ? Optional.of(() -> called(open, container))
          : Optional.empty();
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("unchecked") // the method says that it returns sessions
  private static Collection<? extends Session> called(Method open, Object owner) {
    try {
      return (Collection<? extends Session>) open.invoke(owner);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("the server does not tell its open WebSockets", e);
    }
  }

  /** Tomcat's container has a field, a map that may be read at any time; it is only read. */
  private static Optional<SocketTable> tomcat(Object container) {
    for (Class<?> type = container.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals("org.apache.tomcat.websocket.WsWebSocketContainer")) {
        return field(type, container);
      }
    }
    return Optional.empty();
  }

  @SuppressWarnings("unchecked") // Tomcat 10.1 and 11 keep nothing else there
  private static Optional<SocketTable> field(Class<?> type, Object container) {
    try {
      Field field = type.getDeclaredField("sessions");
      field.setAccessible(true);
      return field.get(container) instanceof Map<?, ?> sessions
          ? Optional.of(() -> (Collection<? extends Session>) sessions.keySet())
          : Optional.empty();
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Optional.empty(); // a later Tomcat, or one that is a closed module
    }
  }

  /**
   * Tyrus, which Payara and GlassFish have, keeps a table for each endpoint; they are only read.
   */
  private static Optional<SocketTable> tyrus(Object container) {
    try {
      Method engineOf = container.getClass().getMethod("getWebSocketEngine");
      engineOf.setAccessible(true);
      Object engine = engineOf.invoke(container);
      Field field = engine.getClass().getDeclaredField("endpointWrappers");
      field.setAccessible(true);
      Method open =
          Class.forName(
                  "org.glassfish.tyrus.core.TyrusEndpointWrapper",
                  false,
                  engine.getClass().getClassLoader())
              .getDeclaredMethod("getOpenSessions");
      open.setAccessible(true);
      return field.get(engine) instanceof Collection<?> endpoints
          ? Optional.of(() -> all(endpoints, open))
          : Optional.empty();
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Optional.empty(); // another server, or another Tyrus
    }
  }

  private static Collection<? extends Session> all(Collection<?> endpoints, Method open) {
    List<Session> sessions = new ArrayList<>();
    endpoints.forEach(one -> sessions.addAll(called(open, one)));
    return sessions;
  }
}
