package org.jwtfilter.jaxrs;

import jakarta.ws.rs.SeBootstrap;
import jakarta.ws.rs.core.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.jwtfilter.servlet.JwtFilter;

/**
 * The application on the runtime that is on the class path: its servlet in an embedded Tomcat, or
 * the runtime's own server without any servlet.
 */
final class RestServer implements AutoCloseable {
  private static final Map<String, String> SERVLETS =
      Map.of(
          "jersey", "org.glassfish.jersey.servlet.ServletContainer",
          "resteasy", "org.jboss.resteasy.plugins.server.servlet.HttpServletDispatcher",
          "cxf", "org.apache.cxf.jaxrs.servlet.CXFNonSpringJaxrsServlet");

  private final int port;
  private final AutoCloseable stop;

  private RestServer(int port, AutoCloseable stop) {
    this.port = port;
    this.stop = stop;
  }

  /**
   * Starts it.
   *
   * @param runtime {@code jersey}, {@code resteasy}, {@code cxf}, or {@code se}
   */
  static RestServer start(String runtime) throws IOException, LifecycleException {
    return start(runtime, Api.class);
  }

  /** Starts another application. */
  static RestServer start(String runtime, Class<? extends Application> application)
      throws IOException, LifecycleException {
    return runtime.equals("se")
        ? withoutServlets(application)
        : inTomcat(SERVLETS.get(runtime), application);
  }

  /** The same with the servlet filter in front, which alone is configured. */
  static RestServer behindFilter(String runtime) throws IOException, LifecycleException {
    return inTomcat(SERVLETS.get(runtime), Api.BehindFilter.class);
  }

  private static RestServer withoutServlets(Class<? extends Application> application) {
    SeBootstrap.Configuration wanted =
        SeBootstrap.Configuration.builder().host("localhost").port(0).rootPath("/shop/api").build();
    SeBootstrap.Instance server =
        SeBootstrap.start(made(application), wanted).toCompletableFuture().join();
    return new RestServer(
        server.configuration().port(), () -> server.stop().toCompletableFuture().join());
  }

  private static Application made(Class<? extends Application> application) {
    try {
      return application.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static RestServer inTomcat(String servlet, Class<? extends Application> application)
      throws IOException, LifecycleException {
    Path base = Files.createTempDirectory("rest");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.toString());
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Context shop = tomcat.addContext("/shop", base.toString());
    Wrapper api = Tomcat.addServlet(shop, "api", servlet);
    api.addInitParameter("jakarta.ws.rs.Application", application.getName());
    api.addInitParameter("resteasy.servlet.mapping.prefix", "/api");
    api.setAsyncSupported(true);
    api.setLoadOnStartup(1);
    shop.addServletMappingDecoded("/api/*", "api");
    if (application == Api.BehindFilter.class) {
      filter(shop);
    }
    tomcat.getConnector();
    tomcat.start();
    return new RestServer(
        tomcat.getConnector().getLocalPort(),
        () -> {
          tomcat.stop();
          tomcat.destroy();
        });
  }

  private static void filter(Context shop) {
    FilterDef filter = new FilterDef();
    filter.setFilterName("jwt");
    filter.setFilterClass(JwtFilter.class.getName());
    filter.setAsyncSupported("true");
    Api.OPTIONS.forEach(filter::addInitParameter);
    shop.addFilterDef(filter);
    FilterMap all = new FilterMap();
    all.setFilterName("jwt");
    all.addURLPattern("/*");
    shop.addFilterMap(all);
  }

  String base() {
    return "/shop/api";
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws Exception {
    stop.close();
  }
}
