package org.jwtfilter.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jwtfilter.JwtEvents;
import org.jwtfilter.key.KeyLoader;

/** Where in the objects of a running application its secret is: where it is used, and once each. */
class SecretsOnTheHeapTest {
  private static final String SECRET = "Tq7vX2mB9sLk4Rw8Zc1Yd6Nf3Hg5Jp0Ua";

  @TempDir private Path folder;

  @Test
  void secretOfAFile_isHeldByWhatSigns_andByWhatDerives() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    try (JwtRuntime runtime =
        JwtRuntime.start(
            Fixture.parsed("keys", "hmac:file:" + file, "session", "token", "bind", "fingerprint"),
            new KeyLoader(
                KeyLoader.Resources.of(SecretsOnTheHeapTest.class.getClassLoader()),
                name -> Optional.empty()),
            Duration.ofMinutes(30),
            Fixture.CLOCK,
            JwtEvents.NONE)) {
      assertEquals(
          Map.of("HMACAlgorithm.secret", 1, "SealingKeys.secrets", 1),
          new Walk().from(runtime).found);
    }
  }

  /** Of all objects that ours lead to; into Java's own it looks by their methods. */
  private static final class Walk {
    private final Map<String, Integer> found = new TreeMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Map.Entry<String, Object>> open = new ArrayDeque<>();

    Walk from(Object root) throws IllegalAccessException {
      open.add(Map.entry("", root));
      while (!open.isEmpty()) {
        Map.Entry<String, Object> next = open.remove();
        if (seen.add(next.getValue())) {
          look(next.getKey(), next.getValue());
        }
      }
      return this;
    }

    private void look(String place, Object value) throws IllegalAccessException {
      if (holdsSecret(value)) {
        found.merge(place, 1, Integer::sum);
      }
      if (value instanceof Map<?, ?> map) {
        map.forEach(
            (key, one) -> {
              add(place, key);
              add(place, one);
            });
      } else if (value instanceof Collection<?> all) {
        all.forEach(one -> add(place, one));
      } else if (value instanceof Optional<?> one) {
        one.ifPresent(inside -> add(place, inside));
      } else if (value instanceof AtomicReferenceArray<?> array) {
        for (int i = 0; i < array.length(); i++) {
          add(place, array.get(i));
        }
      } else if (value instanceof Object[] array) {
        for (Object one : array) {
          add(place, one);
        }
      } else if (isOurs(value.getClass())) {
        fields(value);
      }
    }

    private void fields(Object value) throws IllegalAccessException {
      for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (!field.getType().isPrimitive()
              && isOurs(type)
              && !Modifier.isStatic(field.getModifiers())) {
            add(type.getSimpleName() + "." + field.getName(), read(field, value));
          }
        }
      }
    }

    private static Object read(Field field, Object value) throws IllegalAccessException {
      // Lambdas are hidden classes, whose fields can be read all the same.
      field.setAccessible(true);
      return field.get(value);
    }

    private void add(String place, Object value) {
      if (value != null) {
        open.add(Map.entry(place, value));
      }
    }

    private static boolean isOurs(Class<?> type) {
      return type.getName().startsWith("org.jwtfilter.") || type.getName().startsWith("com.auth0.");
    }

    private static boolean holdsSecret(Object value) {
      String base64 = Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8));
      String text =
          value instanceof byte[] bytes
              ? new String(bytes, ISO_8859_1)
              : value instanceof char[] chars
                  ? new String(chars)
                  : value instanceof Key key && key.getEncoded() != null
                      ? new String(key.getEncoded(), ISO_8859_1)
                      : value instanceof CharSequence ? value.toString() : "";
      return text.contains(SECRET) || text.contains(base64.substring(0, 40));
    }
  }
}
