package org.jwtfilter.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Borrows connections as we need them (writable, and none that waits for the network without an
 * end) and gives them back as they were. Thread-safe.
 */
final class Connections {
  /** How many dead connections in a row are handed back before we believe that all are. */
  private static final int DEAD = 64;

  private final DataSource source;
  private final int timeoutMillis;

  /** A connection broke: until one proves sound, the pool may hand out others that are dead. */
  private volatile boolean suspicious;

  private volatile boolean readOnlyPool;
  private volatile boolean networkTimeout = true;

  Connections(DataSource source, Duration timeout) {
    this.source = source;
    this.timeoutMillis = (int) Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE));
  }

  /** Work with a connection. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** Learns from a connection how the pool's are. */
  void learn(Connection connection) throws SQLException {
    readOnlyPool = connection.isReadOnly();
  }

  /** Runs work in a transaction of its own, whether or not the pool's connections begin one. */
  <T> T run(Work<T> work) throws SQLException {
    Connection connection = sound();
    try {
      return limited(connection, work);
    } catch (SQLException failed) {
      suspicious |= Faults.connection(failed) || connection.isClosed();
      throw failed;
    } finally {
      giveBack(connection);
    }
  }

  private Connection sound() throws SQLException {
    Connection connection = source.getConnection();
    if (suspicious) {
      for (int i = 0; i < DEAD && !connection.isValid(seconds()); i++) {
        giveBack(connection);
        connection = source.getConnection();
      }
      suspicious = false;
    }
    return connection;
  }

  private int seconds() {
    return (timeoutMillis + 999) / 1000;
  }

  private <T> T limited(Connection connection, Work<T> work) throws SQLException {
    int before = limitNetwork(connection);
    try {
      return writable(connection, work);
    } finally {
      if (before >= 0 && !connection.isClosed()) {
        connection.setNetworkTimeout(Runnable::run, before);
      }
    }
  }

  /** Sets the limit, and returns the one before; -1 if there is nothing to set back. */
  private int limitNetwork(Connection connection) throws SQLException {
    if (!networkTimeout) {
      return -1;
    }
    try {
      int before = connection.getNetworkTimeout();
      if (before > 0 && before <= timeoutMillis) {
        return -1;
      }
      connection.setNetworkTimeout(Runnable::run, timeoutMillis);
      return before;
    } catch (SQLFeatureNotSupportedException | AbstractMethodError old) {
      networkTimeout = false;
      return -1;
    }
  }

  private <T> T writable(Connection connection, Work<T> work) throws SQLException {
    if (!readOnlyPool) {
      return committed(connection, work);
    }
    connection.setReadOnly(false);
    try {
      return committed(connection, work);
    } finally {
      if (!connection.isClosed()) {
        connection.setReadOnly(true);
      }
    }
  }

  private static <T> T committed(Connection connection, Work<T> work) throws SQLException {
    if (connection.getAutoCommit()) {
      return work.with(connection);
    }
    boolean done = false;
    try {
      T answer = work.with(connection);
      connection.commit();
      done = true;
      return answer;
    } finally {
      if (!done) {
        rollback(connection);
      }
    }
  }

  private static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException worse) {
      // What went wrong before is on its way already.
    }
  }

  private static void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException broken) {
      // What was asked of it is answered, or has failed already.
    }
  }
}
