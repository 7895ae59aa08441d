package org.jwtfilter.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The statements, each on a connection that somebody else sees to. Times are epoch milliseconds.
 */
final class Table {
  /** How many keys one statement takes; Oracle takes a thousand. */
  static final int KEYS = 512;

  private final int timeoutSeconds;
  private final String read;
  private final String insert;
  private final String insertOrUpdate;
  private final String insertOrTakeOver;
  private final String update;
  private final String takeOver;
  private final String compareAndSet;
  private final String delete;
  private final String expired;
  private final String deleteExpired;

  Table(String name, int timeoutSeconds) {
    this.timeoutSeconds = timeoutSeconds;
    read = "SELECT store_key, content FROM " + name + " WHERE ends_at > ? AND store_key IN (";
    insert = "INSERT INTO " + name + " (digest, content, ends_at, store_key) VALUES (?, ?, ?, ?)";
    insertOrUpdate =
        insert
            + " ON CONFLICT (store_key) DO UPDATE SET digest = excluded.digest,"
            + " content = excluded.content, ends_at = excluded.ends_at";
    insertOrTakeOver = insertOrUpdate + " WHERE " + name + ".ends_at <= ?";
    update = "UPDATE " + name + " SET digest = ?, content = ?, ends_at = ? WHERE store_key = ?";
    takeOver = update + " AND ends_at <= ?";
    compareAndSet = update + " AND ends_at > ? AND digest = ?";
    delete = "DELETE FROM " + name + " WHERE store_key = ?";
    expired = "SELECT store_key FROM " + name + " WHERE ends_at <= ?";
    deleteExpired = "DELETE FROM " + name + " WHERE ends_at <= ? AND store_key IN (";
  }

  /** A row as it shall be. */
  static final class Row {
    private final String key;
    private final String digest;
    private final byte[] content;
    private final long end;

    Row(String key, byte[] content, long end) {
      this.key = key;
      this.digest = Digest.of(content);
      this.content = content;
      this.end = end;
    }
  }

  /** Adds to {@code found} what is there of at most {@link #KEYS} keys. */
  void read(Connection connection, List<String> keys, long now, Map<String, byte[]> found)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, withKeys(read, keys.size()))) {
      statement.setLong(1, now);
      setKeys(statement, 2, keys);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          byte[] content = rows.getBytes(2);
          found.put(rows.getString(1), content == null ? new byte[0] : content);
        }
      }
    }
  }

  void insert(Connection connection, Row row) throws SQLException {
    set(connection, insert, row);
  }

  void insertOrUpdate(Connection connection, Row row) throws SQLException {
    set(connection, insertOrUpdate, row);
  }

  /** Inserts, or replaces a row that is past its end; whether one or the other. */
  boolean insertOrTakeOver(Connection connection, Row row, long now) throws SQLException {
    return set(connection, insertOrTakeOver, row, now);
  }

  boolean update(Connection connection, Row row) throws SQLException {
    return set(connection, update, row);
  }

  /** Replaces a row that is past its end; whether there was one. */
  boolean takeOver(Connection connection, Row row, long now) throws SQLException {
    return set(connection, takeOver, row, now);
  }

  /** Replaces a row that has that digest and is not past its end; whether there was one. */
  boolean compareAndSet(Connection connection, Row row, long now, String digest)
      throws SQLException {
    return set(connection, compareAndSet, row, now, digest);
  }

  boolean delete(Connection connection, String key) throws SQLException {
    try (PreparedStatement statement = prepare(connection, delete)) {
      statement.setString(1, key);
      return statement.executeUpdate() > 0;
    }
  }

  /** At most {@link #KEYS} keys of rows past their end, in order. */
  List<String> expired(Connection connection, long now) throws SQLException {
    try (PreparedStatement statement = prepare(connection, expired)) {
      statement.setMaxRows(KEYS);
      statement.setLong(1, now);
      List<String> keys = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          keys.add(rows.getString(1));
        }
      }
      Collections.sort(keys);
      return keys;
    }
  }

  /** Deletes those of the rows that still are past their end. */
  int deleteExpired(Connection connection, List<String> keys, long now) throws SQLException {
    String sql = withKeys(deleteExpired, keys.size());
    try (PreparedStatement statement = prepare(connection, sql)) {
      statement.setLong(1, now);
      setKeys(statement, 2, keys);
      return statement.executeUpdate();
    }
  }

  private boolean set(Connection connection, String sql, Row row, Object... conditions)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql)) {
      statement.setString(1, row.digest);
      statement.setBytes(2, row.content);
      statement.setLong(3, row.end);
      statement.setString(4, row.key);
      for (int i = 0; i < conditions.length; i++) {
        statement.setObject(5 + i, conditions[i]);
      }
      return statement.executeUpdate() > 0;
    }
  }

  private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setQueryTimeout(timeoutSeconds);
    return statement;
  }

  /** Numbers of keys go up to the next power of two, so that there are few different statements. */
  private static String withKeys(String sql, int keys) {
    return sql + "?" + ", ?".repeat(places(keys) - 1) + ")";
  }

  private static int places(int keys) {
    return keys <= 1 ? 1 : Integer.highestOneBit(keys - 1) << 1;
  }

  private static void setKeys(PreparedStatement statement, int first, List<String> keys)
      throws SQLException {
    for (int i = 0; i < places(keys.size()); i++) {
      statement.setString(first + i, keys.get(Math.min(i, keys.size() - 1)));
    }
  }
}
