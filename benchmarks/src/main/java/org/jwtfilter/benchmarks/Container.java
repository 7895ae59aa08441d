package org.jwtfilter.benchmarks;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.jwtfilter.Grants;
import org.jwtfilter.servlet.JwtFilter;

/**
 * As much of a servlet container as a filter needs at start; nothing of it is asked per request.
 * Confined to a thread.
 */
final class Container implements FilterConfig {
  /** Where {@link #start} puts the application's key file. */
  static final String KEY_FILE = "/WEB-INF/key.pem";

  // Reports and warnings of each fork's start would bury the figures; held, or it is collected.
  private static final Logger REPORTS = Logger.getLogger("org.jwtfilter");

  private final Map<String, String> parameters;
  private final Map<String, Object> attributes = new HashMap<>();
  private final ServletContext context;

  private Container(Map<String, String> parameters, String keyFile) {
    this.parameters = parameters;
    this.context =
        refusing(
            ServletContext.class, (proxy, method, args) -> ask(method, args, keyFile, attributes));
  }

  /**
   * The filter, started with these init-params.
   *
   * @param keyFile the content of {@link #KEY_FILE}; may be empty
   */
  static Filter start(Map<String, String> parameters, String keyFile) throws ServletException {
    return start(parameters, keyFile, grants -> {});
  }

  /** As above; what can end logins is handed over. */
  static Filter start(Map<String, String> parameters, String keyFile, Consumer<Grants> grants)
      throws ServletException {
    REPORTS.setLevel(Level.SEVERE);
    JwtFilter filter = new JwtFilter();
    Container container = new Container(parameters, keyFile);
    filter.init(container);
    grants.accept((Grants) container.attributes.get(Grants.ATTRIBUTE));
    return filter;
  }

  /** A key as it is configured. */
  static String newKey() {
    byte[] secret = new byte[48];
    new SecureRandom().nextBytes(secret);
    return "hmac:base64:" + Base64.getEncoder().encodeToString(secret);
  }

  /** An object of the Servlet API whose every method fails: what wrappers do not answer. */
  static <T> T nothing(Class<T> type) {
    return refusing(
        type,
        (proxy, method, args) -> {
          throw new UnsupportedOperationException(method.toString());
        });
  }

  /** What a request knows of its application. */
  static ServletContext context() {
    return refusing(ServletContext.class, (proxy, method, args) -> ask(method, args, "", Map.of()));
  }

  private static <T> T refusing(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Container.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object ask(
      Method method, Object @Nullable [] args, String keyFile, Map<String, Object> attributes) {
    return switch (method.getName()) {
      case "getContextPath" -> "/shop";
      case "getServerInfo" -> "Apache Tomcat/10.1";
      case "getSessionTimeout" -> 30;
      case "getClassLoader" -> Container.class.getClassLoader();
      case "getInitParameterNames" -> Collections.emptyEnumeration();
      case "getServletRegistrations" -> Map.of();
      case "getResourceAsStream" -> resource(args, keyFile);
      case "setAttribute" -> args == null ? null : attributes.put((String) args[0], args[1]);
      case "getAttribute", "getResource", "getResourcePaths", "getInitParameter" -> null;
      default -> throw new UnsupportedOperationException(method.toString());
    };
  }

  private static @Nullable InputStream resource(Object @Nullable [] args, String keyFile) {
    return args != null && KEY_FILE.equals(args[0])
        ? new ByteArrayInputStream(keyFile.getBytes(StandardCharsets.UTF_8))
        : null;
  }

  @Override
  public String getFilterName() {
    return "jwt";
  }

  @Override
  public ServletContext getServletContext() {
    return context;
  }

  @Override
  public @Nullable String getInitParameter(String name) {
    return parameters.get(name);
  }

  @Override
  public Enumeration<String> getInitParameterNames() {
    return Collections.enumeration(parameters.keySet());
  }
}
