package org.jwtfilter.jaxrs;

import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientRequestContext;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the clients of the known runtimes from following redirects by themselves with a header that
 * is meant for one host. By names and reflection, since none of them is a dependency.
 */
final class Redirects {
  private static final String JERSEY = "jersey.config.client.followRedirects";
  private static final String CXF = "http.autoredirect";
  private static final List<String> RESTEASY =
      List.of(
          "org.jboss.resteasy.client.jaxrs.ResteasyClient",
          "org.jboss.resteasy.client.jaxrs.ClientHttpEngine");

  private Redirects() {}

  /**
   * Has a redirect of this request handed to the application.
   *
   * @throws IllegalStateException if it cannot be had
   */
  static void prevent(ClientRequestContext request) {
    request.setProperty(JERSEY, false);
    if (isTrue(request.getConfiguration().getProperty(CXF))
        || isTrue(request.getProperty(CXF))
        || followedByResteasy(request.getClient())) {
      throw new IllegalStateException(
          "the JAX-RS client follows redirects and would take the caller's token to other hosts: turn"
              + " that off (RESTEasy: setFollowRedirects(false), CXF: http.autoredirect=false)");
    }
  }

  private static boolean isTrue(@Nullable Object value) {
    return value != null && Boolean.parseBoolean(value.toString());
  }

  private static boolean followedByResteasy(Client client) {
    try {
      ClassLoader loader = client.getClass().getClassLoader();
      Class<?> type = Class.forName(RESTEASY.get(0), false, loader);
      Class<?> engine = Class.forName(RESTEASY.get(1), false, loader);
      Method engineOf = type.getMethod("httpEngine");
      Method follows = engine.getMethod("isFollowRedirects");
      return type.isInstance(client) && isTrue(follows.invoke(engineOf.invoke(client)));
    } catch (ReflectiveOperationException | LinkageError e) {
      return false; // another runtime
    }
  }
}
