package org.jwtfilter.key;

import com.auth0.jwt.algorithms.Algorithm;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the plain jar needs beside it: without these, or with versions that are too old, nothing of
 * ours works, and the class that the JVM would miss first says nothing of what to do.
 */
public final class Libraries {
  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  private Libraries() {}

  /**
   * Uses each library once. For every entry point, before anything else.
   *
   * @throws IllegalStateException if one is missing or too old: which, where it belongs, and what
   *     else can be done
   */
  public static void check() {
    List<String> unusable =
        Stream.of(
                problem("java-jwt (com.auth0), 4.0 or later", Libraries::sign),
                problem(
                    "jackson-core (com.fasterxml.jackson.core), 2.16 or later", Libraries::parse))
            .flatMap(List::stream)
            .toList();
    if (!unusable.isEmpty()) {
      throw new IllegalStateException(
          "jwt-filter cannot start without "
              + String.join(" and ", unusable)
              + ": put what is missing or too old into WEB-INF/lib, or take"
              + " jwt-filter-<version>-all.jar in place of the plain jar: it brings both under names"
              + " of its own, whatever versions the application has");
    }
  }

  private static List<String> problem(String library, Runnable use) {
    try {
      use.run();
      return List.of();
    } catch (LinkageError e) {
      return List.of(library + " (" + e + ")");
    }
  }

  private static void sign() {
    Algorithm.HMAC256(new byte[32]).sign(EMPTY_OBJECT, EMPTY_OBJECT);
  }

  private static void parse() {
    StrictJson.object(EMPTY_OBJECT);
  }
}
