package org.jwtfilter.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jwtfilter.store.TimeLimitedStore;

/**
 * Borrows connections as we need them (writable, and none that waits for the network without an
 * end) and gives them back as they were. Thread-safe.
 */
final class Connections {
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
    long start = System.nanoTime();
    Connection connection = source.getConnection();
    while (suspicious && !late(start)) {
      if (connection.isValid(seconds())) {
        suspicious = false;
      } else {
        giveBack(connection);
        connection = source.getConnection();
      }
    }
    if (late(start) || TimeLimitedStore.givenUp()) {
      // What the caller wanted to change must not change now.
      giveBack(connection);
      throw new SQLTransientConnectionException(
          "no sound connection within " + timeoutMillis + " ms", "08001");
    }
    return connection;
  }

  private boolean late(long start) {
    return System.nanoTime() - start > timeoutMillis * 1_000_000L;
  }

  private int seconds() {
    return (timeoutMillis + 999) / 1000;
  }

  private <T> T limited(Connection connection, Work<T> work) throws SQLException {
    int before = limitNetwork(connection);
    try {
      return writable(connection, work);
    } finally {
      if (before >= 0) {
        reset(connection, one -> one.setNetworkTimeout(Runnable::run, before));
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
      reset(connection, one -> one.setReadOnly(true));
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
        reset(connection, Connection::rollback);
      }
    }
  }

  private interface Reset {
    void on(Connection connection) throws SQLException;
  }

  private static void reset(Connection connection, Reset reset) {
    try {
      if (!connection.isClosed()) {
        reset.on(connection);
      }
    } catch (SQLException broken) {
      // What was asked of it is answered, or has failed already.
    }
  }

  private static void giveBack(Connection connection) {
    // Even if it is closed, since the pool counts it as lent.
    try {
      connection.close();
    } catch (SQLException broken) {
      // What was asked of it is answered, or has failed already.
    }
  }
}
