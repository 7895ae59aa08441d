package org.jwtfilter.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.Stores;
import org.jwtfilter.store.testkit.PostgresServer;
import org.jwtfilter.store.testkit.TestPool;

@Timeout(60)
class JdbcStoreProviderTest {
  private static final byte[] VALUE = {1, 2, 3};

  /** Names a thing as a server does; the naming that Jetty brings to the tests is there always. */
  private static void withName(String name, Object thing, Runnable test) throws NamingException {
    Context comp = (Context) new InitialContext().lookup("java:comp");
    Context env = comp.createSubcontext("env");
    try {
      env.bind(name, thing);
      test.run();
    } finally {
      env.unbind(name);
      comp.destroySubcontext("env");
    }
  }

  private static StoreSettings settings(String uri, Duration timeout) {
    return new StoreSettings(uri, timeout, Clock.systemUTC(), "");
  }

  private static DataSource h2() {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:provider;DB_CLOSE_DELAY=-1");
    return source;
  }

  private static String refused(String uri) {
    StoreSettings settings = settings(uri, Duration.ofSeconds(20));
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> Stores.open(settings)).getMessage());
  }

  private static Instant later() {
    return Instant.now().plusSeconds(60);
  }

  @Test
  void a_source_that_the_server_has_under_a_name_is_found() throws NamingException {
    withName(
        "x",
        h2(),
        () -> {
          String uri = "jdbc:java:comp/env/x?table=named";
          try (Store store = Stores.open(settings(uri, Duration.ofSeconds(20)))) {
            store.write("key", VALUE, later());
            assertArrayEquals(VALUE, store.read(Set.of("key")).get("key"));
          }
        });
  }

  @Test
  void a_name_that_the_server_does_not_have_is_refused_with_what_to_declare() {
    String said = refused("jdbc:java:comp/env/jdbc/x");
    assertTrue(said.startsWith("store: jdbc:java:comp/env/jdbc/x: nothing is there ("), said);
    assertTrue(said.contains("<resource-ref>"), said);
  }

  @Test
  void something_else_under_that_name_is_refused() throws NamingException {
    withName(
        "x",
        "a string",
        () -> assertTrue(refused("jdbc:java:comp/env/x").endsWith("is no javax.sql.DataSource")));
  }

  @Test
  void an_address_of_a_database_is_refused_and_its_password_not_shown() {
    String said = refused("jdbc:postgresql://u:hunter2@host/db?password=hunter2");
    assertTrue(said.contains("as in jdbc:java:comp/env/jdbc/x"), said);
    assertFalse(said.contains("hunter2"), said);
  }

  @Test
  void names_of_other_protocols_are_not_looked_up() {
    assertTrue(refused("jdbc:ldap://evil/x").contains("as in jdbc:java:comp/env/jdbc/x"));
  }

  @Test
  void a_pool_that_never_lends_makes_calls_fail_in_time() throws Exception {
    TestPool pool = new TestPool(h2(), 1);
    StoreSettings settings = settings("jdbc:java:unused?table=never_lends", Duration.ofMillis(200));
    try (Store store = JdbcStoreProvider.open(pool, settings);
        Connection taken = pool.getConnection()) {
      long start = System.nanoTime();
      assertThrows(StoreException.class, () -> store.read(Set.of("key")));
      assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 2000);
      assertFalse(taken.isClosed());
    }
  }

  @Test
  void a_write_that_was_given_up_does_not_happen_later() throws Exception {
    TestPool pool = new TestPool(h2(), 1);
    // With one thread, the next call comes after what was given up.
    StoreSettings settings =
        settings("jdbc:java:unused?table=given_up&threads=1", Duration.ofMillis(300));
    try (Store store = JdbcStoreProvider.open(pool, settings)) {
      try (Connection taken = pool.getConnection()) {
        assertThrows(StoreException.class, () -> store.write("key", VALUE, later()));
        assertFalse(taken.isClosed());
      }
      assertEquals(Set.of(), firstAnswer(store).keySet());
    }
  }

  private static Map<String, byte[]> firstAnswer(Store store) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        return store.read(Set.of("key"));
      } catch (StoreException notYet) {
        assertTrue(System.nanoTime() < deadline, notYet.toString());
      }
    }
  }

  @Test
  void connections_are_given_back_as_they_were() throws SQLException {
    DataSource server = PostgresServer.shared().dataSource();
    TestPool pool = new TestPool(server, 1, false, true);
    StoreSettings settings = settings("jdbc:java:unused?table=given_back", Duration.ofSeconds(20));
    try (Store store = JdbcStoreProvider.open(pool, settings)) {
      store.write("key", VALUE, later());
      assertFalse(store.replace("key", null, VALUE, later()));
      store.read(Set.of("key"));
      assertEquals(1, pool.idle());
      assertFalse(pool.peek().getAutoCommit());
      assertTrue(pool.peek().isReadOnly());
      assertEquals(0, pool.peek().getNetworkTimeout());
    }
    pool.close();
  }

  @Test
  void a_call_does_not_run_in_the_transaction_of_the_callers_thread() throws Exception {
    Thread[] seen = new Thread[1];
    CountDownLatch asked = new CountDownLatch(1);
    DataSource watching =
        (DataSource)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  seen[0] = Thread.currentThread();
                  asked.countDown();
                  return h2().getConnection();
                });
    StoreSettings settings = settings("jdbc:java:unused?table=apart", Duration.ofSeconds(20));
    try (Store store = JdbcStoreProvider.open(watching, settings)) {
      store.read(Set.of("key"));
      asked.await();
      assertNotSame(Thread.currentThread(), seen[0]);
    }
  }
}
