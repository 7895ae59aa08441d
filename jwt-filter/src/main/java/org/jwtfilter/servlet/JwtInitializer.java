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
  private static final String JETTY = "org.eclipse.jetty.";

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
      undertowFilters(context);
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
        ensureUpgrade(JETTY + version, context);
      }
    }
  }

  private static void ensureUpgrade(String version, ServletContext context) {
    try {
      Class<?> filter =
          Class.forName(
              version + ".websocket.servlet.WebSocketUpgradeFilter",
              true,
              context.getClassLoader());
      ensureComponents(version, context, filter.getClassLoader());
      filter.getMethod("ensureFilter", ServletContext.class).invoke(null, context);
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.log(Level.DEBUG, "Jetty's WebSockets are not on this class path", e);
    }
  }

  /**
   * What the upgrade does not start without. Jetty's own initializer makes it, but may be excluded,
   * or switched off for an application.
   */
  private static void ensureComponents(String version, ServletContext context, ClassLoader jetty)
      throws ReflectiveOperationException {
    Object handler =
        Class.forName(version + ".servlet.ServletContextHandler", true, jetty)
            .getMethod("getServletContextHandler", ServletContext.class)
            .invoke(null, context);
    Class<?> server = Class.forName(JETTY + "server.Server", true, jetty);
    Class<?> contexts = Class.forName(JETTY + "server.handler.ContextHandler", true, jetty);
    Class.forName(JETTY + "websocket.core.server.WebSocketServerComponents", true, jetty)
        .getMethod("ensureWebSocketComponents", server, contexts)
        .invoke(null, contexts.getMethod("getServer").invoke(handler), handler);
  }

  /**
   * Undertow, which is WildFly's, starts filters with the first request unless it is told
   * otherwise. Then a wrong configuration would not stop the deployment, and the auth module, which
   * is asked before any filter, would know nothing yet.
   */
  private static void undertowFilters(ServletContext context) {
    try {
      Object deployment = context.getClass().getMethod("getDeployment").invoke(context);
      Object info = deployment.getClass().getMethod("getDeploymentInfo").invoke(deployment);
      info.getClass().getMethod("setEagerFilterInit", boolean.class).invoke(info, true);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.DEBUG, "this is not Undertow: filters start with the application", e);
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
