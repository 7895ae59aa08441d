package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EventListener;
import java.util.List;
import java.util.Optional;

/**
 * The scopes of CDI that live in a session: they begin with the container's request, before any
 * filter, and so with the container's session. Within the filter chain they get ours, where the
 * application brings an implementation along that is known here. Thread-safe.
 */
interface BeanScopes {
  /** There is no CDI, or it is left alone. */
  BeanScopes NONE = (bare, ours) -> () -> {};

  /** What is undone at the end of the chain, on the same thread. */
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * From now on beans of a session are in that of {@code ours}, on this thread.
   *
   * @param bare the container's request, with which the scopes have begun
   */
  Scope enter(HttpServletRequest bare, HttpServletRequest ours);

  /**
   * Who must hear of our sessions, before the application's own listeners.
   *
   * @param own the application's, of which some may be there for the scopes already
   */
  default List<EventListener> listeners(List<EventListener> own) {
    return List.of();
  }

  /** Those of an application; one that the server brings along is the server's matter. */
  static BeanScopes of(ServletContext context) {
    Logger log = System.getLogger(BeanScopes.class.getName());
    ClassLoader loader = context.getClassLoader();
    try {
      Optional<? extends BeanScopes> weld = WeldScopes.find(loader);
      Optional<? extends BeanScopes> found = weld.isPresent() ? weld : OwbScopes.find(loader);
      found.ifPresent(
          one ->
              log.log(Level.INFO, "beans of CDI sessions are kept in our sessions, too: " + one));
      return found.isPresent() ? found.get() : NONE;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      log.log(
          Level.WARNING,
          "the CDI of this application does not hand over its session scope: its beans stay in the"
              + " container's session, on one node",
          e);
      return NONE;
    }
  }
}
