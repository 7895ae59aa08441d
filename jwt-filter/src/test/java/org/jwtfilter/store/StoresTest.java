package org.jwtfilter.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {
  private static final byte[] VALUE = {1, 2, 3};

  private static StoreSettings settings(String uri) {
    return new StoreSettings(uri, Duration.ofSeconds(1), Clock.systemUTC(), "app:");
  }

  private static String refused(String uri) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> Stores.open(settings(uri)))
            .getMessage());
  }

  private static Instant later() {
    return Instant.now().plusSeconds(60);
  }

  /** A provider as an application brings it. */
  public static final class OfTheApplication implements StoreProvider {
    @Override
    public Set<String> schemes() {
      return Set.of("mine");
    }

    @Override
    public String needs() {
      return "the library org.example:engine (2 or later) in WEB-INF/lib";
    }

    @Override
    public Store open(StoreSettings settings) {
      if (settings.address().equals("missing")) {
        throw new NoClassDefFoundError("org/example/Engine");
      }
      return new MemoryStore(settings.clock(), 10, 1 << 20);
    }
  }

  /** Runs with a context class loader that sees one more file of services. */
  private static void withService(Path folder, String className, Runnable test) throws IOException {
    Path file = folder.resolve("META-INF/services/" + StoreProvider.class.getName());
    Files.createDirectories(file.getParent());
    Files.writeString(file, className);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] urls = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, before)) {
      thread.setContextClassLoader(loader);
      test.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void an_unknown_scheme_is_refused_with_the_known_ones() {
    String said = refused("mongo://user:hunter2@host");
    assertTrue(said.startsWith("store: no store is known as mongo: (known: "), said);
    assertTrue(said.contains("jdbc:") && said.contains("memory:"), said);
    assertFalse(said.contains("hunter2"), said);
  }

  @Test
  void a_provider_of_the_application_is_found_by_the_context_class_loader(@TempDir Path folder)
      throws IOException {
    assertTrue(refused("mine:x").contains("no store is known as mine:"));
    withService(
        folder,
        OfTheApplication.class.getName(),
        () -> {
          try (Store store = Stores.open(settings("mine:x"))) {
            store.write("key", VALUE, later());
            assertArrayEquals(VALUE, store.read(Set.of("key")).get("key"));
          }
        });
  }

  @Test
  void our_own_providers_are_found_without_the_context_class_loader() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
      Stores.open(settings("memory:local")).close();
      thread.setContextClassLoader(null);
      Stores.open(settings("memory:local")).close();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void a_missing_library_is_named(@TempDir Path folder) throws IOException {
    withService(
        folder,
        OfTheApplication.class.getName(),
        () ->
            assertEquals(
                "store: mine: needs the library org.example:engine (2 or later) in WEB-INF/lib"
                    + " (org/example/Engine is missing)",
                refused("mine:missing")));
  }

  @Test
  void a_wrong_file_of_services_is_named(@TempDir Path folder) throws IOException {
    withService(
        folder,
        "org.example.Missing",
        () -> {
          String said = refused("memory:local");
          assertTrue(said.contains("META-INF/services/org.jwtfilter.store.StoreProvider"), said);
          assertTrue(said.contains("org.example.Missing"), said);
        });
  }

  // --- the front of every engine

  /** Remembers what it is asked, and throws what it is told to. */
  private static final class Engine implements Store {
    final List<String> asked = new ArrayList<>();
    @Nullable RuntimeException fault;

    private void answer(String call) {
      asked.add(call);
      if (fault != null) {
        throw fault;
      }
    }

    @Override
    public Map<String, byte[]> read(Set<String> keys) {
      answer("read " + keys);
      return Map.of("app:key", VALUE);
    }

    @Override
    public void write(String key, byte[] value, Instant expires) {
      answer("write " + key + " " + expires);
    }

    @Override
    public boolean replace(String key, byte @Nullable [] expected, byte[] value, Instant expires) {
      answer("replace " + key + " " + expires);
      return true;
    }

    @Override
    public void delete(String key) {
      answer("delete " + key);
    }

    @Override
    public void close() {
      answer("close");
    }
  }

  private final Engine engine = new Engine();
  private final Store store = Stores.over(engine, settings("test://u:hunter2@host"));

  @Test
  void an_engine_sees_keys_with_their_namespace_and_the_caller_does_not() {
    assertEquals(Set.of("key"), store.read(Set.of("key")).keySet());
    store.delete("key");
    assertEquals(List.of("read [app:key]", "delete app:key"), engine.asked);
  }

  @Test
  void an_engine_sees_ends_in_whole_milliseconds_and_within_reason() {
    store.write("key", VALUE, Instant.parse("2100-01-01T00:00:00.123456789Z"));
    store.write("key", VALUE, Instant.MAX);
    store.replace("key", null, VALUE, Instant.MIN);
    assertEquals(
        List.of(
            "write app:key 2100-01-01T00:00:00.123Z",
            "write app:key 9999-12-31T23:59:59Z",
            "replace app:key 1970-01-01T00:00:00Z"),
        engine.asked);
  }

  @Test
  void an_engine_is_asked_to_delete_what_is_written_with_an_end_that_is_past() {
    store.write("key", VALUE, Instant.EPOCH);
    assertEquals(List.of("delete app:key"), engine.asked);
  }

  @Test
  void an_engine_is_not_asked_without_a_key_nor_after_the_end_and_closed_once() {
    store.read(Set.of());
    store.close();
    store.close();
    assertThrows(StoreException.class, () -> store.delete("key"));
    assertEquals(List.of("close"), engine.asked);
  }

  @Test
  void whatever_an_engine_throws_becomes_an_exception_of_the_store_that_shows_no_data() {
    engine.fault = new IllegalStateException("of the value s3cr3t");
    StoreException failed = assertThrows(StoreException.class, () -> store.delete("key"));
    assertEquals("test://***@host failed: java.lang.IllegalStateException", failed.getMessage());
    assertEquals("test://***@host", store.toString());
  }
}
