package org.jwtfilter.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreException;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.testkit.PostgresServer;

class SchemaTest {
  private static final PostgresServer SERVER = PostgresServer.shared();

  private static Store open(DataSource source, String parameters) {
    return JdbcStoreProvider.open(
        source,
        new StoreSettings(
            "jdbc:java:unused" + parameters, Duration.ofSeconds(20), Clock.systemUTC(), ""));
  }

  private static void run(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String refusal(DataSource source, String parameters) {
    return String.valueOf(
        assertThrows(StoreException.class, () -> open(source, parameters)).getMessage());
  }

  private static void assertWorks(Store store) {
    assertTrue(store.replace("key", null, new byte[] {1}, Instant.now().plusSeconds(60)));
    assertEquals(Set.of("key"), store.read(Set.of("key")).keySet());
  }

  @Test
  void a_missing_table_that_may_not_be_made_is_shown_so_that_it_can_be_made_by_hand()
      throws SQLException {
    run(SERVER.dataSource(), "CREATE ROLE poor LOGIN");
    run(SERVER.dataSource(), "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    String said = refusal(SERVER.dataSource("poor"), "?table=by_hand");
    assertTrue(said.contains("permission denied"), said);
    String definition = said.substring(said.indexOf("Please run:\n") + 12);
    run(SERVER.dataSource(), definition);
    run(SERVER.dataSource(), "GRANT SELECT, INSERT, UPDATE, DELETE ON by_hand TO poor");
    try (Store store = open(SERVER.dataSource("poor"), "?table=by_hand")) {
      assertWorks(store);
    }
  }

  @Test
  void a_missing_table_is_not_made_if_that_is_switched_off() {
    String said = refusal(SERVER.dataSource(), "?table=never&create=false");
    assertTrue(said.contains("the table never is missing"), said);
    assertTrue(said.contains("create=false is set"), said);
    assertTrue(said.contains("CREATE TABLE never ("), said);
    assertTrue(said.contains("CREATE INDEX never_ends ON never (ends_at);"), said);
  }

  @Test
  void a_table_of_other_columns_is_refused_and_left_alone() throws SQLException {
    run(SERVER.dataSource(), "CREATE TABLE strange (id INT)");
    String said = refusal(SERVER.dataSource(), "?table=strange");
    assertTrue(said.contains("the table strange is missing or has other columns"), said);
    run(SERVER.dataSource(), "INSERT INTO strange (id) VALUES (1)");
  }

  @Test
  void a_table_may_be_in_a_schema() throws SQLException {
    run(SERVER.dataSource(), "CREATE SCHEMA apart");
    try (Store store = open(SERVER.dataSource(), "?table=apart.logins")) {
      assertWorks(store);
    }
    run(SERVER.dataSource(), "DELETE FROM apart.logins");
  }

  @Test
  void a_table_that_is_dropped_is_made_again_by_the_second_call_after() throws SQLException {
    try (Store store = open(SERVER.dataSource(), "?table=dropped")) {
      assertWorks(store);
      run(SERVER.dataSource(), "DROP TABLE dropped");
      assertThrows(StoreException.class, () -> store.read(Set.of("key")));
      assertWorks(store);
    }
  }

  @Test
  void nodes_that_start_together_all_find_the_table() throws Exception {
    for (int round = 0; round < 3; round++) {
      String table = "?table=together" + round;
      int nodes = 6;
      ExecutorService all = Executors.newFixedThreadPool(nodes);
      CyclicBarrier barrier = new CyclicBarrier(nodes);
      List<Future<Store>> stores = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        stores.add(
            all.submit(
                () -> {
                  barrier.await();
                  return open(SERVER.dataSource(), table);
                }));
      }
      for (Future<Store> one : stores) {
        try (Store store = one.get(30, TimeUnit.SECONDS)) {
          store.delete("key");
        }
      }
      all.shutdown();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PostgreSQL, POSTGRESQL",
    "H2, H2",
    "MySQL, MYSQL",
    "MariaDB, MARIADB",
    "Oracle, ORACLE",
    "Microsoft SQL Server, SQL_SERVER",
    "HSQL Database Engine, OTHER",
    "DB2/LINUXX8664, OTHER"
  })
  void databases_are_told_apart_by_the_name_that_their_driver_gives(
      String product, Dialect dialect) {
    assertEquals(dialect, Dialect.of(product));
  }

  /** H2 speaks a little of each; what it does not know of a dialect is cut away first. */
  @ParameterizedTest
  @EnumSource
  void every_definition_is_sql_that_h2_takes_in_that_mode(Dialect dialect) throws SQLException {
    JdbcDataSource source = new JdbcDataSource();
    String mode =
        switch (dialect) {
          case POSTGRESQL -> "PostgreSQL";
          case MYSQL -> "MySQL";
          case MARIADB -> "MariaDB";
          case ORACLE -> "Oracle";
          case SQL_SERVER -> "MSSQLServer";
          case H2, OTHER -> "Regular";
        };
    source.setURL("jdbc:h2:mem:ddl" + dialect + ";DB_CLOSE_DELAY=-1;MODE=" + mode);
    for (String statement : dialect.definition("jwt_store")) {
      run(
          source,
          statement
              .replace(" CHARACTER SET ascii COLLATE ascii_bin", "")
              .replace(" COLLATE Latin1_General_BIN2", "")
              .replace("VARBINARY(MAX)", "VARBINARY"));
    }
    run(
        source,
        "INSERT INTO jwt_store (digest, content, ends_at, store_key) VALUES ('d', NULL, 1, 'k')");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?table=a;drop table b | table=a;drop table b is not of the form",
        "?create=perhaps | create=perhaps is not of the form true|false",
        "?threads=0 | threads=0 is not of the form",
        "?tabel=a | there is no parameter \"tabel\"; there are [create, table, threads]"
      },
      quoteCharacter = '\'')
  void a_wrong_parameter_is_refused(String parameters, String words) {
    String said =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class, () -> open(SERVER.dataSource(), parameters))
                .getMessage());
    assertTrue(said.contains(words.split("\\|")[0].strip()), said);
  }
}
