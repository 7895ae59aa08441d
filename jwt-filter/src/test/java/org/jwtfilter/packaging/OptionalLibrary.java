package org.jwtfilter.packaging;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What may be there or not: docs/libraries.md has the same table, for people. */
enum OptionalLibrary {
  JEDIS("redis.clients:jedis", "redis.clients."),
  JCACHE("javax.cache:cache-api", "javax.cache."),
  /** On Jetty a module, whose classes go with it. */
  WEBSOCKET(
      "jakarta.websocket:jakarta.websocket-api",
      "jakarta.websocket.",
      "org.eclipse.jetty.ee10.websocket."),
  AUTHENTICATION("jakarta.authentication:jakarta.authentication-api", "jakarta.security.auth."),
  SECURITY(
      "jakarta.security.enterprise:jakarta.security.enterprise-api",
      "jakarta.security.enterprise."),
  CDI("jakarta.enterprise:jakarta.enterprise.cdi-api", "jakarta.enterprise."),
  JAX_RS("jakarta.ws.rs:jakarta.ws.rs-api", "jakarta.ws.rs."),
  ANNOTATIONS("jakarta.annotation:jakarta.annotation-api", "jakarta.annotation."),
  HK2("org.glassfish.hk2:hk2-api", "org.glassfish.hk2."),
  CXF("org.apache.cxf:cxf-rt-frontend-jaxrs", "org.apache.cxf.");

  private final String coordinates;
  private final List<String> classes;

  OptionalLibrary(String coordinates, String... classes) {
    this.coordinates = coordinates;
    this.classes = List.of(classes);
  }

  String coordinates() {
    return coordinates;
  }

  /** What the names of its classes begin with. */
  List<String> classes() {
    return classes;
  }

  static Stream<String> packages() {
    return Arrays.stream(values()).flatMap(one -> one.classes.stream());
  }
}
