package org.jwtfilter.store.testkit;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A pool as servers have them, at its worst: it tests no connection before it hands it out, resets
 * nothing, and whoever finds none free waits without an end. It drops what says that it is closed.
 */
public final class TestPool implements DataSource, AutoCloseable {
  private final DataSource source;
  private final Semaphore permits;
  private final boolean autoCommit;
  private final boolean readOnly;
  private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();

  public TestPool(DataSource source, int size) {
    this(source, size, true, false);
  }

  public TestPool(DataSource source, int size, boolean autoCommit, boolean readOnly) {
    this.source = source;
    this.permits = new Semaphore(size);
    this.autoCommit = autoCommit;
    this.readOnly = readOnly;
  }

  @Override
  public Connection getConnection() throws SQLException {
    permits.acquireUninterruptibly();
    try {
      Connection pooled = idle.poll();
      return lent(pooled == null ? opened() : pooled);
    } catch (SQLException | RuntimeException failed) {
      permits.release();
      throw failed;
    }
  }

  private Connection opened() throws SQLException {
    Connection fresh = source.getConnection();
    fresh.setReadOnly(readOnly);
    fresh.setAutoCommit(autoCommit);
    return fresh;
  }

  private Connection lent(Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            TestPool.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                takeBack(real);
                return null;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            });
  }

  private void takeBack(Connection real) throws SQLException {
    if (!real.isClosed()) {
      idle.add(real);
    }
    permits.release();
  }

  /** How many connections lie idle. */
  public int idle() {
    return idle.size();
  }

  /** An idle connection, to look at the state that it was left in. */
  public Connection peek() {
    return idle.element();
  }

  @Override
  public void close() throws SQLException {
    for (Connection one = idle.poll(); one != null; one = idle.poll()) {
      one.close();
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
