package org.jwtfilter.store.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;
import org.jwtfilter.store.testkit.RedisServer;

/** Passwords, users who may do little, and databases of a real Redis. */
class RedisLoginTest {
  private static RedisServer server;

  @BeforeAll
  static void start() {
    server =
        RedisServer.start(
            "requirepass pa:ss@w/rd",
            "user app on >app-secret ~ns:* -@all +get +set +unlink +eval +evalsha");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Store open(String login, String rest) {
    String uri = "redis://" + login + "127.0.0.1:" + server.port() + rest;
    return Stores.open(new StoreSettings(uri, Duration.ofSeconds(5), Clock.systemUTC(), "ns:"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Instant later() {
    return Instant.now().plusSeconds(3600);
  }

  @Test
  void a_password_opens() {
    try (Store store = open(":pa%3Ass%40w%2Frd@", "")) {
      assertEquals(Map.of(), store.read(Set.of("nobody")));
    }
  }

  @Test
  void a_user_with_the_few_documented_permissions_can_do_everything() {
    try (Store store = open("app:app-secret@", "")) {
      store.write("key", bytes("one"), later());
      assertTrue(store.replace("key", bytes("one"), bytes("two"), later()));
      assertFalse(store.replace("key", null, bytes("three"), later()));
      assertArrayEquals(bytes("two"), store.read(Set.of("key")).get("key"));
      store.delete("key");
      assertTrue(store.replace("key", null, bytes("three"), later()));
    }
  }

  @Test
  void a_wrong_password_is_said_but_not_shown() {
    try (Store store = open("app:hunter2@", "")) {
      StoreException refused =
          assertThrows(StoreException.class, () -> store.read(Set.of("private-key")));
      assertEquals(
          "redis://***@127.0.0.1:"
              + server.port()
              + " refuses: WRONGPASS invalid username-password pair or user is disabled.",
          refused.getMessage());
      assertNull(refused.getCause());
    }
  }

  @Test
  void a_missing_password_is_said() {
    try (Store store = open("", "")) {
      StoreException refused =
          assertThrows(StoreException.class, () -> store.read(Set.of("private-key")));
      assertTrue(refused.getMessage().contains("refuses: NOAUTH"), refused.getMessage());
    }
  }

  @Test
  void a_missing_permission_is_said() {
    Store front =
        RedisStore.open(
            RedisUri.parse(settings("redis://app:app-secret@127.0.0.1:" + server.port())),
            settings("redis://app:app-secret@127.0.0.1:" + server.port()));
    StoreException refused =
        assertThrows(StoreException.class, () -> front.read(Set.of("elsewhere:private-key")));
    assertTrue(refused.getMessage().contains("refuses: NOPERM"), refused.getMessage());
    assertFalse(refused.getMessage().contains("private-key"), refused.getMessage());
    front.close();
  }

  private static StoreSettings settings(String uri) {
    return new StoreSettings(uri, Duration.ofSeconds(5), Clock.systemUTC(), "");
  }

  @Test
  void databases_are_apart() {
    try (Store zero = open(":pa:ss@w/rd@", "/0");
        Store three = open(":pa:ss@w/rd@", "/3")) {
      zero.write("apart", bytes("one"), later());
      assertEquals(Map.of(), three.read(Set.of("apart")));
    }
  }

  @Test
  void a_database_that_is_not_there_is_said() {
    try (Store store = open(":pa:ss@w/rd@", "/16")) {
      StoreException refused =
          assertThrows(StoreException.class, () -> store.read(Set.of("private-key")));
      assertTrue(refused.getMessage().endsWith("DB index is out of range"), refused.getMessage());
    }
  }
}
