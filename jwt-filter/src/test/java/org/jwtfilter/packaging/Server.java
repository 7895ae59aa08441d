package org.jwtfilter.packaging;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jwtfilter.servlet.testkit.WebApp;

/** What the servers of these tests show to applications, and the application that is put there. */
final class Server {
  static final String KEY = "aGVyZSBhcmUgc29tZSByYW5kb20gYnl0ZXMgb2YgYSBrZXkgMTIzNDU2Nzg5MA==";

  private static final List<String> OWN =
      List.of(
          "org.apache.catalina.",
          "org.apache.coyote.",
          "org.apache.el.",
          "org.apache.jasper.",
          "org.apache.juli.",
          "org.apache.naming.",
          "org.apache.tomcat.",
          "org.eclipse.jetty.",
          "jakarta.");

  private Server() {}

  /** Everything that a server may have for its applications, without some packages. */
  static Predicate<String> without(List<String> missing) {
    return name ->
        Stream.concat(OWN.stream(), OptionalLibrary.packages()).anyMatch(name::startsWith)
            && missing.stream().noneMatch(name::startsWith);
  }

  /** Nothing but the server itself and the Servlet API. */
  static Predicate<String> bare() {
    return without(OptionalLibrary.packages().toList());
  }

  /** An application with sessions in tokens, which shows its caller and counts its requests. */
  static WebApp app(Map<String, String> more) {
    Map<String, String> params =
        new TreeMap<>(
            Map.of(
                "keys",
                "hmac:base64:" + KEY,
                "issuer",
                Ann.ISSUER,
                "session",
                "token",
                "protect",
                "/mine/*"));
    params.putAll(more);
    return WebApp.at("/shop")
        .filter("jwt", "org.jwtfilter.servlet.JwtFilter", params, "/*")
        .servlet("/mine/count", CountingServlet.class, Map.of())
        .ownClasses(CountingServlet.class);
  }
}
