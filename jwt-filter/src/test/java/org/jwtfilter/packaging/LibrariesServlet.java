package org.jwtfilter.packaging;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Of the application: uses its own Jackson, java-jwt and Caffeine, whatever versions they are, and
 * tells from which jars they were.
 */
public final class LibrariesServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    ObjectMapper mapper = new ObjectMapper();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("user", request.getRemoteUser());
    answer.put("jwt", tokenOfTheApplication());
    answer.put("jars", jar(ObjectMapper.class) + " " + jar(JWT.class));
    JsonNode read = mapper.readTree(mapper.writeValueAsString(answer));
    response
        .getWriter()
        .print(
            read.get("user").asText()
                + ", "
                + read.get("jwt").asText()
                + ", "
                + cached("kept")
                + "; "
                + read.get("jars").asText());
  }

  private static String tokenOfTheApplication() {
    Algorithm algorithm = Algorithm.HMAC256("a secret of the application, which is long enough");
    String token = JWT.create().withSubject("partner").sign(algorithm);
    return JWT.require(algorithm).build().verify(token).getSubject();
  }

  /** By reflection: our tests are compiled without it. */
  private static Object cached(String value) throws ServletException {
    try {
      Class<?> builder = Class.forName("com.github.benmanes.caffeine.cache.Caffeine");
      Class<?> cache = Class.forName("com.github.benmanes.caffeine.cache.Cache");
      Object made =
          builder
              .getMethod("build")
              .invoke(
                  builder
                      .getMethod("maximumSize", long.class)
                      .invoke(builder.getMethod("newBuilder").invoke(null), 10L));
      cache.getMethod("put", Object.class, Object.class).invoke(made, "key", value);
      return cache.getMethod("getIfPresent", Object.class).invoke(made, "key");
    } catch (ReflectiveOperationException e) {
      throw new ServletException(e);
    }
  }

  private static String jar(Class<?> type) {
    String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return Path.of(path).getFileName().toString();
  }
}
