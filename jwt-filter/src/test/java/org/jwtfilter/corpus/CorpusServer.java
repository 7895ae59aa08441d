package org.jwtfilter.corpus;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jwtfilter.servlet.JwtFilter;
import org.jwtfilter.servlet.testkit.Node;
import org.jwtfilter.servlet.testkit.ServerUnderTest;
import org.jwtfilter.servlet.testkit.WebApp;

/**
 * The server that the corpus speaks to: the applications {@code /hs256 /rs256 /es256 /jwks}, each
 * with the filter, configured by the init-params of its {@code web.xml} alone, before {@code
 * protected/whoami} and an open {@code public/}.
 *
 * <p>From the project's root:
 *
 * <pre>{@code
 * mvn -q -pl jwt-filter test-compile exec:java@corpus -Dexec.args="KEYS PORT tomcat"
 * }</pre>
 *
 * where {@code KEYS} is a folder with {@code hs256.b64u}, {@code rs256-public.pem}, {@code
 * es256-public.pem} and {@code jwks.json}, such as {@code
 * jwt-filter/src/test/resources/corpus/keys} (a relative one is below the folder of the command),
 * and the server is {@code tomcat} (the default) or {@code jetty}. It listens on 127.0.0.1 only and
 * runs until it is killed.
 */
public final class CorpusServer {
  private CorpusServer() {}

  /** Starts the server of the arguments: folder of keys, port, {@code tomcat} or {@code jetty}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 2 || arguments.length > 3) {
      throw new IllegalArgumentException(
          "give the folder of keys, the port, and tomcat or jetty: KEYS PORT [tomcat|jetty]");
    }
    String server = arguments.length == 3 ? arguments[2] : "tomcat";
    Node node =
        start(
            ServerUnderTest.valueOf(server.toUpperCase(Locale.ROOT)),
            Integer.parseInt(arguments[1]),
            Path.of(arguments[0]).toAbsolutePath());
    System.out.println(server + " is ready: " + node.base() + "/protected/whoami");
    Thread.currentThread().join();
  }

  /** Starts it inside this process; port 0 for a free one. */
  static Node start(ServerUnderTest server, int port, Path keys) throws IOException {
    String secret = Files.readString(keys.resolve("hs256.b64u")).trim();
    return server.start(
        port,
        List.of(
            app("/hs256", "hmac:base64:" + secret, "HS256"),
            app("/rs256", "pem:" + keys.resolve("rs256-public.pem"), "RS256"),
            app("/es256", "pem:" + keys.resolve("es256-public.pem"), "ES256"),
            app("/jwks", "jwks:" + keys.resolve("jwks.json"), "")));
  }

  private static WebApp app(String contextPath, String keys, String algorithms) {
    return WebApp.at(contextPath)
        .filter("jwt", JwtFilter.class, initParams(keys, algorithms), "/*")
        .servlet("/protected/whoami", CorpusServer::whoAmI)
        .servlet("/public/*", (request, response) -> response.getWriter().print("open"));
  }

  private static Map<String, String> initParams(String keys, String algorithms) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("keys", keys);
    if (!algorithms.isEmpty()) {
      params.put("algorithms", algorithms);
    }
    params.put("issuer", "https://issuer.test.example");
    params.put("audience", "https://api.test.example");
    params.put("clock-skew", "30s");
    params.put("principal-claim", "sub");
    params.put("token-from", "header, cookie, query, form");
    params.put("cookie-name", "__Host-jwt");
    params.put("cookie-path", "/");
    params.put("protect", "/protected/*");
    params.put("allowed-origins", "https://app.test.example");
    params.put("csrf", "on");
    return params;
  }

  private static void whoAmI(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json;charset=UTF-8");
    try (PrintWriter out = response.getWriter()) {
      out.print("{\"sub\":\"" + escape(request.getUserPrincipal().getName()) + "\"}");
    }
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
