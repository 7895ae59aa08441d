package org.jwtfilter.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.HandlesTypes;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the filter its place at start-up: first in the chain and for every kind of dispatch, so
 * that no line of {@code web.xml} can leave a gap, and on Jetty also before the WebSocket upgrade.
 * Where only context-params configure us, it registers the filter. Registers the auth module, too.
 */
@HandlesTypes({
  HttpSessionListener.class,
  HttpSessionAttributeListener.class,
  HttpSessionIdListener.class
})
public final class JwtInitializer implements ServletContainerInitializer {
  private static final Logger LOG = System.getLogger(JwtInitializer.class.getName());
  private static final String LISTENERS = "org.jwtfilter.listeners";
  private static final String FILTER = "jwt-filter";

  /** For the container. */
  public JwtInitializer() {}

  @Override
  public void onStartup(@Nullable Set<Class<?>> types, ServletContext context) {
    context.setAttribute(LISTENERS, annotated(types));
    jettyUpgrade(context);
    List<? extends FilterRegistration> declared =
        context.getFilterRegistrations().values().stream()
            .filter(one -> JwtFilter.class.getName().equals(one.getClassName()))
            .toList();
    declared.forEach(JwtInitializer::placeFirst);
    boolean configured = !Deployment.contextParams(context).isEmpty();
    if (declared.isEmpty() && configured) {
      placeFirst(context.addFilter(FILTER, JwtFilter.class));
    }
    if (configured || !declared.isEmpty()) {
      // Nowhere else do all servers take it: Jetty chooses before listeners and filters start.
      AuthModule.register(context, Deployment.authModule(context, declared), WebXml.read(context));
    }
  }

  /**
   * Jetty puts its upgrade of WebSockets first, too, unless it is there: whoever comes last wins.
   * As a rule that is us; but where its initializer and ours are on one class path, any order
   * happens.
   */
  private static void jettyUpgrade(ServletContext context) {
    String server = context.getServerInfo();
    if (server != null && server.toLowerCase(Locale.ROOT).contains("jetty")) {
      for (String version : List.of("ee10", "ee11")) {
        ensureUpgrade("org.eclipse.jetty." + version + ".websocket.servlet", context);
      }
    }
  }

  private static void ensureUpgrade(String jettys, ServletContext context) {
    try {
      Class.forName(jettys + ".WebSocketUpgradeFilter", true, context.getClassLoader())
          .getMethod("ensureFilter", ServletContext.class)
          .invoke(null, context);
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.log(Level.DEBUG, "Jetty's WebSockets are not on this class path", e);
    }
  }

  private static void placeFirst(FilterRegistration filter) {
    EnumSet<DispatcherType> all = EnumSet.allOf(DispatcherType.class);
    filter.addMappingForUrlPatterns(all, false, "/*");
    // Named dispatchers have no URL: only a mapping for servlets meets them.
    filter.addMappingForServletNames(
        EnumSet.of(DispatcherType.FORWARD, DispatcherType.INCLUDE), false, "*");
    if (filter instanceof FilterRegistration.Dynamic dynamic) {
      dynamic.setAsyncSupported(true);
    }
  }

  private static List<String> annotated(@Nullable Set<Class<?>> types) {
    return types == null
        ? List.of()
        : types.stream()
            .filter(type -> type.isAnnotationPresent(WebListener.class))
            .map(Class::getName)
            .sorted()
            .toList();
  }

  /** Whether the container called us, without which the filter has only the place it was given. */
  static boolean hasRun(ServletContext context) {
    return context.getAttribute(LISTENERS) != null;
  }

  /** The names of the listener classes that annotations declare. */
  @SuppressWarnings("unchecked") // only onStartup sets it
  static List<String> annotatedListeners(ServletContext context) {
    return context.getAttribute(LISTENERS) instanceof List<?> names
        ? (List<String>) names
        : List.of();
  }
}
