package org.jwtfilter.store.jdbc;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.jwtfilter.store.Store;
import org.jwtfilter.store.StoreContract;
import org.jwtfilter.store.StoreSettings;
import org.jwtfilter.store.testkit.PostgresServer;
import org.jwtfilter.store.testkit.TestPool;

/**
 * The contract on a real PostgreSQL behind a pool whose connections are read only and do not commit
 * by themselves.
 */
class PostgresManualCommitContractTest extends StoreContract {
  private static final TestPool POOL =
      new TestPool(PostgresServer.shared().dataSource(), 8, false, true);

  @AfterAll
  static void closePool() throws SQLException {
    POOL.close();
  }

  @Override
  protected String uri() {
    return "jdbc:java:unused?table=manual";
  }

  @Override
  protected boolean followsOurClock() {
    return true;
  }

  @Override
  protected Store open(StoreSettings settings) {
    return JdbcStoreProvider.open(POOL, settings);
  }
}
