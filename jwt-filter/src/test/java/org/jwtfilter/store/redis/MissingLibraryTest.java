package org.jwtfilter.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;

/** An application without Jedis, or without JCache: the words that it gets. */
class MissingLibraryTest {

  /** Sees our classes, but not the libraries that are optional. */
  private static final class Without extends ClassLoader {
    Without() {
      super(MissingLibraryTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("redis.clients.") || name.startsWith("javax.cache.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("org.jwtfilter.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      return known == null ? ours(name) : known;
    }

    private Class<?> ours(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static String messageOf(String uri) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    Without without = new Without();
    thread.setContextClassLoader(without);
    try {
      Class<?> settings = without.loadClass(StoreSettings.class.getName());
      Object given =
          settings
              .getConstructor(String.class, Duration.class, Clock.class, String.class)
              .newInstance(uri, Duration.ofSeconds(1), Clock.systemUTC(), "");
      Class<?> stores = without.loadClass(Stores.class.getName());
      InvocationTargetException failed =
          assertThrows(
              InvocationTargetException.class,
              () -> stores.getMethod("open", settings).invoke(null, given));
      return failed.getCause().getMessage();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void without_jedis_its_name_is_said() throws Exception {
    assertEquals(
        "store: redis: needs the library redis.clients:jedis (5 or later), with those that it needs"
            + " itself, in WEB-INF/lib or in the server (CLASS is missing)",
        messageOf("redis://:secret@h").replaceAll("redis/clients/jedis/\\w+(/\\w+)*", "CLASS"));
  }

  @Test
  void without_jcache_its_name_is_said() throws Exception {
    assertEquals(
        "store: jcache: needs the library javax.cache:cache-api (1.1) and an implementation of it,"
            + " such as Hazelcast, Infinispan or Ehcache, in WEB-INF/lib or in the server"
            + " (CLASS is missing)",
        messageOf("jcache:logins").replaceAll("javax/cache/\\w+(/\\w+)*", "CLASS"));
  }
}
