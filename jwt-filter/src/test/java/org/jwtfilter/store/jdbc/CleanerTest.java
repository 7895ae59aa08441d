package org.jwtfilter.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jwtfilter.SettableClock;
import org.jwtfilter.servlet.testkit.ServerLog;
import org.jwtfilter.store.StoreSettings;

class CleanerTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final JdbcConnectionPool pool =
      JdbcConnectionPool.create("jdbc:h2:mem:cleaner;DB_CLOSE_DELAY=-1", "sa", "");
  private final SettableClock clock = new SettableClock(NOW);
  private final JdbcStore store = store();

  private JdbcStore store() {
    StoreSettings settings =
        new StoreSettings("jdbc:java:unused", Duration.ofSeconds(20), clock, "");
    return new JdbcStore(pool, settings, "jwt_store", true);
  }

  private Cleaner cleaner() {
    return new Cleaner(store, "jdbc:java:unused", clock);
  }

  @BeforeEach
  void makeTable() {
    store.prepare();
  }

  @AfterEach
  void drop() throws SQLException {
    sql("DROP ALL OBJECTS");
    pool.dispose();
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  /** How many rows there are, without the cleaner's own. */
  private int rows() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM jwt_store WHERE store_key <> '~cleaner'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private void write(int many, Duration until) {
    for (int i = 0; i < many; i++) {
      store.write("key/" + until + "/" + i, new byte[] {1}, clock.instant().plus(until));
    }
  }

  @Test
  void a_row_is_left_for_a_minute_after_its_end_and_then_removed() throws SQLException {
    write(1, Duration.ofSeconds(10));
    clock.set(NOW.plusSeconds(10).plus(Cleaner.GRACE).minusMillis(1));
    cleaner().runOnce();
    assertEquals(1, rows());
    store.delete(Cleaner.LEASE_KEY);
    clock.advance(Duration.ofMillis(1));
    cleaner().runOnce();
    assertEquals(0, rows());
  }

  @Test
  void rows_that_have_not_ended_stay() throws SQLException {
    write(3, Duration.ofSeconds(10));
    write(2, Duration.ofHours(2));
    clock.advance(Duration.ofHours(1));
    cleaner().runOnce();
    assertEquals(2, rows());
  }

  @Test
  void more_rows_than_one_batch_takes_are_all_removed() throws SQLException {
    write(2 * Table.KEYS + 1, Duration.ofSeconds(10));
    clock.advance(Duration.ofHours(1));
    cleaner().runOnce();
    assertEquals(0, rows());
  }

  @Test
  void of_two_nodes_one_cleans_until_its_lease_ends() throws SQLException {
    cleaner().runOnce();
    write(1, Duration.ofSeconds(10));
    clock.advance(Duration.ofSeconds(179));
    cleaner().runOnce();
    assertEquals(1, rows());
    clock.advance(Duration.ofSeconds(1));
    cleaner().runOnce();
    assertEquals(0, rows());
  }

  @Test
  void the_lease_ends_before_the_shortest_time_to_the_next_round() throws SQLException {
    cleaner().runOnce();
    write(1, Duration.ofSeconds(10));
    clock.advance(Cleaner.delay(() -> 0));
    cleaner().runOnce();
    assertEquals(0, rows());
  }

  @Test
  void rounds_come_every_four_to_six_minutes() {
    assertEquals(Duration.ofMinutes(4), Cleaner.delay(() -> 0));
    assertEquals(Duration.ofMinutes(5), Cleaner.delay(() -> 0.5));
    assertEquals(Duration.ofMinutes(6), Cleaner.delay(() -> 1));
  }

  @Test
  void a_failure_is_said_once_until_it_works_again() throws SQLException {
    Cleaner cleaner = cleaner();
    try (ServerLog log = ServerLog.of(Cleaner.class.getName())) {
      sql("ALTER TABLE jwt_store RENAME COLUMN ends_at TO other");
      cleaner.runOnce();
      cleaner.runOnce();
      assertEquals(1, log.records().size());
      sql("ALTER TABLE jwt_store RENAME COLUMN other TO ends_at");
      cleaner.runOnce();
      sql("ALTER TABLE jwt_store RENAME COLUMN ends_at TO other");
      cleaner.runOnce();
      assertEquals(2, log.records().size());
    }
  }
}
