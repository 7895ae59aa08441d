package org.jwtfilter.servlet;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EventListener;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session listeners of an application as its server holds them: the very objects that were told
 * of its start, and those that code has added. The Servlet API does not list them, so Tomcat and
 * Jetty are asked in their own ways; of another server nothing is found.
 */
final class ServerListeners {
  private static final String TOMCAT_RESOURCES = "org.apache.catalina.resources";

  private ServerListeners() {}

  static Optional<List<EventListener>> of(ServletContext context) {
    return tomcat(context).or(() -> jetty(context));
  }

  private static Optional<List<EventListener>> tomcat(ServletContext context) {
    try {
      Object application = call(context.getAttribute(TOMCAT_RESOURCES), "getContext");
      List<EventListener> all = new ArrayList<>();
      addAll(call(application, "getApplicationLifecycleListeners"), all);
      addAll(call(application, "getApplicationEventListeners"), all);
      return Optional.of(all);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Optional.empty(); // another server, or a Tomcat that is a closed module
    }
  }

  private static void addAll(Object array, List<EventListener> all) {
    for (int i = 0; i < Array.getLength(array); i++) {
      add(Array.get(array, i), all);
    }
  }

  private static Optional<List<EventListener>> jetty(ServletContext context) {
    try {
      List<EventListener> all = new ArrayList<>();
      Object listeners = call(call(context, "getContextHandler"), "getEventListeners");
      ((Collection<?>) listeners).forEach(one -> add(one, all));
      return Optional.of(all);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Optional.empty(); // another server, or a Jetty that is a closed module
    }
  }

  /** One that Tomcat has in both of its lists is one. */
  private static void add(Object one, List<EventListener> all) {
    if (SessionListenerTypes.isOne(one.getClass()) && all.stream().noneMatch(it -> it == one)) {
      all.add((EventListener) one);
    }
  }

  private static Object call(@Nullable Object owner, String method)
      throws ReflectiveOperationException {
    return Objects.requireNonNull(owner).getClass().getMethod(method).invoke(owner);
  }
}
